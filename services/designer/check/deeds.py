"""What a diagram says of deeds: a message that people set off bears `starters`; a deadline may be `extendable`."""

from collections.abc import Iterator

from services.foundation.errors import Faulty
from services.process import engine
from services.process.engine import Element, Problem
from services.process.rules.feel import compile_expression

from .references import Parts, file_of, only_from_the_house, role_unknown

CATCHES = {"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"}
OF_DEEDS_ALONE = {"form": "表单", "only_if": "条件"}
APPLICANT = "own:lead"  # whoever applied, in a case; needs no role of the procedure


def deed_problems(parts: Parts) -> list[Problem]:
    """Where a deed could not be done, or would be done by whom the diagram must not let."""
    found = [
        Problem(e.file, e.id, text)
        for e in parts.elements()
        for text in (*_of_element(parts, e), *_extension(parts, e))
    ]
    pools = parts.definition.pools.values()
    return found + [Problem(file_of(pool), pool.id, text) for pool in pools for text in _of_pool(pool)]


def _of_pool(pool: engine.Pool) -> Iterator[str]:
    """Whoever begins a studio's pool may be computed from the studio; a campaign or a case has nothing to ask yet."""
    text = pool.properties.get("starters", "").strip()
    if not text.startswith("="):
        return
    if pool.properties.get("subject") != "studio":
        yield "属性 starters 只有在关于工作室的泳池里可以写成表达式。"
    try:
        unknown = set(compile_expression(text[1:]).names) - {"studio"}
    except Faulty as error:
        yield f"属性 starters 的表达式有误：{error}"
        return
    if unknown:
        yield f"属性 starters 的表达式只能用到 studio，不能用到“{'、'.join(sorted(unknown))}”。"


def _of_element(parts: Parts, e: Element) -> Iterator[str]:
    if "starters" not in e.properties:
        for name in sorted(OF_DEEDS_ALONE.keys() & e.properties.keys()):
            yield f"属性 {name}（{OF_DEEDS_ALONE[name]}）只用于写明了 starters 的消息。"
        return
    if e.event != "message" or e.kind not in CATCHES or _starts_its_pool(parts, e):
        yield "属性 starters 只能写在等待消息的环节（或整个泳池）上。"
        return
    yield from _who(parts, "starters", e.properties["starters"].strip())
    form = e.properties.get("form")
    if form and form not in parts.forms:
        yield f"表单“{form}”不存在。"


def _starts_its_pool(parts: Parts, e: Element) -> bool:
    return e.kind == "startEvent" and e.parent in parts.definition.pools


def _who(parts: Parts, name: str, said: str) -> Iterator[str]:
    if not said:
        yield f"属性 {name} 没有写明谁可以办理。"
    elif said.startswith("="):
        yield from only_from_the_house(parts, said)
    else:
        words = [word for word in said.replace(",", " ").split() if word != APPLICANT]
        yield from (wrong for word in words if (wrong := role_unknown(parts, word)))


def _extension(parts: Parts, e: Element) -> Iterator[str]:
    """A deadline can be extended where there is one, by somebody, and where the law does not fix it."""
    days, by = e.properties.get("extendable"), e.properties.get("extended_by")
    if days is None and by is None:
        return
    if days is None or by is None:
        yield "属性 extendable 与 extended_by 要一起写：延长几个工作日，由谁批准。"
        return
    if e.kind != "userTask" or not e.extensions.due:
        yield "只有写明办理期限的人工环节可以延长期限。"
    edges = [edge for edge in parts.elements() if edge.attached_to == e.id and edge.process == e.process]
    if any(each.properties.get("statutory", "").lower() == "true" for each in (e, *edges)):
        yield "法定期限不能延长。"
    if not days.startswith("=") and not (days.isdecimal() and int(days) > 0):
        yield f"延长的工作日数要是正整数，不能是“{days}”。"
    yield from _who(parts, "extended_by", by.strip())
