"""A recommender hands in all its cases in one act: a pool about an organisation asks which have come that far."""

import copy

import pytest

from services.casework.cases import Case
from services.casework.completions import task_form
from services.casework.instances import Instance
from services.casework.instances.world import Known
from services.casework.tasks import task_by_id
from tests.cast import CAST
from tests.drawing import diagram, end, form, late, pool, start, task, throw, wait
from tests.small_procedure import MESSAGES, manifest, package

TOGETHER = form(
    "together",
    {
        "type": "checklist",
        "key": "cases",
        "label": "一并报送",
        "valuesExpression": '=for p in peers[list contains(awaits, "taken")] return {value: p.case, label: p.title}',
    },
)
OPENS = pool(
    "批次",
    "campaign",
    [
        start("C_begin"),
        throw("C_ask", "ask", key="=null", inputs=[('=organisations of level("county")[1].id', "organisation")]),
        wait("C_close", "截止", timer="=campaign.windows.application.end"),
        end("C_done"),
    ],
    "C_begin > C_ask > C_close > C_done",
    subject="campaign",
    starters="city:office",
)
CASE = pool(
    "申报",
    "application",
    [
        start("A_begin"),
        task("A_unit", "单位工会意见", groups="own:union_officer"),
        wait("A_wait", "等待统一报送", message="taken"),
        task("A_city", "审阅", groups="city:office"),
        end("A_done"),
    ],
    "A_begin > A_unit > A_wait > A_city > A_done",
    subject="case",
    starters="own:lead",
)
BATCH = pool(
    "统一报送",
    "batch",
    [
        start("B_begin", message="ask"),
        task(
            "B_send",
            "统一报送",
            groups="own:approver",
            form="together",
            outputs=[("=cases", "sent")],
            prefill='="={cases: for p in peers[list contains(awaits, \\"taken\\")] return p.case}"',
        ),
        late("B_late", "B_send", "=campaign.windows.application.end"),
        end("B_over", "截止"),
        throw("B_tell", "taken", key="=sent[1]"),
        throw("B_tell_2", "taken", key="=sent[2]"),
        end("B_done"),
    ],
    "B_begin > B_send > B_tell > B_tell_2 > B_done\nB_late > B_over",
    subject="organisation",
)
DRAWN = diagram(
    OPENS,
    CASE,
    BATCH,
    messages={**MESSAGES, "ask": "", "taken": "=case.id"},
    sent=[("C_ask", "B_begin"), ("B_tell", "A_wait"), ("B_tell_2", "A_wait")],
)


@pytest.fixture
def town(make_town):
    return make_town(package(DRAWN, procedure_dot_yaml=_county_hands_in(), forms__together_dot_form=TOGETHER))


def _county_hands_in() -> bytes:
    roles = [
        {"role": "own:union_officer", "title": "单位工会"},
        {"role": "own:approver", "title": "区总工会"},
        {"role": "city:office", "title": "市总工会经办"},
    ]
    return manifest(roles=roles, case=None)


def offered(town):
    """What the county's page lists: (title, unit) of each case that waits to be handed in."""
    with town.house.reading() as uow:
        peers = Known(uow, town.instance("organisation", town.organisations["county"]))["peers"]
    return [(p["title"], p["unit"]) for p in peers if "taken" in p["awaits"]]


def test_the_county_has_one_step_which_lists_the_cases_that_came_that_far(town):
    mill, yard = town.open_case(), town.open_case("xu", "yard", title="许㛃创新工作室")
    assert len(town.tasks("B_send")) == 1 and offered(town) == []
    town.complete("alice", "A_unit", case=mill)
    assert offered(town) == [("林静创新工作室", "星河机械厂")]
    town.complete("charlie", "A_unit", case=yard)
    assert [title for title, _ in offered(town)] == ["林静创新工作室", "许㛃创新工作室"]


def test_those_that_came_meanwhile_are_ticked_already(town):
    mill, yard = town.open_case(), town.open_case("xu", "yard")
    for who, case in (("alice", mill), ("charlie", yard)):
        town.complete(who, "A_unit", case=case)
    with town.house.reading() as uow:
        shown = task_form(uow, town.who(uow, "sun"), task_by_id(uow, town.task("B_send").id))
    assert shown.values == {"cases": [mill.id, yard.id]}


def test_one_act_hands_in_all_of_them(town):
    mill, yard = town.open_case(), town.open_case("xu", "yard")
    town.complete("alice", "A_unit", case=mill)
    town.complete("charlie", "A_unit", case=yard)
    town.complete("sun", "B_send", {"cases": [mill.id, yard.id]})
    assert [t.subject_id for t in town.tasks("A_city")] == [mill.id, yard.id]
    assert town.incidents() == []


def test_what_ended_is_not_listed_and_other_counties_see_nothing_of_it(make_town):
    cast = copy.deepcopy(CAST)
    cast["organisations"].insert(2, {"code": "west", "name": "西山区总工会", "level": "county", "parent": "city"})
    next(o for o in cast["organisations"] if o["code"] == "yard")["parent"] = "west"
    town = make_town(package(DRAWN, procedure_dot_yaml=_county_hands_in(), forms__together_dot_form=TOGETHER), cast)
    mill, yard = town.open_case(), town.open_case("xu", "yard")
    town.complete("alice", "A_unit", case=mill)
    town.complete("charlie", "A_unit", case=yard)
    assert [unit for _, unit in offered(town)] == ["星河机械厂"]
    with town.house.work() as uow:
        uow.session.get_one(Case, mill.id).ended_at = uow.now
    assert offered(town) == []
    assert len([i for i in town.rows(Instance) if i.process == "batch"]) == 1
