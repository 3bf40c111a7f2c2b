"""Deeds: offered to whom the diagram names, done once, refused with a sentence, and evidence like any other step."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.casework.completions import Completing, Completion, completions_of
from services.casework.completions.complete import AgainstTheRules, CaseMovedOn
from services.casework.completions.evidence import RequestKeyUsed
from services.casework.deeds import DeedOver, NoSuchDeed, deed_form, do_deed, open_deeds
from services.casework.instances import scope_of
from services.casework.tasks import Task, inbox
from services.foundation.errors import Invalid, NotFound
from services.process import registry
from services.record import audit
from tests.builders import edited
from tests.casework.deeds_procedure import with_deeds

WHY = {"reason": "家中有事"}


@pytest.fixture
def town(make_town):
    return make_town(with_deeds())


@pytest.fixture
def case(town):
    return town.open_case()


def offered(town, who, case):
    with town.house.reading() as uow:
        return {d.element: d for d in open_deeds(uow, town.who(uow, who), town.instance("case", case.id))}


def do(town, who, case, element, answers=None, at=None, **more):
    with town.house.work() as uow:
        instance = town.instance("case", case.id)
        return do_deed(uow, town.who(uow, who), instance.id, element, Completing(answers or {}, **more), at)


def test_a_deed_is_offered_to_whom_the_diagram_names_and_to_nobody_else(town, case):
    assert list(offered(town, "lin", case)) == ["A_withdrawal_heard"]
    assert list(offered(town, "alice", case)) == list(offered(town, "bob", case)) == ["A_withdrawal_heard"]
    assert list(offered(town, "office", case)) == ["A_call"]
    for who in ("charlie", "xu", "zhou", "sun", "auditor", "root"):
        assert offered(town, who, case) == {}, who


def test_own_lead_is_whoever_applied_and_not_another_lead_of_the_unit(town):
    by_the_union = town.open_case("alice")
    assert list(offered(town, "alice", by_the_union)) == ["A_withdrawal_heard"]
    assert offered(town, "lin", by_the_union) == {}


def test_nobody_does_a_deed_by_office_on_the_own_case(town):
    office = '"city:office" /><zeebe:property name="title"'
    town.deploy(edited(with_deeds(), "procedure.bpmn", (office, office.replace("city:office", "own:union_officer"))))
    town.open_campaign()
    case = town.open_case("alice")
    assert "A_call" not in offered(town, "alice", case)
    assert "A_call" in offered(town, "bob", case)


def test_alice_withdraws_and_the_case_ends_where_the_diagram_says(town, case):
    done, moved = do(town, "alice", case, "A_withdrawal_heard", WHY)
    town.settle()
    instance = town.instance("case", case.id)
    assert (instance.ended_at, moved.finished) == ("A_withdrawn", True)
    assert done.values == {**WHY, "amount": None}
    assert (done.element, done.name, done.form_id) == ("A_withdrawal_heard", "撤回申报", "reason")
    assert (done.role, done.organisation_name, done.verdict) == ("union_officer", "星河机械厂", None)
    assert town.tasks(case=case) == []
    assert offered(town, "alice", case) == {}


@pytest.mark.parametrize("who", ["charlie", "xu", "zhou", "sun", "office", "auditor", "root"])
def test_whoever_may_not_is_told_that_there_is_nothing(town, case, who):
    with pytest.raises(NoSuchDeed):
        do(town, who, case, "A_withdrawal_heard", WHY)
    assert issubclass(NoSuchDeed, NotFound)
    assert town.instance("case", case.id).finished_at is None


def test_elements_that_are_no_deeds_and_instances_that_are_not_there_are_not_found(town, case):
    for element in ("A_write", "A_over", "nonsense"):
        with pytest.raises(NoSuchDeed):
            do(town, "lin", case, element, WHY)
    with pytest.raises(NotFound), town.house.work() as uow:
        do_deed(uow, town.who(uow, "lin"), 99, "A_withdrawal_heard", Completing(WHY))


def test_a_deed_that_is_over_says_so_to_whom_it_was_offered(town, case):
    do(town, "lin", case, "A_withdrawal_heard", WHY)
    with pytest.raises(DeedOver, match="现在不能办理"):
        do(town, "alice", case, "A_withdrawal_heard", WHY)
    with pytest.raises(NoSuchDeed):
        do(town, "charlie", case, "A_withdrawal_heard", WHY)


def test_only_if_decides_whether_it_can_be_done(town, case):
    with pytest.raises(DeedOver):
        do(town, "lin", case, "A_asking_heard", WHY)
    town.write(case)
    assert "A_asking_heard" in offered(town, "lin", case)
    _, moved = do(town, "lin", case, "A_asking_heard", WHY)
    assert [t.element for t in moved.opened] == ["A_answer"]
    assert "A_asking_heard" in offered(town, "lin", case), "one that does not interrupt can be done again"


def test_the_form_is_prefilled_and_its_title_computed(town, case):
    town.write(case)
    with town.house.reading() as uow:
        instance = town.instance("case", case.id)
        (deed,) = [d for d in open_deeds(uow, town.who(uow, "lin"), instance) if d.element == "A_asking_heard"]
        shown = deed_form(uow, town.who(uow, "lin"), instance, deed)
    assert shown.values["reason"] == "补充：林静创新工作室"
    assert shown.seen == instance.content_version
    other = town.open_case("zhou")
    assert offered(town, "office", other)["A_call"].title == "收回：林静创新工作室"


def test_an_event_behind_a_gateway_takes_the_answers_through_its_outputs(town, case):
    town.write(case)
    do(town, "lin", case, "A_confirm", {**WHY, "amount": 3})
    assert [t.element for t in town.tasks(case=case)] == ["A_say"]
    with town.house.reading() as uow:
        instance = town.instance("case", case.id)
        scope = scope_of(uow, instance, registry.load(uow, instance.version_id))
        assert (scope["why"], scope["whole"]) == ("家中有事", {"reason": "家中有事", "amount": 3})
        assert "reason" not in scope and "answers" not in scope


def test_without_a_form_nothing_is_asked(town, case):
    done, moved = do(town, "office", case, "A_call", {"smuggled": 1})
    assert (done.answers, done.name) == ({}, "收回：林静创新工作室")
    assert moved.finished


def test_what_the_form_needs_must_be_there_and_what_it_does_not_declare_is_dropped(town, case):
    with pytest.raises(Invalid) as refused:
        do(town, "lin", case, "A_withdrawal_heard", {"reason": " "})
    assert "reason" in refused.value.fields
    done, _ = do(town, "lin", case, "A_withdrawal_heard", {**WHY, "case": {"applicant": 9}})
    assert done.answers.keys() == {"reason", "amount"}


def test_a_guard_refuses_with_its_clause_and_nothing_is_kept(town, case):
    with pytest.raises(AgainstTheRules, match=r"理由不充分（依据 QS-1）"):
        do(town, "lin", case, "A_withdrawal_heard", {"reason": "忙"})
    assert town.rows(Completion) == []
    assert [t.element for t in town.rows(Task)] == ["A_write"]


def test_a_page_that_shows_an_older_state_is_refused(town, case):
    seen = town.instance("case", case.id).content_version
    town.write(case)
    with pytest.raises(CaseMovedOn):
        do(town, "lin", case, "A_withdrawal_heard", WHY, seen=seen)


def test_the_same_request_twice_has_one_effect(town, case):
    town.write(case)
    first, _ = do(town, "lin", case, "A_asking_heard", WHY, request_key="k")
    again, moved = do(town, "lin", case, "A_asking_heard", WHY, request_key="k")
    assert (again.id, moved.opened) == (first.id, [])
    assert len(town.tasks("A_answer", case)) == 1
    with pytest.raises(RequestKeyUsed):
        do(town, "lin", case, "A_confirm", WHY, request_key="k")
    assert len(town.rows(Completion)) == 2, "nothing of the refused one is left"


def test_a_deed_stands_in_no_inbox_and_leaves_evidence_trail_and_a_closed_row(town, case):
    town.write(case)
    before = town.instance("case", case.id).content_version
    do(town, "lin", case, "A_confirm", WHY)
    do(town, "lin", case, "A_asking_heard", WHY)
    rows = [t for t in town.rows(Task) if t.element in ("A_confirm", "A_asking_heard")]
    assert [(t.closed_at, t.closed_by) for t in rows] == [(town.clock.now(), town.people["lin"])] * 2
    assert town.instance("case", case.id).content_version == before + 1, "an opinion is no news to others"
    with town.house.reading() as uow:
        assert inbox(uow, town.who(uow, "lin")).tasks == []
        told = [e for e in audit.history(uow, case.subject)][-2:]
        kept = completions_of(uow, case.subject)
    assert told[0].sentence == "星河机械厂林静完成“确认”。转入：市总工会意见。"
    assert [(c.element, c.opinion_box) for c in kept][1:] == [("A_confirm", None), ("A_asking_heard", "op_ask")]
    assert [row[0] for row in kept[-1].shown] == [c.id for c in kept[:-1]]


def test_of_two_at_once_one_withdraws_and_the_other_is_told(either_town):
    town = either_town
    town.deploy(with_deeds())
    town.open_campaign()
    case = town.open_case()

    def withdraw(who):
        try:
            return do(town, who, case, "A_withdrawal_heard", WHY)[0].actor_name
        except DeedOver:
            return "too late"

    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(withdraw, ["alice", "bob"]))
    assert said.count("too late") == 1
    assert len(town.rows(Completion)) == 1
