"""For a problem's sentence: what one click would change. Nothing is offered that a person would have to decide."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from services.people.identity import role_title
from services.process.registry import Package

from ..drafts.beginnings import beginning
from ..drafts.checking import manifest_of
from ..drafts.opening import titled
from ..drafts.shelf import shipped
from ..steps import CannotRead, Source
from ..steps.reading import extension, flows, properties
from ..steps.source import BPMN, Edit, Node, apply, remove, set_attribute
from .rows import with_row

LEVELS = {"own": "本单位", "recommender": "推荐单位"}
MANIFEST = "procedure.yaml"


@dataclass(frozen=True)
class Repair:
    """What the button says, and the files as they would be."""

    label: str
    changes: dict[str, bytes]


def repair_for(package: Package, file: str, element: str, message: str) -> Repair | None:
    """The repair of one problem, None where a person has to decide. Never raises for what the files hold."""
    for pattern, offer in OFFERS:
        found = pattern.fullmatch(message)
        if found is not None:
            return offer(package, file, element, found.groups()[0] if found.groups() else "")
    return None


def _add_role(package: Package, _file: str, _element: str, role: str) -> Repair | None:
    level, _, office = role.partition(":")
    title = f"{LEVELS.get(level, level)}{role_title(office)}"
    return _row(package, "roles", {"role": role, "title": title}, f"在角色里加上 {role}")


def _add_default(package: Package, _file: str, _element: str, default: str) -> Repair | None:
    manifests = filter(None, map(manifest_of, shipped().values()))
    text = next((m.defaults[default] for m in manifests if default in m.defaults), None)
    return _row(package, "defaults", {"id": default, "text": text}, f"写明系统默认 {default}") if text else None


def _row(package: Package, key: str, row: dict[str, str], label: str) -> Repair | None:
    raw = with_row(package.files.get(MANIFEST, b""), key, row)
    return Repair(label, {MANIFEST: raw}) if raw is not None else None


def _own_name(package: Package, _file: str, _element: str, _held: str) -> Repair | None:
    manifest = manifest_of(package)
    if manifest is None:
        return None
    raw = titled(package.files[MANIFEST], package.name, manifest.title)
    return Repair(f"把编号改为 {package.name}", {MANIFEST: raw})


def _new(kind: str, word: str) -> "Offer":
    def offer(package: Package, _file: str, _element: str, name: str) -> Repair | None:
        if not re.fullmatch(r"[A-Za-z_][\w-]{0,59}", name, re.ASCII):
            return None
        path, content = beginning(kind, name, name)
        return None if path in package.files else Repair(f"新建{word} {name}", {path: content})

    return offer


def _in_diagram(edits: Callable[[Source, Node, str], list[Edit | None]], label: str) -> "Offer":
    """A repair inside one element of one diagram."""

    def offer(package: Package, file: str, element: str, word: str) -> Repair | None:
        raw = package.files.get(file)
        if raw is None or not file.endswith(".bpmn"):
            return None
        try:
            source = Source(raw)
        except CannotRead:
            return None
        node = source.by_id.get(element)
        wanted = [edit for edit in edits(source, node, word) if edit is not None] if node is not None else []
        return Repair(label.format(word), {file: apply(raw, wanted)}) if wanted else None

    return offer


def _drop_property(source: Source, node: Node, name: str) -> list[Edit | None]:
    row = properties(node).get(name)
    return [remove(source, row)] if row is not None else []


def _drop_word(name: str) -> Callable[[Source, Node, str], list[Edit | None]]:
    def edits(source: Source, node: Node, word: str) -> list[Edit | None]:
        row = properties(node).get(name)
        if row is None:
            return []
        left = " ".join(w for w in row.attributes.get("value", "").split() if w != word)
        return [set_attribute(source, row, "value", left) if left else remove(source, row)]

    return edits


def _drop_extension(source: Source, node: Node, tag: str) -> list[Edit | None]:
    held = extension(node, tag)
    return [remove(source, held)] if held is not None else []


def _drop_condition(source: Source, node: Node, _word: str) -> list[Edit | None]:
    return [remove(source, child) for child in node.named(BPMN, "conditionExpression")]


def _choose_default(source: Source, node: Node, _word: str) -> list[Edit | None]:
    """The one line without a condition; where there are several, a person has to say."""
    out = [f for f in flows(node.parent) if f.attributes.get("sourceRef") == node.id] if node.parent else []
    free = [f for f in out if not f.named(BPMN, "conditionExpression")]
    return [set_attribute(source, node, "default", free[0].id)] if len(free) == 1 else []


Offer = Callable[[Package, str, str, str], Repair | None]
OFFERS: tuple[tuple[re.Pattern[str], Offer], ...] = tuple(
    (re.compile(pattern), offer)
    for pattern, offer in (
        (r"角色“([^”]+)”没有在 procedure\.yaml 的 roles 里写明。", _add_role),
        (r"系统默认“([^”]+)”没有在 procedure\.yaml 的 defaults 里写明。", _add_default),
        (r"编号“([^”]*)”应与文件夹名“[^”]*”相同。", _own_name),
        (r"表单“([^”]+)”不存在。", _new("form", "表单")),
        (r"决策“([^”]+)”不存在。", _new("table", "判定表")),
        (r"属性“([^”]+)”没有意义，将被忽略；请核对拼写。", _in_diagram(_drop_property, "删去属性 {}")),
        (r"不允许“[^”]+”（属性 (\w+)）。", _in_diagram(_drop_property, "删去属性 {}")),
        (r"属性 verbs 里没有“([^”]+)”这个词.*", _in_diagram(_drop_word("verbs"), "从 verbs 里删去 {}")),
        (r"依据“([^”]+)”不在 procedure\.yaml 的条款里。", _in_diagram(_drop_word("clause"), "从依据里删去 {}")),
        (r"zeebe:(\w+) 在本系统没有作用。", _in_diagram(_drop_extension, "删去没有作用的 {}")),
        (r"(?:默认流|唯一的出口)不能带条件。", _in_diagram(_drop_condition, "删去这条线的条件")),
        (r"没有默认流：条件都不成立时无路可走。", _in_diagram(_choose_default, "把没有条件的那条设为默认")),
    )
)
