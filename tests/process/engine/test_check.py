"""The check: what would run silently wrong is refused, with element and sentence; what runs well is not."""

import contextlib
import random
from typing import Any

import pytest
from lxml import etree

from services.foundation.errors import Faulty, Refusal
from services.process import engine

from .bpmn import (
    Node,
    call,
    choice,
    each,
    edge,
    end,
    file,
    fork,
    inclusive,
    io,
    message,
    msg,
    node,
    on_message,
    one,
    pools,
    process,
    props,
    script,
    service,
    start,
    sub,
    throw,
    timer,
    user,
    wait,
    z,
)  # fmt: skip
from .play import MONDAY
from .torture import DIAGRAM

LINE = (start(), end(), "s > a > e")
SIGNAL, LINK, COMPENSATE = (f"<bpmn:{n}EventDefinition/>" for n in ("signal", "link", "compensate"))
ERROR = '<bpmn:error id="er" errorCode="E1"/>'
FAILS = '<bpmn:errorEventDefinition errorRef="er"/>'
CONDITION = "<bpmn:conditionalEventDefinition><bpmn:condition>=x</bpmn:condition></bpmn:conditionalEventDefinition>"


def crossing(key: str = "=id", sent: str = "=id", target: str = "w") -> bytes:
    return file(
        pools("p", "q", ways=[("t", target)]),
        process("p", start(), throw("t", "m", props(correlationKey=sent) if sent else ""), end(), "s > t > e"),
        process("q", start("s2"), wait("w", msg("m")), end("e2"), "s2 > w > e2"),
        message("m", key),
    )


def beside(*parts: Node | str, **more: Any) -> bytes:
    """A plain line s > a > e with something beside it."""
    return one(*LINE, user("a"), *parts, **more)


