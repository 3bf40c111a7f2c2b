"""What a diagram says of deeds: a message that people set off bears `starters`, and what belongs to it."""

from collections.abc import Iterator

from services.process.engine import Element, Problem

from .references import Parts, only_from_the_house, role_unknown

CATCHES = {"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"}
OF_DEEDS_ALONE = {"form": "表单", "only_if": "条件"}
APPLICANT = "own:lead"  # whoever applied, in a case; needs no role of the procedure


def deed_problems(parts: Parts) -> list[Problem]:
    """Where a deed could not be done, or would be done by whom the diagram must not let."""
    return [Problem(e.file, e.id, text) for e in parts.elements() for text in _of_element(parts, e)]


def _of_element(parts: Parts, e: Element) -> Iterator[str]:
    if "starters" not in e.properties:
        for name in sorted(OF_DEEDS_ALONE.keys() & e.properties.keys()):
            yield f"属性 {name}（{OF_DEEDS_ALONE[name]}）只用于写明了 starters 的消息。"
        return
    if e.event != "message" or e.kind not in CATCHES or _starts_its_pool(parts, e):
        yield "属性 starters 只能写在等待消息的环节（或整个泳池）上。"
        return
    yield from _who(parts, e.properties["starters"].strip())
    form = e.properties.get("form")
    if form and form not in parts.forms:
        yield f"表单“{form}”不存在。"


def _starts_its_pool(parts: Parts, e: Element) -> bool:
    return e.kind == "startEvent" and e.parent in parts.definition.pools


def _who(parts: Parts, starters: str) -> Iterator[str]:
    if not starters:
        yield "属性 starters 没有写明谁可以办理。"
    elif starters.startswith("="):
        yield from only_from_the_house(parts, starters)
    else:
        words = [word for word in starters.replace(",", " ").split() if word != APPLICANT]
        yield from (wrong for word in words if (wrong := role_unknown(parts, word)))
