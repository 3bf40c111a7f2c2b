"""Time passes: what is due fires once, each case by itself; what fails is one incident and stops nobody else."""

import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from services.casework import deadlines
from services.casework.instances import EffectEntry, tick, tick_all_due
from services.casework.tasks import Task
from services.foundation.errors import Faulty
from services.foundation.events import Subject
from services.record import audit
from services.wiring import EFFECTS, WIRING
from tests.builders import moment
from tests.drawing import diagram, end, late, pool, service, start, task
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


def test_a_sweep_reaches_more_instances_than_one_batch_holds(town, monkeypatch):
    cases = [town.open_case(title=f"第{n}工作室") for n in range(5)]
    few = partial(deadlines.due_instances, limit=2)
    monkeypatch.setattr(sys.modules["services.casework.instances.tick"], "due_instances", few)
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
    tick_all_due(town.house)
    assert town.instance("case", case.id).ended_at == "E"


def test_a_deadline_that_is_stuck_does_not_make_others_late(make_town):
    town = make_town(drawn('=now() + duration("PT30H")'), wiring=fragile(Faulty("库房没有秤")))
    town.open_case(title="坏的")
    town.until("2021-11-03 20:00")
    good = town.open_case(title="好的")
    town.until("2021-11-08 09:00")
    assert [t.closed_at for t in town.rows(Task) if t.subject_id == good.id] == [moment("2021-11-05 02:00")]
    assert len(town.incidents()) == 1
