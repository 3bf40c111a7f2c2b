"""What a pool says of its years, and what a city hands to the blocks it calls: roles and decisions by name."""

from collections.abc import Iterator, Mapping

from services.foundation.errors import Faulty
from services.process import engine
from services.process.engine import Element, Problem
from services.process.rules.feel import compile_expression
from services.selection.studios import Yearly, YearlyWrong, read_yearly

from .references import Parts, file_of, role_unknown
from .written import names_in

ONLY_WITH_YEARLY = ("cohort", "review_of")
ROLLED = {"studio", "campaign"}


def yearly_problems(parts: Parts) -> list[Problem]:
    """Years that could not begin, or would begin for nobody."""
    pools = parts.definition.pools.values()
    return [Problem(file_of(pool), pool.id, text) for pool in pools for text in _of_pool(pool)]


def _of_pool(pool: engine.Pool) -> Iterator[str]:
    properties = pool.properties
    if "yearly" not in properties:
        for name in ONLY_WITH_YEARLY:
            if name in properties:
                yield f"属性 {name} 只用于写明了 yearly 的泳池。"
        return
    try:
        yearly = read_yearly(properties)
        if yearly is None:
            yield "属性 yearly 没有写明每年哪一天启动。"
        elif properties.get("subject") == "campaign":
            yield from _of_campaign(properties, yearly)
    except YearlyWrong as wrong:
        yield str(wrong)
    if properties.get("subject") not in ROLLED:
        yield "每年启动的泳池只能关于工作室（subject=studio）或批次（subject=campaign）。"
    if pool.starts_by != "deed":
        yield "每年启动的泳池不能由消息启动。"
    if cohort := properties.get("cohort", "").strip():
        try:
            compile_expression(cohort.removeprefix("="))
        except Faulty as error:
            yield f"属性 cohort 的表达式有误：{error}"


def _of_campaign(properties: Mapping[str, str], yearly: Yearly) -> Iterator[str]:
    """A campaign that begins by itself belongs to the organisations of the level that `starters` names."""
    if yearly.by_plaque:
        yield "每年启动的批次要写明月-日（如 01-01），不能按挂牌日。"
    if not properties.get("starters", "").strip():
        yield "每年启动的批次要用属性 starters 写明由哪一级主办（层级:角色）。"
    if "cohort" in properties:
        yield "属性 cohort 只用于关于工作室的泳池；批次考核哪些工作室，由流程图发出的消息写明。"


def call_problems(parts: Parts) -> list[Problem]:
    """A called block asks for roles and decisions by the names of its inputs: each must be handed over and known."""
    calls = [e for e in parts.elements() if e.kind == "callActivity"]
    return [Problem(e.file, e.id, text) for e in calls for text in _of_call(parts, e)]


def _of_call(parts: Parts, call: Element) -> Iterator[str]:
    given = {target: source for source, target in call.extensions.inputs}
    inside = [e for e in parts.elements() if e.process == call.called]
    for name in sorted({n for e in inside for n in _role_names(e)}):
        if name not in given:
            yield f"调用“{call.called}”时没有给出“{name}”（由谁办理）；确实没有的写 =null。"
        elif (text := _literal(given[name])) is not None:
            yield from (wrong for word in text.replace(",", " ").split() if (wrong := role_unknown(parts, word)))
    for name in sorted({n for e in inside for n in _decision_names(e)}):
        text = _literal(given.get(name, ""))
        if text is not None and text not in parts.decisions:
            yield f"交给“{call.called}”的决策“{text}”不存在。"


def _role_names(e: Element) -> Iterator[str]:
    """Plain names that say who: `=office_role`."""
    for text in (e.extensions.candidate_groups, e.properties.get("starters")):
        if text and text.startswith("=") and (name := text[1:].strip()).isidentifier():
            yield name


def _decision_names(e: Element) -> Iterator[str]:
    for text in (e.properties.get("guard"), e.properties.get("precheck")):
        yield from names_in(text)


def _literal(source: str) -> str | None:
    """The text of `="..."`; None for anything that must be computed."""
    text = source.removeprefix("=").strip()
    inner = text[1:-1]
    return inner if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in inner else None
