"""The step list reads every diagram of ours, and changes exactly what it is told to."""

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.designer.steps import (
    CannotRead,
    Source,
    add_step,
    change_step,
    due_choice,
    due_words,
    due_written,
    remove_step,
    steps_of,
    swap_with_next,
)
from services.foundation.errors import Invalid, NotFound
from services.process import engine
from tests.builders import city
from tests.small_procedure import package

SMALL = package().files["procedure.bpmn"]
CITIES = ("dalian", "langfang", "liaoning", "nanchang", "tongliao")
LIAONING = city().files["procedure.bpmn"]


def rows(raw):
    return {step.id: step for pool in steps_of(Source(raw)) for step in pool.steps}


def changed_lines(before, after):
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


@pytest.mark.parametrize("name", CITIES)
def test_every_step_of_every_city_is_in_the_table_and_the_engine_finds_no_other(name):
    whole = city(name)
    for path, raw in whole.ending(".bpmn").items():
        mine = rows(raw)
        assert mine, path
        assert all(step.word for step in mine.values())
    drawn = rows(whole.files["procedure.bpmn"])
    definition = engine.parse(whole.ending(".bpmn"))
    ours = {
        e.id
        for pool in definition.pools.values()
        for e in pool.elements.values()
        if e.file == "procedure.bpmn" and e.kind != "process"
    }
    assert ours <= drawn.keys() | {pool.id for pool in steps_of(Source(whole.files["procedure.bpmn"]))}


def test_steps_come_in_the_order_of_the_flow_with_lane_who_and_where_they_lead():
    order = list(rows(SMALL))
    assert order.index("A_write") < order.index("A_unit") < order.index("A_city")
    unit = rows(SMALL)["A_unit"]
    assert (unit.groups, unit.is_task, unit.word) == ("own:union_officer", True, "人工环节")
    assert [way.target for way in unit.ways] == ["A_gate"]


def test_a_change_of_one_step_leaves_every_other_byte_alone():
    after = change_step(
        LIAONING, "A_unit_opinion" if "A_unit_opinion" in rows(LIAONING) else first_task(), {"due": "=now()"}
    )
    lines = changed_lines(LIAONING, after.raw)
    assert len(lines) == 2 or (len(lines) == 1 and lines[0].startswith("+"))
    assert "=now()" in lines[-1]


def first_task():
    return next(step.id for step in rows(LIAONING).values() if step.is_task)


FIELDS = ["name", "groups", "assignee", "due", "reminders", "form", "box", "guard", "clause", "default"]
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf", "Co", "Cn", "Zs"]), min_size=1, max_size=20
)


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from(FIELDS), texts, min_size=1))
def test_whatever_is_written_reads_back_and_taking_it_away_again_leaves_the_rest(wanted):
    name = wanted.get("name", "单位工会意见")
    after = change_step(SMALL, "A_unit", {**wanted, "name": name}).raw
    read = rows(after)["A_unit"]
    assert {key: getattr(read, key) for key in wanted} == wanted
    others = {key: step for key, step in rows(after).items() if key != "A_unit"}
    was = {key: step for key, step in rows(SMALL).items() if key != "A_unit"}
    assert {k: (s.groups, s.due, s.form, s.clause) for k, s in others.items()} == {
        k: (s.groups, s.due, s.form, s.clause) for k, s in was.items()
    }
    bare = change_step(after, "A_unit", {key: "" for key in FIELDS if key != "name"}).raw
    assert {getattr(rows(bare)["A_unit"], key) for key in FIELDS if key != "name"} == {""}


def test_an_attribute_is_found_where_it_is_one_and_a_text_may_be_written_as_character_data():
    raw = SMALL.replace(b'<bpmn:userTask id="A_unit"', b'<bpmn:userTask note=" name=\'x\' " id="A_unit"', 1)
    assert raw != SMALL
    after = change_step(raw, "A_unit", {"name": "甲"}).raw
    assert b" name='x' " in after
    assert rows(after)["A_unit"].name == "甲"
    element, held = next((k, s.timer) for k, s in rows(LIAONING).items() if s.timer)
    wrapped = LIAONING.replace(f">{held}<".encode(), f"><![CDATA[{held}]]><".encode())
    assert rows(wrapped)[element].timer == held


def test_a_timer_s_moment_is_changed_where_it_stands():
    element, held = next((k, s.timer) for k, s in rows(LIAONING).items() if s.timer)
    after = change_step(LIAONING, element, {"timer": "=add working days(now(), 7)"}).raw
    assert rows(after)[element].timer == "=add working days(now(), 7)" != held
    assert len(changed_lines(LIAONING, after)) == 2


