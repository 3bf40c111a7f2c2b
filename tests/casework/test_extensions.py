"""A deadline is put off once, before it has passed, by whom the diagram names, and everybody may read why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from services import calendar
from services.casework.deadlines import Deadline
from services.casework.extensions import AlreadyExtended, CannotExtend, Extension, extend_deadline, may_extend
from services.casework.tasks import InboxEntry, Task
from services.casework.tasks.queries import NotYours, TaskAlreadyClosed
from services.foundation.clock import last_day
from services.foundation.errors import Invalid, NotFound
from services.record import audit
from tests.builders import moment
from tests.drawing import diagram, end, late, pool, start, task
from tests.small_procedure import CAMPAIGN, package

WHY = "材料多，需要外地取证"
FIVE = "=add working days(now(), 5)"


def drawn(**named):
    told = {"extendable": "10", "extended_by": "city:office", **named}
    case = pool(
        "申报",
        "application",
        [start("B"), task("T", "核实", groups="own:union_officer", due=FIVE, **told), late("L", "T", FIVE, "核实期满"),
         end("E", "核实完毕"), end("X", "逾期")],
        "B > T > E\nL > X",
        subject="case",
        starters="own:lead own:union_officer city:office",
    )  # fmt: skip
    return package(diagram(CAMPAIGN, case, messages={"handed_in": "=campaign.id"}))


@pytest.fixture
def town(make_town):
    return make_town(drawn())


def extend(town, who, task_id, grounds=WHY):
    with town.house.work() as uow:
        return extend_deadline(uow, town.who(uow, who), task_id, grounds)


def test_the_office_extends_and_task_inbox_and_clock_move_together(town):
    case = town.open_case()
    waiting = town.task("T", case)
    assert last_day(waiting.due_at) == date(2021, 11, 9)
    extend(town, "office", waiting.id)
    row, (clock,), (entry,) = town.task("T", case), town.rows(Deadline), [e for e in town.rows(InboxEntry)]
    assert row.due_at == clock.due_at == clock.next_at == entry.due_at == moment("2021-11-24 00:00")
    town.until("2021-11-23 23:00")
    assert town.tasks("T", case)
    town.until("2021-11-24 00:01")
    assert town.instance("case", case.id).ended_at == "X"


def test_the_trail_says_from_which_day_to_which_and_why(town):
    case = town.open_case()
    extend(town, "office", town.task("T", case).id)
    with town.house.reading() as uow:
        entry = audit.history(uow, case.subject)[-1]
    assert entry.sentence == (
        "王书琴将“核实”的期限延长 10 个工作日，由 2021-11-09 改为 2021-11-23。理由：材料多，需要外地取证。"
    )
    (kept,) = town.rows(Extension)
    assert (kept.old_due, kept.new_due) == (moment("2021-11-10 00:00"), moment("2021-11-24 00:00"))
    assert (kept.extended_by, kept.grounds, kept.working_days) == (town.people["office"], WHY, 10)


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "lin", "sun", "auditor", "root"])
def test_nobody_else_extends(town, who):
    waiting = town.task("T", town.open_case())
    with pytest.raises(NotYours, match="不由您延长"):
        extend(town, who, waiting.id)
    with town.house.reading() as uow:
        instance = town.instance("case", waiting.subject_id)
        assert may_extend(uow, town.who(uow, who), instance, waiting) is None
        assert may_extend(uow, town.who(uow, "office"), instance, waiting) == 10


def test_nobody_extends_by_office_on_the_own_case(make_town):
    town = make_town(drawn(extended_by="own:union_officer"))
    case = town.open_case("alice")
    with pytest.raises(NotYours):
        extend(town, "alice", town.task("T", case).id)
    extend(town, "bob", town.task("T", case).id)


def test_it_is_extended_once(town):
    task_id = town.task("T", town.open_case()).id
    extend(town, "office", task_id)
    with pytest.raises(AlreadyExtended):
        extend(town, "office", task_id)
    assert town.task("T").due_at == moment("2021-11-24 00:00")


def test_when_it_has_passed_or_is_closed_it_is_too_late(make_town):
    town = make_town(drawn())
    case = town.open_case()
    waiting = town.task("T", case)
    town.clock.set(moment("2021-11-10 00:00"))
    with pytest.raises(CannotExtend, match="期限已过"):
        extend(town, "office", waiting.id)
    town.settle()
    with pytest.raises(TaskAlreadyClosed):
        extend(town, "office", waiting.id)
    with pytest.raises(NotFound):
        extend(town, "office", 99)


@pytest.mark.parametrize("grounds", ["", "  ", "因", "长" * 501])
def test_grounds_are_written_down(town, grounds):
    task_id = town.task("T", town.open_case()).id
    with pytest.raises(Invalid) as refused:
        extend(town, "office", task_id, grounds)
    assert "grounds" in refused.value.fields
    assert town.rows(Extension) == []


def test_a_deadline_of_the_law_is_extended_by_nobody(make_town):
    town = make_town(drawn())
    case = town.open_case()
    with town.house.work() as uow:
        row = uow.session.get_one(Task, town.task("T", case).id)
        row.properties = {**row.properties, "statutory": "true"}
    with pytest.raises(CannotExtend):
        extend(town, "office", town.task("T", case).id)


def test_a_new_calendar_counts_the_extension_again(town):
    case = town.open_case()
    extend(town, "office", town.task("T", case).id)
    with town.house.work() as uow:
        calendar.import_notice(uow, None, 2021, "国办发明电〔2021〕99号", {date(2021, 11, 22): (False, "临时放假")})
    town.settle()
    assert last_day(town.task("T", case).due_at) == date(2021, 11, 24)
    assert [last_day(d.due_at) for d in town.rows(Deadline)] == [date(2021, 11, 24)]


def test_of_two_at_once_one_extends(either_town):
    town = either_town
    town.deploy(drawn(extended_by="own:union_officer"))
    town.open_campaign()
    task_id = town.task("T", town.open_case()).id

    def attempt(who):
        try:
            extend(town, who, task_id)
            return "extended"
        except AlreadyExtended:
            return "too late"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, ["alice", "bob"])) == ["extended", "too late"]
    assert len(town.rows(Extension)) == 1
