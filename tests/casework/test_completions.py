"""Completing a task: whoever may not is told why, what does not fit is refused, and what is done is done once."""

import pytest

from services.casework.completions import Completing, Completion, complete, completions_of
from services.casework.completions.complete import AgainstTheRules, CaseMovedOn, ToConfirm, WouldBeIneligible
from services.casework.completions.events import OpinionGiven
from services.casework.completions.evidence import RequestKeyUsed
from services.casework.tasks.queries import NotYours, TaskAlreadyClosed
from services.foundation.errors import Invalid, NotFound
from services.foundation.events import Subject
from services.people.assignment import OwnCase
from services.record import audit
from tests.builders import moment
from tests.drawing import formula
from tests.small_procedure import package

AGREE = {"verdict": "agree", "comment": "同意推荐。"}
SHEET = {"name": "林静创新工作室", "amount": 10}


@pytest.fixture
def case(town):
    return town.open_case()


@pytest.fixture
def written(town, case):
    """The sheet is written, the unit's union is to speak."""
    town.write(case)
    return case


def do(town, who, task_id, answers=None, **more):
    with town.house.work() as uow:
        return complete(uow, town.who(uow, who), task_id, Completing(answers or {}, **more))


def test_alice_may_and_bob_her_colleague_may_as_well(town, written):
    town.complete("bob", "A_unit", AGREE, written)
    other = town.open_case()
    town.write(other)
    town.complete("alice", "A_unit", AGREE, other)
    assert [c.actor_name for c in town.rows(Completion) if c.element == "A_unit"] == ["包博", "安丽"]


@pytest.mark.parametrize("who", ["charlie", "lin", "office", "auditor", "root"])
def test_nobody_else_may(town, written, who):
    with pytest.raises(NotYours, match="不由您办理"):
        town.complete(who, "A_unit", AGREE, written)
    assert town.tasks("A_unit", written)


def test_the_applicants_sheet_is_the_applicants(town, case):
    for who in ("xu", "zhou", "alice"):
        with pytest.raises(NotYours):
            town.write(case, who)


def test_nobody_decides_by_office_on_their_own_case(town):
    case = town.open_case("alice")
    town.write(case, "alice")
    with pytest.raises(OwnCase, match="回避"):
        town.complete("alice", "A_unit", AGREE, case)
    assert town.complete("bob", "A_unit", AGREE, case).actor_name == "包博"


def test_a_closed_task_says_who_closed_it(town, written):
    task_id = town.task("A_unit").id
    town.complete("bob", "A_unit", AGREE, written)
    with pytest.raises(TaskAlreadyClosed, match="已由包博办理"):
        do(town, "alice", task_id, AGREE)


def test_a_task_the_clock_closed_says_so(town, case):
    task_id = town.task("A_write").id
    town.until("2021-11-11 08:00")
    with pytest.raises(TaskAlreadyClosed, match="期限已到"):
        do(town, "lin", task_id, SHEET)


def test_there_is_no_such_task(town):
    with pytest.raises(NotFound):
        do(town, "lin", 99)


def test_the_last_moment_counts_and_the_next_one_is_too_late(town, case):
    town.until("2021-11-10 23:59")
    town.clock.set(moment("2021-11-10 23:59:59"))
    town.write(case)
    assert town.tasks("A_unit", case)


def test_a_page_that_shows_an_older_state_of_the_case_is_refused(town, written):
    seen = town.instance("case", written.id).content_version
    task_id = town.task("A_unit").id
    with pytest.raises(CaseMovedOn, match="已有更新"):
        do(town, "alice", task_id, AGREE, seen=seen - 1)
    do(town, "alice", task_id, AGREE, seen=seen)


def test_an_opinion_leaves_the_content_as_it_is(town, written):
    seen = town.instance("case", written.id).content_version
    town.complete("alice", "A_unit", AGREE, written)
    assert town.instance("case", written.id).content_version == seen


def test_the_same_request_twice_has_one_effect(town, written):
    task_id = town.task("A_unit").id
    first, _ = do(town, "alice", task_id, AGREE, request_key="k-1")
    again, moved = do(town, "alice", task_id, AGREE, request_key="k-1")
    assert (again.id, moved.opened) == (first.id, [])
    assert [c.element for c in town.rows(Completion)] == ["A_write", "A_unit"]


