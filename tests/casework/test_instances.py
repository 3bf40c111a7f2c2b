"""An instance moves in one place: its open rows, deadlines and listeners are exactly what the engine waits for."""

from datetime import UTC, date, datetime

import pytest

from services.casework.cases import Case
from services.casework.deadlines import Deadline
from services.casework.instances import Instance, Listen
from services.casework.tasks import InboxEntry, Task
from services.process import engine
from services.record import audit
from tests.builders import edited, moment
from tests.small_procedure import package

AGREE = {"verdict": "agree"}


def agreed_case(town):
    """A case that is agreed to by everybody."""
    case = town.open_case()
    town.write(case)
    town.complete("alice", "A_unit", AGREE, case)
    town.complete("office", "A_city", AGREE, case)
    return case


def kinds(town, subject):
    with town.house.reading() as uow:
        return [entry.kind for entry in audit.history(uow, subject)]


def test_a_case_starts_with_its_first_task_and_a_trace(town):
    case = town.open_case()
    task = town.task("A_write", case)
    assert (task.title, task.unit, task.due_at) == ("林静创新工作室", "星河机械厂", moment("2021-11-11 00:00"))
    assert task.principals == [f"p:{town.people['lin']}"]
    assert town.instance("case", case.id).trail == ["A_begin"]
    assert kinds(town, case.subject) == ["CaseOpened", "InstanceStarted"]


def test_a_completed_task_is_closed_by_who_did_it_and_the_next_is_open(town):
    case = town.open_case()
    town.write(case)
    first, second = town.rows(Task)
    assert (first.element, first.closed_by, first.closed_at) == ("A_write", town.people["lin"], town.clock.now())
    assert (second.element, second.closed_at, second.closed_by) == ("A_unit", None, None)
    assert second.principals == [f"q:{town.organisations['mill']}:union_officer"]


def test_open_rows_are_what_the_engine_waits_for_at_every_step(town):
    case = town.open_case()
    deeds = [
        lambda: town.write(case),
        lambda: town.complete("bob", "A_unit", {"verdict": "return", "comment": "请补充"}, case),
        lambda: town.write(case, amount=20),
        lambda: town.complete("alice", "A_unit", AGREE, case),
        lambda: town.complete("office", "A_city", AGREE, case),
    ]
    for deed in deeds:
        deed()
        open_tasks = town.tasks()
        for instance in town.rows(Instance):
            waits = sorted(engine.open_elements(instance.snapshot)) if instance.finished_at is None else []
            rows = sorted(t.element for t in open_tasks if t.instance_id == instance.id)
            assert rows == [e for e in waits if not e.startswith(("C_wait", "A_late"))]
        entries = {(e.principal, e.task_id) for e in town.rows(InboxEntry)}
        assert entries == {(p, t.id) for t in open_tasks for p in t.principals}


def test_the_trail_names_each_element_once_in_the_order_of_its_first_passing(town):
    case = town.open_case()
    town.write(case)
    town.complete("alice", "A_unit", {"verdict": "return"}, case)
    town.write(case)
    assert town.instance("case", case.id).trail == ["A_begin", "A_write", "A_unit", "A_gate"]


def test_the_case_is_called_what_its_form_says(town):
    case = town.open_case(title="暂名")
    town.write(case, name="星河攻关工作室")
    assert town.instance("case", case.id).title == "星河攻关工作室"
    assert town.task("A_unit", case).title == "星河攻关工作室"


def test_a_case_that_ends_keeps_its_outcome_and_waits_for_nothing(town):
    case = agreed_case(town)
    instance = town.instance("case", case.id)
    assert (instance.ended_at, instance.finished_at) == ("A_done", town.clock.now())
    (kept,) = town.rows(Case)
    assert (kept.outcome, kept.outcome_name, kept.ended_at) == ("A_done", "已命名", town.clock.now())
    assert [row for row in town.rows(Deadline) if row.instance_id == instance.id] == []
    assert "InstanceFinished" in kinds(town, case.subject)


def test_listeners_are_mirrored_and_go_when_the_message_came(town):
    (row,) = town.rows(Listen)
    assert (row.name, row.key) == ("handed_in", str(town.campaign_id))
    agreed_case(town)
    assert town.rows(Listen) == []


def test_deadlines_are_mirrored_and_go_with_the_step(town):
    case = town.open_case()
    (row,) = town.rows(Deadline)
    assert (row.element, row.name, row.due_at) == ("A_late", "申报截止", moment("2021-11-11 00:00"))
    assert (row.armed_at, row.counts_working_days, row.provisional) == (town.clock.now(), False, False)
    town.write(case)
    assert town.rows(Deadline) == []


COUNTED = edited(
    package(),
    "procedure.bpmn",
    ('<bpmn:timeDate xsi:type="bpmn:tFormalExpression">=campaign.windows.application.end</bpmn:timeDate>',
     '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">=add working days(now(), 5)</bpmn:timeDate>'),
)  # fmt: skip


@pytest.mark.parametrize(
    ("opened", "provisional"),
    [(datetime(2021, 11, 2, 1, tzinfo=UTC), False), (datetime(2026, 12, 28, 1, tzinfo=UTC), True)],
)
def test_a_deadline_that_counts_unannounced_days_is_provisional(make_town, opened, provisional):
    windows = {"application": (date(opened.year, opened.month, 1), date(opened.year, opened.month, 30))}
    town = make_town(COUNTED, at=opened, windows=windows)
    town.open_case()
    (row,) = town.rows(Deadline)
    assert (row.counts_working_days, row.provisional) == (True, provisional)


def test_a_task_due_in_an_unannounced_year_is_provisional(make_town):
    windows = {"application": (date(2026, 12, 1), date(2027, 1, 15))}
    town = make_town(at=datetime(2026, 12, 28, 1, tzinfo=UTC), windows=windows)
    assert town.task("A_write", town.open_case()).provisional


def test_nothing_of_a_case_is_seen_before_the_commit(town):
    with pytest.raises(RuntimeError, match="power"), town.house.work() as uow:
        from services.casework.cases import open_case

        campaign = town.campaign_id
        version = town.instance("campaign", campaign).version_id
        open_case(uow, town.who(uow, "lin"), campaign, version, town.organisations["mill"], "林静创新工作室")
        raise RuntimeError("power")
    assert town.rows(Case) == town.rows(Task) == town.rows(InboxEntry) == []


def test_the_first_moment_at_which_each_element_was_passed_is_kept(town):
    case = town.open_case()
    town.until("2021-11-03 10:00")
    town.write(case)
    town.until("2021-11-04 10:00")
    town.complete("bob", "A_unit", {"verdict": "return", "comment": "请补充"}, case)
    town.until("2021-11-05 10:00")
    town.write(case, amount=20)
    instance = town.instance("case", case.id)
    moments = {name: datetime.fromisoformat(text) for name, text in instance.passed.items()}
    assert moments["A_begin"] == datetime(2021, 11, 2, 1, tzinfo=UTC)
    assert moments["A_write"] == moment("2021-11-03 10:00"), "the first time, not the second"
    assert moments["A_unit"] == moments["A_gate"] == moment("2021-11-04 10:00")
    assert set(moments) == set(instance.trail)
