"""Time passes: what is due fires once, each case by itself; what fails is one incident and stops nobody else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event as listening
from sqlalchemy.exc import IntegrityError, OperationalError

from services.casework.instances import EffectEntry, lock_instance, tick, tick_all_due
from services.casework.tasks import Task
from services.foundation.errors import Faulty
from services.foundation.events import Subject
from services.record import audit, jobs
from services.wiring import EFFECTS, WIRING
from tests.builders import moment
from tests.drawing import diagram, end, late, pool, reminder, service, start, task
from tests.small_procedure import CAMPAIGN, package

END = "2021-11-11 00:00"


def reached(town, case):
    with town.house.reading() as uow:
        return [e for e in audit.history(uow, case.subject) if e.kind == "DeadlineReached"]


def test_a_timer_fires_at_its_moment_and_not_before(town):
    case = town.open_case()
    town.until("2021-11-10 23:59")
    assert town.tasks("A_write", case)
    town.until(END)
    assert town.tasks("A_write", case) == []
    (task_row,) = town.rows(Task)
    assert (task_row.closed_at, task_row.closed_by) == (moment(END), None)
    assert town.instance("case", case.id).ended_at == "A_expired"


def test_a_timer_that_fires_on_time_says_no_word_of_being_late(town):
    case = town.open_case()
    town.until(END)
    (entry,) = reached(town, case)
    assert entry.facts["late_seconds"] == 0
    assert entry.sentence.startswith("期限到：申报截止。")


def test_a_timer_that_fires_late_says_by_how_much(town):
    case = town.open_case()
    town.clock.set(moment("2021-11-11 02:30"))
    assert tick_all_due(town.house) == 1
    (entry,) = reached(town, case)
    assert (entry.facts["late_seconds"], entry.facts["due_at"]) == (9000, "2021-11-10T16:00:00+00:00")
    assert "晚 150 分钟补记" in entry.sentence


def test_firing_twice_does_nothing_the_second_time(either_town):
    case = either_town.open_case()
    either_town.clock.set(moment(END))
    instance_id = either_town.instance("case", case.id).id
    fired = []
    for _ in range(2):
        with either_town.house.work() as uow:
            fired.append(tick(uow, instance_id))
    assert fired == [True, False]
    assert len(reached(either_town, case)) == 1


def test_one_sweep_reaches_every_instance_that_is_due(either_town):
    town = either_town
    cases = [town.open_case(title=f"第{n}工作室") for n in range(5)]
    town.clock.set(moment(END))
    assert tick_all_due(town.house) == 5
    assert {town.instance("case", c.id).ended_at for c in cases} == {"A_expired"}


def fragile(error):
    """A house in which the last effect of the case “坏的” fails."""

    def carry_out(uow, instance, effect):
        if instance.title == "坏的":
            raise error

    return replace(WIRING, effects={**EFFECTS, "fragile": EffectEntry(carry_out)})


def drawn(moment_due):
    cases = pool(
        "申报",
        "application",
        [
            start("B"),
            task("T", "填表", groups="own:union_officer"),
            late("Over", "T", moment_due),
            service("Weak", "fragile"),
            end("E"),
        ],
        "B > T > E\nOver > Weak > E",
        subject="case",
        starters="own:lead",
    )
    return package(diagram(CAMPAIGN, cases, messages={"handed_in": "=campaign.id"}))


WEAK = drawn("=campaign.windows.application.end")


@pytest.mark.parametrize("error", [Faulty("库房没有秤"), KeyError("weight")])
def test_a_timer_that_fails_is_one_incident_and_stops_no_other(make_town, error):
    town = make_town(WEAK, wiring=fragile(error))
    bad, good = town.open_case(title="坏的"), town.open_case(title="好的")
    town.clock.set(moment(END))
    for _ in range(3):
        tick_all_due(town.house)
        town.clock.set(town.clock.now() + timedelta(hours=1))
    (incident,) = town.incidents()
    assert (incident.kind, Subject(incident.subject_kind, incident.subject_id)) == ("deadline_failed", bad.subject)
    assert "“坏的”的期限到了" in incident.sentence
    assert "weight" not in incident.sentence
    assert town.instance("case", good.id).ended_at == "E"
    assert [t.subject_id for t in town.tasks("T")] == [bad.id]


def test_what_failed_goes_on_once_its_cause_is_gone(make_town):
    town = make_town(WEAK, wiring=fragile(Faulty("库房没有秤")))
    case = town.open_case(title="坏的")
    town.until("2021-11-11 01:00")
    assert town.tasks("T")
    town.house.wiring = replace(WIRING, effects={**EFFECTS, "fragile": EffectEntry(lambda *_: None)})
    town.until("2021-11-11 03:00")
    assert town.instance("case", case.id).ended_at == "E"


def test_a_deadline_that_failed_rests_longer_each_time(make_town):
    tried = []

    def fail(uow, _instance, _effect):
        tried.append(uow.now)
        raise Faulty("库房没有秤")

    town = make_town(WEAK, wiring=replace(WIRING, effects={**EFFECTS, "fragile": EffectEntry(fail)}))
    town.open_case(title="坏的")
    town.until("2021-11-15 00:00")
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert tried[0] == moment(END)
    assert pauses == [*jobs.PAUSES, jobs.PAUSES[-1], jobs.PAUSES[-1]]
    assert len(town.incidents()) == 1


def test_whoever_settles_the_incident_has_the_deadline_tried_at_once(make_town):
    town = make_town(WEAK, wiring=fragile(Faulty("库房没有秤")))
    case = town.open_case(title="坏的")
    town.clock.set(moment(END))
    tick_all_due(town.house)
    tick_all_due(town.house)
    assert town.tasks("T", case), "it rests"
    town.house.wiring = replace(WIRING, effects={**EFFECTS, "fragile": EffectEntry(lambda *_: None)})
    with town.house.work() as uow:
        jobs.resolve(uow, town.incidents()[0].id, town.people["root"], "秤买来了")
    assert tick_all_due(town.house) == 1
    assert town.instance("case", case.id).ended_at == "E"


def test_a_fault_of_the_database_that_one_case_causes_stops_no_other(make_town):
    town = make_town(WEAK, wiring=fragile(IntegrityError("INSERT", {}, Exception("doubled"))))
    bad, good = town.open_case(title="坏的"), town.open_case(title="好的")
    town.clock.set(moment(END))
    tick_all_due(town.house)
    assert town.instance("case", good.id).ended_at == "E"
    assert [i.subject_id for i in town.incidents()] == [bad.id]


def test_a_database_that_does_not_answer_is_no_incident(make_town):
    town = make_town(WEAK, wiring=fragile(OperationalError("SELECT", {}, Exception("gone"))))
    town.open_case(title="坏的")
    town.clock.set(moment(END))
    with pytest.raises(OperationalError):
        tick_all_due(town.house)
    assert town.incidents() == []


def test_instances_without_timers_cost_a_sweep_nothing(either_town):
    town = either_town
    for n in range(3):
        case = town.open_case(title=f"第{n}工作室")
        town.write(case)
    town.clock.set(moment("2021-12-24 00:00"))
    asked = []
    listening.listen(town.house.engine, "before_cursor_execute", lambda *a: asked.append(a[2].split()[0]))
    assert tick_all_due(town.house) == 0
    assert [word for word in asked if word != "BEGIN"] == ["SELECT"]


def reminders(period):
    cases = pool(
        "申报",
        "application",
        [start("B"), task("T", "填表", groups="own:union_officer"), end("E"),
         reminder("R", "T", period), task("Note", "提醒", groups="city:office"), end("Seen")],
        "B > T > E\nR > Note > Seen",
        subject="case",
        starters="own:lead",
    )  # fmt: skip
    return package(diagram(CAMPAIGN, cases, messages={"handed_in": "=campaign.id"}))


def test_after_a_standstill_each_occurrence_has_one_effect_and_is_marked_late(make_town):
    town = make_town(reminders("R5/P1D"))
    case = town.open_case()
    opened = town.clock.now()
    town.clock.set(opened + timedelta(days=3, hours=1))
    while tick_all_due(town.house):
        pass
    assert len(town.tasks("Note", case)) == 3
    assert sum(e.facts["late_seconds"] > 0 for e in reached(town, case)) == len(reached(town, case)) > 0
    town.clock.set(opened + timedelta(days=9))
    while tick_all_due(town.house):
        pass
    assert len(town.tasks("Note", case)) == 5


def test_a_worker_passes_over_what_another_one_holds(either_town):
    town = either_town
    cases = [town.open_case(title=f"第{n}工作室") for n in range(3)]
    town.clock.set(moment(END))
    if town.house.engine.dialect.name == "sqlite":
        pytest.skip("on SQLite nobody holds a row: one writes at a time")
    held = town.instance("case", cases[0].id).id
    with town.house.work() as uow:
        lock_instance(uow, held)
        assert tick_all_due(town.house) == 2, "it does not wait"
    assert tick_all_due(town.house) == 1


def test_two_sweeps_at_once_fire_everything_once(either_town):
    town = either_town
    cases = [town.open_case(title=f"第{n}工作室") for n in range(12)]
    town.clock.set(moment(END))
    with ThreadPoolExecutor(3) as threads:
        fired = list(threads.map(lambda _: tick_all_due(town.house), range(3)))
    assert sum(fired) == 12
    assert [len(reached(town, case)) for case in cases] == [1] * 12


def test_a_deadline_that_is_stuck_does_not_make_others_late(make_town):
    town = make_town(drawn('=now() + duration("PT30H")'), wiring=fragile(Faulty("库房没有秤")))
    town.open_case(title="坏的")
    town.until("2021-11-03 20:00")
    good = town.open_case(title="好的")
    town.until("2021-11-08 09:00")
    assert [t.closed_at for t in town.rows(Task) if t.subject_id == good.id] == [moment("2021-11-05 02:00")]
    assert len(town.incidents()) == 1