WRONG: dict[str, tuple[bytes, str, str]] = {
    "compensation throw": (one(*LINE, node("intermediateThrowEvent", "a", inner=COMPENSATE)), "a", "补偿"),
    "link catch": (one(*LINE, wait("a", LINK)), "a", "链接"),
    "signal end": (one(start(), user("a"), end("e", SIGNAL), "s > a > e"), "e", "信号"),
    "message without definition": (one(*LINE, wait("a", msg("nobody"))), "a", "哪个消息"),
    "catch without anything": (one(*LINE, wait("a", "")), "a", "空事件"),
    "conditional without condition": (one(*LINE, wait("a", "<bpmn:conditionalEventDefinition/>")), "a", "条件"),
    "two definitions": (one(*LINE, wait("a", timer("P1D") + msg("m")), messages=["m"]), "a", "一种"),
    "timer start of an event sub-process": (
        beside(sub("es", start("q", timer("P1D")), end("r"), "q > r").with_(triggeredByEvent="true")), "q", "定时"),
    "error start of an event sub-process": (
        beside(sub("es", start("q", FAILS), end("r"), "q > r").with_(triggeredByEvent="true"), messages=[ERROR]),
        "q", "错误"),
    "plain start of an event sub-process": (
        beside(sub("es", start("q"), end("r"), "q > r").with_(triggeredByEvent="true")), "q", "由消息启动"),
    "cycle on a catch": (one(*LINE, wait("a", timer("R2/P1D", "timeCycle"))), "a", "周期"),
    "cycle on an interrupting boundary": (
        beside(edge("b", "a", timer("R2/P1D", "timeCycle")), "b > e"), "b", "周期"),
    "timer start of a pool": (one(start("s", timer("P1D")), user("a"), end(), "s > a > e"), "s", "定时"),
    "two starts": (one(*LINE, user("a"), start("s2"), "s2 > a"), "p", "2 个"),
    "no start": (one(user("a"), end(), "a > e"), "p", "0 个"),
    "message start of an embedded sub-process": (
        one(*LINE, sub("a", start("q", msg("m")), end("r"), "q > r"), messages=["m"]), "q", "触发方式"),
    "standard loop": (one(*LINE, user("a", inner='<bpmn:standardLoopCharacteristics id="l"/>')), "a", "循环标记"),
    "multi-instance without collection": (
        one(*LINE, user("a", inner="<bpmn:multiInstanceLoopCharacteristics/>")), "a", "集合"),
    "half a multi-instance output": (one(*LINE, user("a", inner=each("=x", into="y"))), "a", "要么"),
    "cardinality": (one(*LINE, user("a", inner=each("=x").replace(
        "</bpmn:multi", "<bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multi"))), "a", "loopCardinality"),
    "data object": (beside(node("dataObject", "d")), "d", "数据对象"),
    "condition behind a task": (one(start(), user("a"), end(), "s > a", "a > e if x"), "F_a_e", "条件"),
    "loop into a parallel gateway": (
        one(start(), fork("f"), user("a"), choice("g"), end(), "s > f > a > g", "g > f if x", "g > e else"),
        "f", "回路"),
    "exclusive without default": (
        one(start(), choice("g"), user("a"), user("b"), end(), "s > g", "g > a if x", "g > b if y", "a > e", "b > e"),
        "g", "默认流"),
    "inclusive without default": (
        one(start(), inclusive("g"), user("a"), user("b"), end(), "s > g", "g > a if x", "g > b if y", "a > e",
            "b > e"), "g", "默认流"),
    "way without condition": (
        one(start(), choice("g"), user("a"), user("b"), end(), "s > g", "g > a", "g > b else", "a > e", "b > e"),
        "F_g_a", "没有条件"),
    "only way with condition": (one(start(), choice("g"), end(), "s > g", "g > e if x"), "F_g_e", "唯一"),
    "an island": (beside(user("i"), "i > e"), "i", "没有路径通到"),
    "a dead end": (beside(user("d"), fork("f")).replace(b'sourceRef="s" targetRef="a"', b'sourceRef="s" targetRef="f"')
                   .replace(b"</bpmn:process>", b'<bpmn:sequenceFlow id="x1" sourceRef="f" targetRef="d"/>'
                            b'<bpmn:sequenceFlow id="x2" sourceRef="f" targetRef="a"/></bpmn:process>'),
                   "d", "结束事件"),
    "no end": (one(start(), user("a"), "s > a"), "p", "没有结束事件"),
    "a loop without exit": (one(start(), choice("x"), user("a"), end(), "s > x > a > x"), "e", "没有路径通到"),
    "bpmn script": (one(*LINE, script("a", "=1", "x").with_(inner="<bpmn:script>1</bpmn:script>")), "a", "bpmn:script"),
    "script without script": (one(*LINE, node("scriptTask", "a")), "a", "脚本"),
    "service without type": (one(*LINE, node("serviceTask", "a")), "a", "类型"),
    "decision by expression": (
        one(*LINE, node("businessRuleTask", "a", z("calledDecision", decisionId="=x", resultVariable="y"))),
        "a", "表达式"),
    "decision without result": (
        one(*LINE, node("businessRuleTask", "a", z("calledDecision", decisionId="x"))), "a", "结果变量"),
    "form key": (one(*LINE, user("a", z("formDefinition", formKey="x"))), "a", "formId"),
    "ad-hoc": (one(*LINE, node("adHocSubProcess", "a")), "a", "特别子流程"),
    "transaction": (one(*LINE, node("transaction", "a")), "a", "事务"),
    "complex gateway": (one(*LINE, node("complexGateway", "a")), "a", "复杂网关"),
    "two ways out of a task": (one(*LINE, user("a"), user("b"), "a > b > e"), "a", "网关"),
    "called by expression": (one(*LINE, call("a", "=x")), "a", "直接写明"),
    "called but not there": (one(*LINE, call("a", "nobody")), "a", "不存在"),
    "a process that calls itself": (
        one(*LINE, call("a", "i"), also=[process("i", start("q"), call("c", "i"), end("r"), "q > c > r")]),
        "c", "自己"),
    "everything propagated": (
        one(*LINE, node("callActivity", "a", z("calledElement", processId="i", propagateAllChildVariables="true")),
            also=[process("i", start("q"), end("r"), "q > r")]), "a", "propagateAllChildVariables"),
    "two flows from one node into a join": (
        one(start(), fork("f"), fork("j"), end(), "s > f > j > e").replace(
            b"</bpmn:process>", b'<bpmn:sequenceFlow id="x" sourceRef="f" targetRef="j"/></bpmn:process>'),
        "j", "2 条连线"),
    "no key where the message is caught": (crossing(key=""), "w", "关联键"),
    "no key where the message is thrown": (crossing(sent=""), "t", "correlationKey"),
    "a key that is a plain text": (crossing(key="id"), "m", "表达式"),
    "a message flow to something else": (crossing(target="s2"), "M_t_s2", "同一个消息"),
    "unknown extension": (one(*LINE, user("a", "<zeebe:executionListeners/>")), "a", "executionListeners"),
    "job retries": (one(*LINE, node("serviceTask", "a", z("taskDefinition", type="x", retries="3"))), "a", "retries"),
    "version binding": (
        one(*LINE, user("a", z("formDefinition", formId="x", bindingType="versionTag"))), "a", "版本绑定"),
    "an id twice": (one(*LINE, user("a"), user("a")), "a", "不止一次"),
    "an id of the engine": (one(start(), user("End"), end(), "s > End > e"), "End", "保留"),
    "not executable": (one(*LINE, user("a")).replace(b'isExecutable="true"', b'isExecutable="false"'), "p", "可执行"),
    "boundary at a gateway": (
        one(start(), choice("a"), edge("b", "a", timer("P1D")), end(), "s > a > e", "b > e"), "b", "边界事件要附在"),
    "boundary error beside": (
        beside(edge("b", "a", FAILS, interrupts=False), "b > e", messages=[ERROR]), "b", "中断"),
    "boundary condition beside": (beside(edge("b", "a", CONDITION, interrupts=False), "b > e"), "b", "中断"),
    "an error nobody catches": (
        one(start(), user("a"), end("e", FAILS), "s > a > e", messages=[ERROR]), "e", "没有边界事件处理"),
    "an error caught on one way only": (
        one(start(), fork("f"), call("c1", "i"), call("c2", "i"), edge("b", "c1", FAILS), end(), "s > f > c1 > e",
            "f > c2 > e", "b > e", also=[process("i", start("q"), end("r", FAILS), "q > r"), ERROR]), "r", "边界事件"),
    "event gateway with one way": (
        one(start(), node("eventBasedGateway", "g"), wait("a", timer("P1D")), end(), "s > g > a > e"), "g", "两个"),
    "event gateway with a task": (
        one(start(), node("eventBasedGateway", "g"), wait("a", timer("P1D")), user("b"), end(), "s > g > a > e",
            "g > b > e"), "b", "事件网关后面只能"),
    "event gateway with one message twice": (
        one(start(), node("eventBasedGateway", "g"), wait("a", msg("m")), wait("b", msg("m")), end(), "s > g > a > e",
            "g > b > e", messages=["m"]), "b", "两次"),
    "expression in a condition": (
        one(start(), choice("g"), user("a"), end(), "s > g", "g > a if 1 +", "g > e else", "a > e"), "F_g_a", "表达式"),
    "expression in a mapping": (one(*LINE, user("a", io({"x": "=1 +"}))), "a", "表达式"),
    "expression in a property": (one(*LINE, user("a", props(title="=(")), ), "a", "表达式"),
    "expression in a key": (crossing(key="=1 +"), "m", "表达式"),
    "expression in a collection": (one(*LINE, user("a", inner=each("=["))), "a", "表达式"),
    "expression in a completion condition": (one(*LINE, user("a", inner=each("=x", until="=)"))), "a", "表达式"),
    "a function nobody knows": (one(*LINE, script("a", "=workday(5)", "x")), "a", "workday"),
    "a result that is no name": (one(*LINE, script("a", "=1", "a.b")), "a", "变量名"),
    **{f"duration {text}": (one(*LINE, wait("a", timer(text))), "a", text) for text in ('"P5D"', "P5", "5天", "=5")},
    "date that is none": (one(*LINE, wait("a", timer("明天", "timeDate"))), "a", "明天"),
    "due date that is none": (one(*LINE, user("a", z("taskSchedule", dueDate="P5D"))), "a", "P5D"),
    "flow across the border": (
        one(start(), sub("a", start("q"), user("u"), end("r"), "q > u > r"), end(), "s > a > e", "u > e"),
        "F_u_e", "同一层"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_it_refuses(name: str) -> None:
    diagram, element, words = WRONG[name]
    errors = [p for p in engine.find_problems({"d.bpmn": diagram}) if p.severity == "error"]
    assert any(p.element == element and words in p.message for p in errors), errors
    with pytest.raises(engine.Unsupported):
        engine.parse({"d.bpmn": diagram})


RIGHT: dict[str, bytes] = {
    "everything at once": DIAGRAM,
    "messages across pools with keys": crossing(),
    "an error caught further out": one(
        start(), sub("a", start("q"), call("c", "i"), end("r"), "q > c > r"), edge("b", "a", FAILS), end(),
        "s > a > e", "b > e", also=[process("i", start("q2"), end("r2", FAILS), "q2 > r2"), ERROR]),
    "a loop through a merging gateway": one(
        start(), choice("m"), fork("f"), user("a"), user("b"), fork("j"), choice("g"), end(), "s > m > f", "f > a > j",
        "f > b > j > g", "g > m if x", "g > e else"),
    "an effect and a decision": one(
        start(), service("a", "tell"), node("businessRuleTask", "b", z("calledDecision", decisionId="d",
                                                                       resultVariable="结果")), end(), "s > a > b > e"),
    "an interrupting message": beside(on_message("es", "m", end("r"), "es_s > r", interrupts=True), messages=["m"]),
    "a condition": one(*LINE, wait("a", CONDITION)),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_it_lets_pass(name: str) -> None:
    assert engine.find_problems({"d.bpmn": RIGHT[name]}) == []


def test_two_parallel_writers_of_one_name_are_a_warning() -> None:
    diagram = one(
        start(), fork("f"), script("a", "=1", "x"), script("b", "=2", "x"), fork("j"), end(), "s > f", "f > a > j",
        "f > b > j > e",
    )  # fmt: skip
    (problem,) = engine.find_problems({"d.bpmn": diagram})
    assert (problem.element, problem.severity) == ("f", "warning") and "“x”" in problem.message
    assert engine.parse({"d.bpmn": diagram}).problems == (problem,)


def test_a_process_nobody_uses_is_a_warning() -> None:
    diagram = one(*LINE, user("a"), also=[process("left", start("q"), end("r"), "q > r")])
    assert [(p.element, p.severity) for p in engine.find_problems({"d.bpmn": diagram})] == [("left", "warning")]


def damaged(seed: int) -> bytes:
    """The torture diagram with a few nodes, attributes or texts taken away, doubled or exchanged."""
    dice = random.Random(seed)
    root = etree.fromstring(DIAGRAM)
    for _ in range(dice.randint(1, 4)):
        nodes = [n for n in root.iter(etree.Element) if n.getparent() is not None]
        victim, other = dice.choice(nodes), dice.choice(nodes)
        deed = dice.randrange(4)
        if deed == 0:
            victim.getparent().remove(victim)
        elif deed == 1 and victim.attrib:
            del victim.attrib[dice.choice(sorted(victim.attrib))]
        elif deed == 2 and victim.attrib and other.attrib:
            victim.attrib[dice.choice(sorted(victim.attrib))] = dice.choice(sorted(other.attrib.values()))
        else:
            victim.tag = other.tag
    return etree.tostring(root)


@pytest.mark.parametrize("part", range(4))
def test_no_damage_to_a_file_makes_the_check_fall_over_and_what_passes_starts(part: int) -> None:
    for seed in range(part * 60, part * 60 + 60):
        raw = damaged(seed)
        problems = engine.find_problems({"d.bpmn": raw})
        if any(p.severity == "error" for p in problems):
            continue
        for pool in engine.parse({"d.bpmn": raw}).pools.values():
            with contextlib.suppress(Faulty, Refusal):
                engine.step(pool, None, engine.Start(), MONDAY, engine.World())
