"""A walk becomes a scenario: its lines, and what is true at its end, as a file of the draft."""

import re
from datetime import datetime
from typing import Any

import yaml

from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from .. import drafts
from .looking import Look
from .walking import CAST, steps_of, walk_by_id

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
TITLE_MAX = 60
FIRST = ("who", "do", "case", "task")  # as people write it


def record(uow: UnitOfWork, actor: Actor, walk_id: int, name: str, title: str, look: Look) -> str:
    """Save a walk as scenarios/<name>.yaml of its draft, with what `look` sees as what must be true then; its path.

    Raises NotAllowed, NotFound, PenHeld, Invalid (fields).
    """
    walk = walk_by_id(uow, actor, walk_id)
    draft = drafts.draft_by_id(uow, actor, walk.draft_id)
    path = f"scenarios/{name.strip()}.yaml"
    wrong = {}
    if not NAME.fullmatch(name.strip()) or path == CAST:
        wrong["name"] = "用 2 至 40 个小写英文字母、数字或下划线，以字母开头，如 happy_year。"
    elif path in drafts.package_of(uow, draft).files:
        wrong["name"] = f"已经有情景 {name.strip()} 了，请换一个。"
    if not 1 <= len(title.strip()) <= TITLE_MAX:
        wrong["title"] = f"请写情景的名称，不超过 {TITLE_MAX} 个字。"
    steps = steps_of(uow, walk)
    if len(steps) < 2:
        raise Invalid("还一步也没有走，没有可以存的。")
    if wrong:
        raise Invalid("情景没有存成，请按提示修改。", fields=wrong)
    story = written(title.strip(), [(clock, told) for _, clock, told, _ in steps], look)
    said = f"走一遍，存为情景“{title.strip()}”"
    drafts.save_file(uow, actor, draft.id, path, story, draft.revision, said)
    return path


def written(title: str, steps: list[tuple[datetime, dict[str, Any]]], look: Look) -> bytes:
    """The file: the clock of the first step begins it, and its last lines say what was true at the end."""
    (begins, _), *walked = steps
    lines, clock = [], begins
    for at, told in walked:
        own = {key: told[key] for key in (*FIRST, *sorted(told.keys() - {*FIRST, "at"})) if key in told}
        lines.append({"at": _moment(at), **own} if at != clock else own)
        clock = at
    lines += [line for line in _expected(look)]
    told = {"title": title, "start": _moment(begins), "steps": [line for line in lines if line]}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120).encode()


def _expected(look: Look) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name, (_, outcome) in sorted(look.cases.items()):
        open_here: dict[str, int] = {}
        for task in look.tasks:
            if task.case == name:
                open_here[task.element] = open_here.get(task.element, 0) + 1
        expect: dict[str, Any] = {"outcome": outcome}
        found.append({"case": name, "expect": expect | ({"open": open_here} if open_here else {})})
    return found


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if not at.second else at.strftime("%Y-%m-%d %H:%M:%S")
