"""转办, 委派, 加签, 抄送, 拿回: where the diagram allows it, in the trail, and no level added or passed over."""

import pytest
from sqlalchemy import select

from services.casework.advice import Advice, NoLongerAsked, NotYoursToAnswer, answer, ask, recall
from services.casework.cases.queries import may_view
from services.casework.completions import Completion, Draft, TakenBack, completions_of, save_draft
from services.casework.completions.complete import AwaitsAnswers
from services.casework.copies import Copy, my_copies, read_copy, send_copy, unread_copies
from services.casework.handovers import AnswersAreDue, Handover, NotOfThisHouse, hand_over
from services.casework.instances import Instance, NoWayBack
from services.casework.taking_back import AlreadyTouched, NotYourOwn, may_take_back, take_back
from services.casework.tasks import Task, inbox
from services.casework.tasks.queries import NotYours, TaskAlreadyClosed
from services.casework.tasks.verbs import NotOfferedHere
from services.foundation.errors import Conflict, Invalid
from services.output.messages import Message
from services.record import audit
from tests.builders import Town
from tests.colleagues import AGREE, allowing, waiting_for_the_unit


@pytest.fixture
def town(make_town) -> Town:
    return make_town(allowing("transfer delegate add_signer cc take_back"))


def does(town: Town, who: str, verb, *given, **named):
    with town.house.work() as uow:
        return verb(uow, town.who(uow, who), *given, **named)


def waits_for(town: Town, who: str) -> list[str]:
    with town.house.reading() as uow:
        return [t.element for t in inbox(uow, town.who(uow, who)).tasks]


def told(town: Town, case) -> str:
    with town.house.reading() as uow:
        return "\n".join(e.sentence for e in audit.history(uow, case.subject))


def test_a_task_that_is_handed_over_is_the_receivers_alone_and_the_trail_says_from_whom(town):
    case, task = waiting_for_the_unit(town)
    does(town, "alice", hand_over, task.id, town.people["bob"], "出差三天")
    assert (waits_for(town, "alice"), waits_for(town, "bob")) == ([], ["A_unit"])
    with pytest.raises(NotYours):
        town.complete("alice", "A_unit", AGREE, case)
    done = town.complete("bob", "A_unit", AGREE, case)
    assert (done.actor_name, done.organisation_name, done.role) == ("包博", "星河机械厂", "union_officer")
    assert "安丽将“单位工会意见”转办给包博：出差三天。" in told(town, case)
    assert {(m.kind, m.person_id) for m in town.rows(Message)} >= {("handed", town.people["bob"])}


@pytest.mark.parametrize(("to", "why"), [("charlie", NotOfThisHouse), ("alice", Conflict), ("lin", Conflict)])
def test_a_task_stays_in_its_organisation_and_never_goes_to_the_applicant(town, to, why):
    _, task = waiting_for_the_unit(town)
    with pytest.raises(why):
        does(town, "alice", hand_over, task.id, town.people[to], "出差三天")
    assert town.rows(Handover) == []


def test_nothing_is_offered_where_the_diagram_does_not_say_so(make_town):
    town = make_town()
    case, task = waiting_for_the_unit(town)
    bob = town.people["bob"]
    with pytest.raises(NotOfferedHere, match="不能转办"):
        does(town, "alice", hand_over, task.id, bob, "出差三天")
    for verb in ("delegate", "add_signer", "return"):
        with pytest.raises(NotOfferedHere):
            does(town, "alice", ask, task.id, verb, [bob], "请看")
    with pytest.raises(NotOfferedHere, match="不能抄送"):
        does(town, "alice", send_copy, task.id, [bob])
    town.complete("alice", "A_unit", AGREE, case)
    with pytest.raises(NotOfferedHere, match="不能拿回"):
        does(town, "alice", take_back, task.id, "写错了")


@pytest.mark.parametrize("verb", ["delegate", "add_signer"])
def test_whoever_is_asked_answers_from_their_inbox_and_the_decision_waits(town, verb):
    case, task = waiting_for_the_unit(town)
    (row,) = does(town, "alice", ask, task.id, verb, [town.people["sun"]], "请核对经费")
    assert waits_for(town, "sun") == ["A_unit"]
    with pytest.raises(AwaitsAnswers, match="尚未答复"):
        town.complete("alice", "A_unit", AGREE, case)
    with pytest.raises(AnswersAreDue):
        does(town, "alice", hand_over, task.id, town.people["bob"], "出差三天")
    with pytest.raises(NotYours):
        town.complete("sun", "A_unit", AGREE, case)
    with pytest.raises(NotYoursToAnswer):
        does(town, "bob", answer, row.id, "同意")
    does(town, "sun", answer, row.id, "经费属实。")
    with pytest.raises(NoLongerAsked):
        does(town, "sun", answer, row.id, "改一下")
    assert waits_for(town, "sun") == []
    kinds = {(m.kind, m.person_id) for m in town.rows(Message)}
    assert kinds >= {("asked", town.people["sun"]), ("answered", town.people["alice"])}
    town.complete("alice", "A_unit", AGREE, case)
    assert [t.element for t in town.tasks(case=case)] == ["A_city"], "the way is the diagram's"
    assert "经费属实" in told(town, case)


