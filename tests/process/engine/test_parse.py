"""From files to a definition: what was drawn, read faithfully; what is hostile, refused."""

import pytest

from services.process import engine
from services.process.engine import Unsupported

from .bpmn import (
    HEAD,
    call,
    edge,
    end,
    file,
    io,
    msg,
    node,
    on_message,
    one,
    pools,
    process,
    props,
    start,
    sub,
    timer,
    user,
    z,
)
from .play import definition, pool_of


def complaint(raw: bytes) -> str:
    (problem,) = engine.find_problems({"bad.bpmn": raw})
    with pytest.raises(Unsupported):
        engine.parse({"bad.bpmn": raw})
    return problem.message


def test_elements_carry_what_the_designer_wrote() -> None:
    ext = (
        z("formDefinition", formId="opinion") + z("assignmentDefinition", candidateGroups="county:approver")
        + z("taskSchedule", dueDate="=deadline") + props(clause="LN-3.4", title="=title")
    )  # fmt: skip
    task = user("审批", ext, "").with_(inner="<bpmn:documentation>说明</bpmn:documentation>", name="审批意见")
    e = pool_of(one(start(), task, edge("late", "审批", timer("P5D")), end(), "s > 审批 > e", "late > e")).elements[
        "审批"
    ]
    assert (e.kind, e.name, e.form_id, e.documentation, e.process) == ("userTask", "审批意见", "opinion", "说明", "p")
    assert e.properties == {"clause": "LN-3.4", "title": "=title"}
    assert e.extensions.candidate_groups == "county:approver"
    assert set(e.expressions) == {"=deadline", "=title"}


def test_a_pool_holds_the_elements_of_what_it_calls_and_the_properties_of_both_its_halves() -> None:
    pool = definition(
        file(
            '<bpmn:collaboration id="C"><bpmn:participant id="P1" name="申报" processRef="p"><bpmn:extensionElements>'
            + props(subject="case") + "</bpmn:extensionElements></bpmn:participant></bpmn:collaboration>",
            process("p", start(), call("c", "shared"), end(), "s > c > e", ext=props(starters="own:lead", subject="x")),
        ),
        file(process("shared", start("q"), user("w"), end("r"), "q > w > r")),
    ).pools["p"]  # fmt: skip
    assert (pool.name, pool.participant, pool.starts_by) == ("申报", "P1", "deed")
    assert pool.properties == {"starters": "own:lead", "subject": "case"}
    assert set(pool.elements) == {"s", "c", "e", "q", "w", "r"}
    assert pool.elements["w"].file == "1.bpmn"
    assert pool.elements["c"].called == "shared"
    assert {(flow.source, flow.target) for flow in pool.flows} == {("s", "c"), ("c", "e"), ("q", "w"), ("w", "r")}


def test_the_lane_is_the_innermost_and_holds_what_lies_inside_and_at_the_edge() -> None:
    lanes = (
        '<bpmn:laneSet id="L"><bpmn:lane id="outer" name="市总"><bpmn:flowNodeRef>box</bpmn:flowNodeRef>'
        '<bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:childLaneSet id="M"><bpmn:lane id="inner" name="评审组">'
        "<bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    box = sub("box", start("b_s"), user("inside"), end("b_e"), "b_s > inside > b_e")
    body = process(
        "p", start(), user("a"), box, edge("late", "box", timer("P5D")), end(), "s > a > box > e", "late > e"
    )
    elements = pool_of(file(pools("p"), body.replace("<bpmn:startEvent", lanes + "<bpmn:startEvent", 1))).elements
    assert {n: elements[n].lane for n in ("a", "box", "inside", "late", "s")} == {
        "a": "评审组", "box": "市总", "inside": "市总", "late": "市总", "s": None
    }  # fmt: skip


def test_events_say_what_they_wait_for() -> None:
    diagram = one(start(), user("a"), edge("t", "a", timer("P1D")), edge("m1", "a", msg("m")), end(),
                  node("sendTask", "send", messageRef="m"), "s > a > send > e", "t > e", "m1 > e",
                  on_message("es", "m", end("es_e"), "es_s > es_e"), messages=["m"])  # fmt: skip
    elements = pool_of(diagram).elements
    assert {n: e.event for n, e in elements.items() if e.event} == {
        "t": "timer", "m1": "message", "send": "message", "es_s": "message"
    }  # fmt: skip
    assert elements["t"].attached_to == "a" and elements["es_s"].parent == "es"


def test_a_diagram_without_pools_is_a_process_that_can_be_started() -> None:
    assert list(definition(file(process("solo", start(), end(), "s > e"))).pools) == ["solo"]


def test_parsing_needs_neither_the_order_of_files_nor_the_places_of_shapes() -> None:
    outer = file(pools("p"), process("p", start(), call("c", "i"), end(), "s > c > e"))
    inner = file(process("i", start("q"), end("r"), "q > r"))
    assert (
        set(engine.parse({"a": inner, "z": outer}).pools) == {"p"} == set(engine.parse({"a": outer, "z": inner}).pools)
    )


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "不是有效的 XML"),
        (b"\xff\xfe\x00nonsense", "不是有效的 XML"),
        (b"<a>", "不是有效的 XML"),
        (b"<html/>", "不是 BPMN"),
        (b"<?xml version='1.0'?>" + DOCTYPE + HEAD.encode()[38:] + b"</bpmn:definitions>", "DOCTYPE"),
        (HEAD.encode() + b"</bpmn:definitions>", "没有可以启动的泳池"),
        (b"x" * 8_000_001, "过大"),
        (HEAD.encode() + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</bpmn:definitions>", "不是有效的 XML"),
    ],
)
def test_what_is_not_a_diagram_is_a_problem_and_never_an_accident(raw: bytes, words: str) -> None:
    assert words in complaint(raw)


def test_a_file_in_another_encoding_is_read_by_its_own_declaration() -> None:
    raw = (
        one(user("a").with_(name="审批"), start(), end(), "s > a > e")
        .decode()
        .replace("UTF-8", "GB18030")
        .encode("gb18030")
    )
    assert pool_of(raw).elements["a"].name == "审批"


def test_a_chain_too_long_for_the_parser_is_refused_before_it_breaks() -> None:
    names = [f"t{n}" for n in range(600)]
    raw = one(start(), *[node("task", n) for n in names], end(), " > ".join(["s", *names, "e"]))
    assert "最多" in complaint(raw)
    names = names[:340]
    assert pool_of(one(start(), *[node("task", n) for n in names], end(), " > ".join(["s", *names, "e"])))


def test_all_problems_of_all_files_are_named() -> None:
    bad = one(start(), user("a", io({"x": "=1 +"})), node("complexGateway", "g"), end(), "s > a > g > e")
    with pytest.raises(Unsupported) as refused:
        engine.parse({"one.bpmn": bad, "two.bpmn": b"?"})
    assert {(p.file, p.element) for p in refused.value.problems} == {
        ("one.bpmn", "a"),
        ("one.bpmn", "g"),
        ("two.bpmn", ""),
    }
    assert "3 处" in refused.value.sentence
