"""A service task is carried out by the table of effects, once; what is asked for in vain leaves nothing behind."""

from dataclasses import replace

import pytest

from services.casework.cases import Case
from services.casework.instances import EffectEntry, Instance
from services.casework.tasks import Task
from services.foundation.errors import Faulty
from services.foundation.events import Subject
from services.record import audit, jobs
from services.wiring import EFFECTS, WIRING
from tests.drawing import diagram, end, gateway, pool, service, start, task
from tests.small_procedure import CAMPAIGN, package


def weigh(uow, instance, effect):
    """Gives the weight of what it was asked."""
    done.append((effect.type, effect.element, dict(effect.inputs)))
    return {"weight": effect.inputs["of"] * 2}


def note(uow, instance, effect):
    """Gives nothing."""
    done.append((effect.type, effect.element, dict(effect.inputs)))


done: list = []
WEIGHING = replace(WIRING, effects={**EFFECTS, "weigh": EffectEntry(weigh, returns=True), "note": EffectEntry(note)})


def drawn(*nodes, flows):
    cases = pool("申报", "application", [start("B"), *nodes, end("E")], flows, subject="case", starters="own:lead")
    return package(diagram(CAMPAIGN, cases, messages={"handed_in": "=campaign.id"}))


WEIGHED = drawn(
    service("First", "weigh", inputs=[("=20 + 1", "of")], outputs=[("=result.weight", "first")]),
    service("Second", "weigh", inputs=[("=first", "of")], outputs=[("=result.weight", "second")]),
    service("Note", "note", inputs=[("=second", "said")]),
    task("T", "看", groups="own:union_officer", title='="重 " + string(second)'),
    flows="B > First > Second > Note > T > E",
)


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_an_effect_with_a_value_answers_and_the_diagram_goes_on_with_it(make_town):
    town = make_town(WEIGHED, wiring=WEIGHING)
    town.open_case()
    assert done == [("weigh", "First", {"of": 21}), ("weigh", "Second", {"of": 42}), ("note", "Note", {"said": 84})]
    assert town.task("T").properties["title"] == "重 84"
    assert town.rows(Instance)[-1].trail == ["B", "First", "Second", "Note"]


def test_an_effect_the_house_does_not_know_is_a_fault_and_nothing_is_kept(make_town):
    town = make_town(WEIGHED, wiring=WEIGHING)
    town.house.wiring = replace(WIRING, effects={"note": EffectEntry(note)})
    with pytest.raises(Faulty, match=r"First.*weigh"):
        town.open_case()
    assert town.rows(Case) == town.rows(Task) == []
    with town.house.reading() as uow:
        assert audit.history(uow, Subject("case", 1)) == []


def test_an_effect_that_fails_undoes_the_deed(make_town):
    def refuse(uow, instance, effect):
        raise Faulty("库房没有秤")

    late = drawn(
        task("T", "看", groups="own:union_officer"),
        service("First", "weigh", outputs=[("=1", "x")]),
        flows="B > T > First > E",
    )
    town = make_town(late, wiring=replace(WIRING, effects={**EFFECTS, "weigh": EffectEntry(refuse)}))
    case = town.open_case()
    with pytest.raises(Faulty, match="没有秤"):
        town.complete("alice", "T")
    assert [t.element for t in town.tasks(case=case)] == ["T"]
    assert town.rows(jobs.Incident) == []


def test_a_diagram_that_never_stops_asking_is_stopped(make_town):
    town = make_town(
        drawn(
            task("T", "看", groups="own:union_officer"),
            gateway("Once"),
            service("Again", "weigh", inputs=[("=1", "of")]),
            gateway("More", default="More > Once"),
            flows="B > T > Once > Again > More > Once\nMore > E | =false",
        ),
        wiring=WEIGHING,
    )
    town.open_case()
    with pytest.raises(Faulty, match="没有停下来"):
        town.complete("alice", "T")