def test_a_question_can_be_recalled_and_then_is_not_waited_for(town):
    case, task = waiting_for_the_unit(town)
    rows = does(town, "alice", ask, task.id, "add_signer", [town.people["sun"], town.people["bob"]], "请看")
    does(town, "sun", answer, rows[0].id, "可以")
    does(town, "bob", recall, rows[1].id)
    town.complete("bob", "A_unit", AGREE, case)
    with pytest.raises(NoLongerAsked):
        does(town, "alice", recall, rows[1].id)
    assert "减签" in told(town, case) and not any(r.waits for r in town.rows(Advice))


def test_a_delegation_is_to_one_and_the_applicant_is_never_asked(town):
    _, task = waiting_for_the_unit(town)
    with pytest.raises(Invalid):
        does(town, "alice", ask, task.id, "delegate", [town.people["sun"], town.people["bob"]], "请拟办")
    with pytest.raises(Conflict, match="回避"):
        does(town, "alice", ask, task.id, "add_signer", [town.people["lin"]], "请看")
    assert town.rows(Advice) == []


def test_a_copy_lets_its_reader_see_the_case_and_says_when_it_was_read(town):
    case, task = waiting_for_the_unit(town)
    with town.house.reading() as uow:
        assert not may_view(uow, town.who(uow, "charlie"), case)
    does(town, "alice", send_copy, task.id, [town.people["charlie"], town.people["sun"]], "请知悉")
    assert does(town, "alice", send_copy, task.id, [town.people["charlie"]]) == []
    with town.house.reading() as uow:
        charlie = town.who(uow, "charlie")
        assert may_view(uow, charlie, case) and unread_copies(uow, charlie) == 1
        ((row, _),), _ = my_copies(uow, charlie)
    for _ in range(2):
        does(town, "charlie", read_copy, row.id)
    assert told(town, case).count("已阅") == 1
    town.complete("alice", "A_unit", AGREE, case)
    with town.house.reading() as uow:
        assert may_view(uow, town.who(uow, "charlie"), case), "a copy may be read later, too"
    assert [bool(r.read_at) for r in town.rows(Copy)] == [True, False]


def test_what_was_taken_back_is_open_again_as_a_draft_and_counts_no_more(either_town):
    town = either_town
    town.deploy(allowing("take_back"))
    town.open_campaign(year=2022)
    case, task = waiting_for_the_unit(town)
    snapshot = town.instance("case", case.id).snapshot
    done = town.complete("alice", "A_unit", {**AGREE, "comment": "同意，写错了"}, case)
    again = does(town, "alice", take_back, task.id, "写错了字")
    assert town.instance("case", case.id).snapshot == snapshot
    assert [(t.id, t.element) for t in town.tasks(case=case)] == [(again.id, "A_unit")]
    with town.house.reading() as uow:
        assert done.id not in [c.id for c in completions_of(uow, case.subject)]
        assert uow.session.get(Draft, (again.id, town.people["alice"])).answers["comment"] == "同意，写错了"
        kept = uow.session.get_one(Completion, done.id)
        assert kept.digest == done.digest and audit.verify(uow, case.subject).broken == []
    town.complete("alice", "A_unit", AGREE, case)
    assert [t.element for t in town.tasks(case=case)] == ["A_city"]
    assert [r.completion_id for r in town.rows(TakenBack)] == [done.id]


def test_nothing_is_taken_back_once_the_next_level_has_begun_or_somebody_else_asks(town):
    case, task = waiting_for_the_unit(town)
    town.complete("alice", "A_unit", AGREE, case)
    with pytest.raises(NotYourOwn):
        does(town, "bob", take_back, task.id, "写错了字")
    with town.house.work() as uow:
        save_draft(uow, town.who(uow, "office"), town.task("A_city", case).id, {"comment": "看"})
    with pytest.raises(AlreadyTouched):
        does(town, "alice", take_back, task.id, "写错了字")


def test_what_sent_a_message_or_was_followed_by_a_deed_has_no_way_back(town):
    case, task = waiting_for_the_unit(town)
    town.complete("alice", "A_unit", AGREE, case)
    city = town.task("A_city", case)
    town.complete("office", "A_city", AGREE, case)
    for who, number in (("alice", task.id), ("office", city.id)):
        with pytest.raises((NoWayBack, NotOfferedHere)):
            does(town, who, take_back, number, "写错了字")
        with town.house.reading() as uow:
            row = uow.session.get_one(Task, number)
            instance = uow.session.get_one(Instance, row.instance_id)
            assert not may_take_back(uow, town.who(uow, who), instance, row)


def test_a_question_ends_with_its_task(town):
    _, task = waiting_for_the_unit(town)
    (row,) = does(town, "alice", ask, task.id, "add_signer", [town.people["sun"]], "请看")
    does(town, "alice", recall, row.id)
    (row,) = does(town, "alice", ask, task.id, "add_signer", [town.people["sun"]], "请再看")
    with town.house.work() as uow:
        uow.session.get_one(Task, task.id).closed_at = uow.now
    with pytest.raises(TaskAlreadyClosed):
        does(town, "sun", answer, row.id, "可以")
    with town.house.reading() as uow:
        assert uow.session.scalars(select(Advice).where(Advice.id == row.id)).one().waits
