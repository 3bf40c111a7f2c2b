"""Changing one step: exactly its attributes and extensions are written, everything else keeps its bytes."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.foundation.errors import Invalid, NotFound

from .reading import extension, properties, step_node, timer_text
from .source import BPMN, ZEEBE, Edit, Node, Source, add_child, apply, quoted, remove, replace_text, set_attribute

NAME_MAX = 200
TEXT_MAX = 4000
# field of a step -> zeebe element and attribute
WRITTEN = {
    "form": ("formDefinition", "formId"),
    "groups": ("assignmentDefinition", "candidateGroups"),
    "assignee": ("assignmentDefinition", "assignee"),
    "due": ("taskSchedule", "dueDate"),
}
# field of a step -> property
PROPERTIES = {
    "reminders": "reminders",
    "box": "opinion_box",
    "guard": "guard",
    "clause": "clause",
    "default": "system_default",
}
OF_PEOPLE = frozenset({*WRITTEN, "reminders", "box", "guard"})


@dataclass(frozen=True)
class Changed:
    """The diagram's new bytes, and what was done in words."""

    raw: bytes
    summary: str


def change_step(raw: bytes, element: str, wanted: Mapping[str, str]) -> Changed:
    """Write the given fields of a step (name, timer, and those of WRITTEN and PROPERTIES); an empty one is taken away.

    Raises NotFound, Invalid (fields), CannotRead. What is not a person's step takes name, timer, clause, default only.
    """
    source = Source(raw)
    node = step_node(source, element)
    if node is None:
        raise NotFound("图上没有这个环节，可能已被改动，请刷新。")
    texts = {name: " ".join(text.split()) if name != "timer" else text.strip() for name, text in wanted.items()}
    _fitting(node, texts)
    before = node.attributes.get("name") or element
    for name, text in texts.items():
        raw = _written(raw, element, name, text)
    return Changed(raw, f"改环节“{texts.get('name') or before}”")


def _fitting(node: Node, texts: Mapping[str, str]) -> None:
    wrong = {name: "内容太长。" for name, text in texts.items() if len(text) > TEXT_MAX}
    if len(texts.get("name", "")) > NAME_MAX:
        wrong["name"] = f"名称不超过 {NAME_MAX} 个字。"
    if node.tag == "userTask" and "name" in texts and not texts["name"]:
        wrong["name"] = "请写环节名称。"
    if node.tag != "userTask" and OF_PEOPLE & texts.keys():
        wrong["name"] = "只有人工环节有办理人、期限和表单。"
    if any(not character.isprintable() for text in texts.values() for character in text if character not in "\n\t"):
        wrong["name"] = "内容里有不能写进图里的字符。"
    if wrong:
        raise Invalid("环节没有保存，请按提示修改。", fields=wrong)


def _written(raw: bytes, element: str, name: str, text: str) -> bytes:
    """One field at a time, the places read anew after each: what an edit moves is then where it is."""
    source = Source(raw)
    node = source.by_id[element]
    edit: Edit | None
    if name == "name":
        edit = set_attribute(source, node, "name", text or None)
    elif name == "timer":
        held = timer_text(node)
        edit = replace_text(held, text) if held is not None and text and source.text(held) != text else None
    elif name in WRITTEN:
        edit = _attribute(source, node, *WRITTEN[name], text)
    else:
        edit = _property(source, node, PROPERTIES[name], text)
    return raw if edit is None else _with_space(apply(raw, [edit]))


def _attribute(source: Source, node: Node, tag: str, attribute: str, text: str) -> Edit | None:
    held = extension(node, tag)
    if held is not None:
        others = held.attributes.keys() - {attribute}
        if not text and not others:
            return remove(source, held)
        return set_attribute(source, held, attribute, text or None)
    if not text:
        return None
    return _extend(source, node, f"<{source.name(ZEEBE, tag)} {attribute}={quoted(text)} />")


def _property(source: Source, node: Node, name: str, text: str) -> Edit | None:
    row = properties(node).get(name)
    if row is not None:
        return set_attribute(source, row, "value", text) if text else remove(source, row)
    if not text:
        return None
    written = f"<{source.name(ZEEBE, 'property')} name={quoted(name)} value={quoted(text)} />"
    rows = extension(node, "properties")
    if rows is not None:
        return add_child(source, rows, written)
    outer = source.name(ZEEBE, "properties")
    return _extend(source, node, f"<{outer}>{written}</{outer}>")


def _extend(source: Source, node: Node, written: str) -> Edit:
    """Into the step's extensions, which stand after its documentation and before everything else."""
    for holder in node.named(BPMN, "extensionElements"):
        return add_child(source, holder, written)
    outer = source.name(BPMN, "extensionElements")
    whole = f"<{outer}>{written}</{outer}>"
    others = [child for child in node.children if child.tag != "documentation"]
    return add_child(source, node, whole, others[0] if others else None)


def _with_space(raw: bytes) -> bytes:
    """The file declares the namespace of our extensions once something of them is in it."""
    if b"<zeebe:" not in raw or b"xmlns:zeebe" in raw:
        return raw
    root = _root_tag(raw)
    return raw[:root] + f' xmlns:zeebe="{ZEEBE}"'.encode() + raw[root:]


def _root_tag(raw: bytes) -> int:
    """After the name of the root element."""
    at = 0
    while True:
        at = raw.index(b"<", at)
        if raw[at + 1 : at + 2] not in {b"?", b"!"}:
            break
        at = raw.index(b"-->", at) + 3 if raw[at : at + 4] == b"<!--" else raw.index(b">", at) + 1
    while not raw[at : at + 1].isspace() and raw[at : at + 1] not in {b">", b"/"}:
        at += 1
    return at