def test_a_key_is_good_for_one_task_only(town, case):
    do(town, "lin", town.task("A_write", case).id, SHEET, request_key="k-1")
    other = town.open_case("zhou")
    with pytest.raises(RequestKeyUsed):
        do(town, "zhou", town.task("A_write", other).id, SHEET, request_key="k-1")
    mine = town.open_case("lin")
    with pytest.raises(RequestKeyUsed):
        do(town, "lin", town.task("A_write", mine).id, SHEET, request_key="k-1")
    assert town.tasks("A_write", mine)


def test_keys_that_the_form_does_not_declare_are_dropped(town, case):
    smuggled = {"assignee": 1, "unit_opinion": {"verdict": "agree"}, "case": {"applicant": 9}, "due": "2030-01-01"}
    done = town.complete("lin", "A_write", {**SHEET, **smuggled}, case)
    assert done.answers == {"name": "林静创新工作室", "amount": 10}
    assert town.instance("case", case.id).applicant_id == town.people["lin"]


def test_what_the_form_needs_must_be_there(town, case):
    with pytest.raises(Invalid) as refused:
        town.write(case, name=" ")
    assert "name" in refused.value.fields
    assert town.tasks("A_write", case) and town.rows(Completion) == []


def test_a_guard_refuses_with_its_clause(town, case):
    with pytest.raises(AgainstTheRules, match=r"经费超过上限（依据 QS-1）"):
        town.write(case, amount=101)
    town.write(case, amount=100)


def test_a_pre_check_asks_first_and_goes_on_when_it_is_meant(town, case):
    with pytest.raises(WouldBeIneligible, match="申报将终止：不符合条件") as asked:
        town.write(case, amount=13)
    assert asked.value.findings[0]["clause"] == "QS-1"
    assert town.tasks("A_write", case)
    town.complete("lin", "A_write", {**SHEET, "amount": 13}, case, acknowledged=True)
    assert town.tasks("A_unit", case)


def test_a_warning_before_handing_in_is_confirmed_and_hinders_nobody(make_town):
    few = formula(
        "fit",
        '{verdict: if sheet.amount < 10 then "WARNING" else "OK", findings: ['
        '{clause: "QS-1", verdict: "WARNING", message: "不足十件"}, {clause: "QS-1", verdict: "PASS", message: "好"}]}',
    )
    town = make_town(package(fit_dot_dmn=few))
    case = town.open_case()
    with pytest.raises(ToConfirm, match="提交前请确认：不足十件") as asked:
        town.write(case, amount=9)
    assert [f["message"] for f in asked.value.findings] == ["不足十件"]
    assert not isinstance(asked.value, WouldBeIneligible)
    town.complete("lin", "A_write", {**SHEET, "amount": 9}, case, acknowledged=True)
    town.write(town.open_case(), amount=10)


def test_an_acknowledgement_does_not_lift_a_guard(town, case):
    with pytest.raises(AgainstTheRules):
        town.complete("lin", "A_write", {**SHEET, "amount": 101}, case, acknowledged=True)


def test_the_trail_tells_the_opinion_in_the_forms_own_words(town, written):
    town.complete("alice", "A_unit", AGREE, written)
    with town.house.reading() as uow:
        sentence = audit.history(uow, written.subject)[-1].sentence
    assert sentence == "星河机械厂安丽在“单位工会意见”签署“同意”：同意推荐。转入：市总工会意见。"


def test_a_person_acts_in_the_office_whose_queue_the_task_stands_in(town, written):
    done = town.complete("alice", "A_unit", AGREE, written)
    assert (done.role, done.organisation_name) == ("union_officer", "星河机械厂")
    with town.house.reading() as uow:
        first = completions_of(uow, written.subject)[0]
    assert (first.role, first.organisation_name) == ("applicant", "星河机械厂")


def test_an_opinion_in_a_form_without_a_verdict_is_told_by_its_words_alone():
    said = OpinionGiven(
        subject=Subject("case", 1),
        task="单位工会意见",
        actor_name="安丽",
        organisation="星河机械厂",
        verdict="",
        comment="同意推荐。",
        box="op_unit",
        digest="",
        opened=[],
    )

    assert said.sentence() == "星河机械厂安丽在“单位工会意见”签署意见：同意推荐。"