def test_a_step_is_added_on_a_line_with_its_place_in_the_picture_and_the_diagram_still_runs():
    line = rows(SMALL)["A_write"].ways[0].id
    after = add_step(SMALL, line, "部门 <核对> & 签字").raw
    new = next(step for key, step in rows(after).items() if key not in rows(SMALL))
    assert (new.name, new.ways[0].target) == ("部门 <核对> & 签字", "A_unit")
    assert [way.target for way in rows(after)["A_write"].ways] == [new.id]
    given_to = change_step(after, new.id, {"groups": "own:union_officer"}).raw
    definition = engine.parse({"procedure.bpmn": given_to})
    assert any(new.id in pool.elements for pool in definition.pools.values())


@pytest.mark.parametrize("name", ["liaoning", "tongliao"])
def test_a_step_is_added_on_any_line_of_any_city_and_taken_out_again(name):
    raw = city(name).files["procedure.bpmn"]
    lines = [way.id for step in rows(raw).values() for way in step.ways][::40]
    for line in lines:
        after = add_step(raw, line, "加的环节").raw
        [new] = rows(after).keys() - rows(raw).keys()
        shapes = shape_boxes(after)
        assert new in shapes or not shape_boxes(raw)
        back = remove_step(after, new).raw
        assert {k: s.ways for k, s in rows(back).items()}.keys() == rows(raw).keys()
        assert [(w.target) for s in rows(back).values() for w in s.ways] == [
            w.target for s in rows(raw).values() for w in s.ways
        ]
    engine.parse({**city(name).ending(".bpmn"), "procedure.bpmn": back})


def shape_boxes(raw):
    return {
        n.attributes["bpmnElement"]
        for n in Source(raw).root.below()
        if n.tag == "BPMNShape" and "bpmnElement" in n.attributes
    }


def test_two_neighbours_change_places_and_change_back():
    first = rows(SMALL)["A_write"].ways[0].id
    raw = add_step(SMALL, first, "核对").raw
    [new] = rows(raw).keys() - rows(SMALL).keys()
    raw = add_step(raw, rows(raw)[new].ways[0].id, "签字").raw
    [second] = rows(raw).keys() - rows(SMALL).keys() - {new}
    swapped = swap_with_next(raw, new).raw
    order = list(rows(swapped))
    assert order.index(second) < order.index(new)
    assert [way.target for way in rows(swapped)["A_write"].ways] == [second]
    back = swap_with_next(swapped, second).raw
    assert {k: s.ways for k, s in rows(back).items()} == {k: s.ways for k, s in rows(raw).items()}


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (lambda: remove_step(SMALL, "A_gate"), "不能在分步表里删去"),
        (lambda: swap_with_next(SMALL, "A_gate"), "不能直接对调"),
        (lambda: add_step(SMALL, rows(SMALL)["A_write"].ways[0].id, " "), "请写环节名称"),
        (lambda: change_step(SMALL, "A_unit", {"name": ""}), "请按提示修改"),
        (lambda: change_step(SMALL, "A_gate", {"groups": "own:lead"}), "请按提示修改"),
    ],
)
def test_what_the_table_cannot_do_is_refused_in_a_sentence(deed, said):
    with pytest.raises(Invalid, match=said):
        deed()


@pytest.mark.parametrize("deed", [lambda: remove_step(SMALL, "x"), lambda: add_step(SMALL, "x", "名")])
def test_what_is_no_longer_there_is_said(deed):
    with pytest.raises(NotFound, match="可能已被改动"):
        deed()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"<a>", "不是有效的 XML：第 1 行"),
        (b"", "不是有效的 XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        ("<定义/>".encode("gbk"), "不是 UTF-8"),
        (b"<html/>", "不是 BPMN"),
        (b"<a>" * 200 + b"</a>" * 200, "层次太多"),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', "XML"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_place(raw, said):
    with pytest.raises(CannotRead, match=said):
        Source(raw)


def test_deadlines_are_told_in_words_and_written_from_a_choice():
    assert due_words("=add working days(now(), 5)", {}, {}) == "5 个工作日内"
    assert due_words("=campaign.windows.application.end", {"application": "申报"}, {}) == "“申报”截止时"
    for text in ("=add working days(now(), 5)", "=campaign.windows.application.end", "", "=case.opened_on"):
        kind, value = due_choice(text)
        assert due_written(kind, value, value, value) == text
    with pytest.raises(Invalid):
        due_written("days", "五", "", "")
