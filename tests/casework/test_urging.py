"""催办: who may, once in a working day, and everybody can read that it was done."""

import pytest

from services.casework.tasks.queries import TaskAlreadyClosed
from services.casework.urging import NotYoursToUrge, Urge, UrgedToday, urge, urging_of
from services.output.messages import Message
from services.record import audit
from tests.builders import Town, moment
from tests.casework.test_side_by_side import at_once

AGREE = {"verdict": "agree"}


def waiting(town: Town):
    """A case that waits for the unit's union."""
    case = town.open_case()
    town.write(case)
    return case, town.task("A_unit", case)


def urging(town, who, task):
    with town.house.work() as uow:
        return urge(uow, town.who(uow, who), task.id)


def test_whoever_has_the_task_is_told_and_the_history_says_who_urged(town):
    case, task = waiting(town)
    urging(town, "lin", task)
    told = [m for m in town.rows(Message) if m.kind == "urged"]
    assert {m.person_id for m in told} == {town.people["alice"], town.people["bob"]}
    assert told[0].sentence == "林静催办：“林静创新工作室”（星河机械厂）的“单位工会意见”正等您办理。"
    with town.house.reading() as uow:
        assert audit.history(uow, case.subject)[-1].sentence == "林静催办“单位工会意见”。"


@pytest.mark.parametrize(
    ("who", "may"),
    [("lin", True), ("office", True), ("sun", True), ("alice", False), ("charlie", False), ("zhou", False),
     ("xu", False), ("expert", False)],
)  # fmt: skip
def test_the_applicant_the_office_and_those_above_may_urge_and_nobody_else(town, who, may):
    _, task = waiting(town)
    if may:
        urging(town, who, task)
    else:
        with pytest.raises(NotYoursToUrge):
            urging(town, who, task)
    assert len(town.rows(Urge)) == may


def test_the_applicant_is_urged_by_the_own_unit_and_not_by_themselves(town):
    task = town.task("A_write", town.open_case())
    with pytest.raises(NotYoursToUrge):
        urging(town, "lin", task)
    urging(town, "alice", task)
    assert [m.person_id for m in town.rows(Message) if m.kind == "urged"] == [town.people["lin"]]


def test_once_in_a_working_day_whoever_urges(town):
    _, task = waiting(town)
    town.clock.set(moment("2021-11-05 17:00"))
    urging(town, "lin", task)
    for at in ("2021-11-05 23:59", "2021-11-06 10:00", "2021-11-07 10:00"):
        town.clock.set(moment(at))
        with pytest.raises(UrgedToday, match=r"已由林静催办，2021年11月8日\(周一\)以后可以再次催办"):
            urging(town, "office", task)
    town.clock.set(moment("2021-11-08 00:00"))
    urging(town, "office", task)
    assert len(town.rows(Urge)) == 2


def test_on_a_day_off_one_urges_for_the_working_day_before(town):
    _, task = waiting(town)
    town.clock.set(moment("2021-11-06 10:00"))
    urging(town, "lin", task)
    town.clock.set(moment("2021-11-08 08:00"))
    urging(town, "lin", task)


def test_the_page_learns_from_when_on_it_may_be_urged_again(town):
    case, task = waiting(town)
    with town.house.reading() as uow:
        instance = town.instance("case", case.id)
        (may,) = urging_of(uow, town.who(uow, "lin"), instance, [task]).values()
        assert (may.again_at, may.last_at) == (None, None)
        assert urging_of(uow, town.who(uow, "alice"), instance, [task]) == {}
    urging(town, "lin", task)
    with town.house.reading() as uow:
        (may,) = urging_of(uow, town.who(uow, "office"), instance, [task]).values()
        assert (may.again_at, may.last_by) == (moment("2021-11-03 00:00"), "林静")


def test_what_is_done_cannot_be_urged(town):
    case, task = waiting(town)
    town.complete("alice", "A_unit", AGREE, case)
    with pytest.raises(TaskAlreadyClosed):
        urging(town, "lin", task)


def test_two_who_urge_at_the_same_moment_are_one(either_town):
    _, task = waiting(either_town)
    doing = [lambda uow, who=who: urge(uow, either_town.who(uow, who), task.id) for who in ("lin", "office", "sun")]
    outcomes = at_once(either_town, *doing)
    assert sorted(type(o).__name__ for o in outcomes) == ["Urge", "UrgedToday", "UrgedToday"]
    assert len(either_town.rows(Urge)) == 1
