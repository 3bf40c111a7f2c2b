"""A table of organisations and people: tried without a trace, carried out whole, and refused row by row."""

import pytest
from sqlalchemy import select

from services.foundation.errors import Invalid, NotAllowed
from services.people import organisations
from services.people.identity import Person, Position, actor, appoint, create_person
from services.people.roster import COLUMNS, RosterRefused, carry_out, foresee, read_lines

ROLES = {"工会干部": "union_officer", "审定人": "approver"}
HEAD = list(COLUMNS.values())
GOOD = [
    ["某市单位和人员"],
    HEAD,
    ["gf", "高峰机械厂", "unit", "qgh", "企业", "zhang.san", "张三", "工会干部", "2021-12-01", ""],
    ["qgh", "某区总工会", "county", "", "工会", "", "", "", "", ""],
    ["gf", "", "", "", "", "li.si", "李四", "审定人", "2021/12/1", "2022年5月31日"],
    ["", "", ""],
]


@pytest.fixture
def root(house, unit):
    with house.work() as uow:
        person = create_person(uow, None, login="root", name="管理员")
        appoint(uow, None, person.id, unit, "administrator")
        return person.id


def lines(rows):
    found, problems = read_lines(rows, ROLES)
    assert problems == []
    return found


def people(uow):
    return set(uow.session.scalars(select(Person.login)))


def test_a_preview_tells_every_change_and_keeps_none(house, root, recorded) -> None:
    before = len(recorded)
    with house.work() as uow:
        outcome = foresee(uow, actor(uow, root), lines(GOOD))
    assert outcome.problems == []
    assert [(step.row, step.sentence) for step in outcome.steps][:2] == [
        (3, "增加单位“高峰机械厂”（gf）"),
        (3, "新增人员张三（登录名 zhang.san）"),
    ]
    assert len(recorded) == before
    with house.reading() as uow:
        assert people(uow) == {"root"} and organisations.with_code(uow, "gf") is None


def test_parents_may_stand_below_and_all_is_there_after_it(house, root, recorded) -> None:
    with house.work() as uow:
        carry_out(uow, actor(uow, root), lines(GOOD))
    with house.reading() as uow:
        mill = organisations.by_code(uow, "gf")
        assert [each.code for each in organisations.ancestors(uow, mill.id)] == ["gf", "qgh"]
        seats = uow.session.scalars(select(Position).filter_by(organisation_id=mill.id).order_by(Position.id)).all()
        assert [(s.role, str(s.from_day), str(s.until_day)) for s in seats] == [
            ("union_officer", "2021-12-01", "None"),
            ("approver", "2021-12-01", "2022-05-31"),
        ]
    assert all(event.actor_id == root for event in recorded[-6:]), "the trail says who did it"


def test_a_second_time_it_changes_only_what_reads_otherwise(house, root) -> None:
    with house.work() as uow:
        carry_out(uow, actor(uow, root), lines(GOOD))
    row = ["gf", "高峰机械集团", "", "", "", "li.si", "李思", "审定人", "2021-12-01", "2022-03-31"]
    changed = [HEAD, row]
    with house.work() as uow:
        outcome = carry_out(uow, actor(uow, root), lines(changed))
        assert [step.sentence for step in outcome.steps] == [
            "变更单位“高峰机械集团”：名称由“高峰机械厂”改为“高峰机械集团”",
            "人员“李四”的姓名改为“李思”",
            "李思在“高峰机械集团”的审定人任职至2022-03-31",
        ]
        again = carry_out(uow, actor(uow, root), lines(changed))
    assert again.steps == [] and again.unchanged == 1


def test_each_bad_row_is_named_and_nothing_of_the_table_is_kept(house, root) -> None:
    rows = [
        HEAD,
        ["gf", "高峰机械厂", "unit", "nowhere", "", "", "", "", "", ""],
        ["qgh", "某区总工会", "county", "", "", "W W", "王五", "工会干部", "", ""],
        ["unit", "", "", "", "", "zhao", "", "审定人", "", ""],
        ["lost", "", "", "", "", "sun", "孙七", "审定人", "", ""],
        ["unit", "", "", "", "", "zhou", "周八", "审定人", "2021-12-02", "2021-12-01"],
        ["new", "新厂", "", "", "", "", "", "", "", ""],
    ]
    with pytest.raises(RosterRefused) as refused, house.work() as uow:
        carry_out(uow, actor(uow, root), lines(rows))
    told = [(p.row, p.column) for p in refused.value.outcome.problems]
    assert told == [(2, "上级单位代码"), (3, "登录名"), (4, "姓名"), (5, "单位代码"), (6, "任职截止日"), (7, "层级")]
    with house.reading() as uow:
        assert people(uow) == {"root"} and organisations.with_code(uow, "qgh") is None


def test_what_cannot_be_read_is_said_with_row_and_column() -> None:
    rows = [
        HEAD,
        ["gf", "", "", "", "", "a1", "甲", "厂长", "2021-13-01", "明天"],
        ["", "某厂"],
        ["gf", "", "", "", "", "", "乙"],
        ["gf", "", "", "", "", "", "", "审定人"],
    ]
    found, problems = read_lines(rows, ROLES)
    assert found == []
    assert [(p.row, p.column) for p in problems] == [
        (2, "任职起始日"),
        (2, "任职截止日"),
        (2, "岗位"),
        (3, "单位代码"),
        (4, "登录名"),
        (5, "登录名"),
    ]
    with pytest.raises(Invalid, match="没有找到栏名"):
        read_lines([["张三", "李四"]], ROLES)


def test_only_an_administrator_does_it(house, alice) -> None:
    for deed in (foresee, carry_out):
        with house.work() as uow, pytest.raises(NotAllowed):
            deed(uow, actor(uow, alice), lines(GOOD))
