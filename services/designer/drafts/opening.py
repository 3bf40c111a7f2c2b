"""A draft begins: from a version, from a package that came as a file or with the house, or from next to nothing."""

import re
from typing import Any

import yaml

from services.foundation.errors import Invalid
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, require_role
from services.process import registry
from services.process.registry import Package, ProcedureVersion

from .events import DraftDropped, DraftOpened
from .models import Draft
from .pen import LEASE, ROLE, take_pen
from .saving import begin

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
TAKEN = frozenset({"shared", "scenarios", "forms"})
TITLE_MAX = 120
Source = ProcedureVersion | Package | None


def open_draft(
    uow: UnitOfWork, actor: Actor, source: Source, name: str, title: str, stories: bool = True, copied: bool = False
) -> Draft:
    """Open a draft and hold its pen. `source`: a version, a package, or None for an empty one.

    Under another `name` it is a copy that begins a new city: ids stay, id and title of procedure.yaml are changed, its
    scenarios come along if `stories`. `copied`: refuse a name that a procedure has already. Raises Invalid (fields).
    """
    require_role(actor, ROLE)
    name, title = name.strip(), title.strip()
    _fitting(uow, name, title, copied)
    package = registry.package_of(uow, source) if isinstance(source, ProcedureVersion) else source
    files = dict(package.files) if package is not None else {}
    if package is None or package.name != name or "procedure.yaml" not in files:
        files["procedure.yaml"] = titled(files.get("procedure.yaml", b""), name, title)
    if not stories:
        files = {path: content for path, content in files.items() if not path.startswith("scenarios/")}
    draft = Draft(
        procedure=name,
        title=title,
        base_version_id=source.id if isinstance(source, ProcedureVersion) and source.procedure == name else None,
        opened_by=actor.id,
        opened_at=uow.now,
        revision=0,
        writer_id=actor.id,
        writer_until=uow.now + LEASE,
    )
    uow.session.add(draft)
    uow.session.flush()
    said = _said(source, name)
    begin(uow, actor, draft, files, said)
    subject = Subject("draft", draft.id)
    uow.record(DraftOpened(subject=subject, actor_id=actor.id, procedure=name, title=title, source=said))
    return draft


def drop_draft(uow: UnitOfWork, actor: Actor, draft_id: int) -> None:
    """Give a draft up; it is shown no more. Raises NotFound, PenHeld."""
    draft = take_pen(uow, actor, draft_id)
    draft.dropped_at, draft.writer_id, draft.writer_until = uow.now, None, None
    uow.record(DraftDropped(subject=Subject("draft", draft.id), actor_id=actor.id, title=draft.title))


def titled(raw: bytes, name: str, title: str) -> bytes:
    """procedure.yaml with this id and title, everything else as it stands, comments included."""
    before = _mapping(raw)
    changed = raw
    for key, value in (("title", title), ("id", name)):
        # YAML's own way of writing a text: a title with a colon or a quotation mark stays one.
        line = yaml.safe_dump({key: value}, allow_unicode=True, width=10_000).encode().rstrip()
        found = re.search(rb"(?m)^%s:.*$" % key.encode(), changed)
        here = (found.start(), found.end()) if found is not None else (0, 0)
        changed = changed[: here[0]] + line + (b"" if found is not None else b"\n") + changed[here[1] :]
    if before is None or _mapping(changed) == {**before, "id": name, "title": title}:
        return changed
    return yaml.safe_dump({**before, "id": name, "title": title}, allow_unicode=True, sort_keys=False).encode()


def _mapping(raw: bytes) -> dict[str, Any] | None:
    try:
        data = yaml.safe_load(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError, yaml.YAMLError):
        return None
    return data if isinstance(data, dict) else {} if data is None else None


def _fitting(uow: UnitOfWork, name: str, title: str, copied: bool) -> None:
    wrong = {}
    if not NAME.fullmatch(name) or name in TAKEN:
        wrong["name"] = "用 2 至 40 个小写英文字母、数字或下划线，以字母开头，如 qinghe。"
    elif copied and registry.is_deployed(uow, name):
        wrong["name"] = f"已经有叫 {name} 的办法了，请换一个。"
    if not 1 <= len(title) <= TITLE_MAX or not title.isprintable():
        wrong["title"] = f"请写办法的全称，不超过 {TITLE_MAX} 个字。"
    if wrong:
        raise Invalid("草稿没有建成，请按提示修改。", fields=wrong)


def _said(source: Source, name: str) -> str:
    if isinstance(source, ProcedureVersion):
        if source.procedure == name:
            return f"取自现行版本 {source.digest[:8]}"
        return f"照《{source.title}》另起"
    if source is None:
        return "从空白开始"
    return "取自办法包" if source.name == name else f"照办法包 {source.name} 另起"
