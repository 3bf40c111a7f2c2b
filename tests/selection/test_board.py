"""The office's board: where every case stands, what is late, how far quotas and ranks are used."""

import pytest
from sqlalchemy import event

from services.casework.cases import may_view, viewable_in
from services.casework.cases.models import Case
from services.designer.check import check_package
from services.process import registry
from services.process.registry import ManifestWrong, Package
from services.selection.board import Place, Step, late_tasks, matrix, meters, places
from services.selection.campaigns import campaign_by_id
from services.wiring import EFFECTS
from tests.builders import city
from tests.cast import CAST
from tests.small_procedure import files, manifest

PER_UNIT = {"id": "mine", "title": "申报数", "of": "recommender", "count": "=count(cases)", "cap": 1, "clause": "QS-1"}
RANKED = {"id": "ranked", "title": "已排序", "of": "recommender", "count": "=count(cases[item.rank != null])",
          "floor": "=if count(cases) > 1 then count(cases) else null", "clause": "QS-1"}  # fmt: skip
WHOLE = {"id": "listed", "title": "拟命名", "of": "campaign", "cap": "=parameters.grant", "clause": "QS-1",
         "count": "=count(cases[list contains(chosen, item.case)])"}  # fmt: skip


def package(*rows: dict[str, object]) -> Package:
    return Package("hill", {**files(), "procedure.yaml": manifest(meters=list(rows))})


@pytest.fixture
def town(make_town):
    return make_town(package(PER_UNIT, RANKED, WHOLE), cast=CAST)


def place(number: int, recommender: int = 1, *steps: str, outcome: str | None = None) -> Place:
    open_steps = tuple(Step(f"T_{name}", name, None) for name in steps)
    told = (number, f"QS-{number}", "甲", "单位", "林静", "", 9, recommender, f"{recommender}区", None, None)
    return Place(*told, outcome, open_steps)


def test_the_matrix_counts_units_by_steps_in_the_order_of_the_diagram():
    rows = [
        place(1, 2, "审核"),
        place(2, 1, "填表"),
        place(3, 1),
        place(4, 1, outcome="已命名"),
        place(5, 1, "填表", "审核"),
    ]
    found = matrix(rows, ["T_填表", "T_审核"])
    assert found.columns == ("填表", "审核", "等待中", "已命名")
    assert [(row.name, row.counts, row.total) for row in found.rows] == [
        ("1区", (2, 1, 1, 1), 4),
        ("2区", (0, 1, 0, 0), 1),
    ]
    assert (found.sums, found.total) == ((2, 2, 1, 1), 5)


def read(town, said=None):
    with town.house.reading() as uow:
        campaign = campaign_by_id(uow, town.campaign_id)
        return {m.id: (m.count, m.cap, m.floor) for m in meters(uow, campaign, places(uow, campaign.id), said)}


def test_a_meter_counts_the_cases_of_each_recommender_against_cap_and_floor(town):
    assert read(town) == {"listed": (0, 50000, None)}
    first = town.open_case()
    assert read(town)["mine"] == (1, 1, None) and read(town)["ranked"] == (0, None, None)
    town.open_case("zhou", title="周䶮创新工作室")
    assert read(town)["mine"] == (2, 1, None) and read(town)["ranked"] == (0, None, 2)
    assert read(town, {"chosen": [first.id]})["listed"] == (1, 50000, None)


def test_what_ended_before_it_was_handed_in_takes_no_place(town):
    case = town.open_case()
    town.until("2021-11-12 09:00")
    with town.house.reading() as uow:
        (row,) = places(uow, town.campaign_id)
    assert (row.case_id, row.outcome, row.takes_a_place) == (case.id, "逾期未报", False)
    assert "mine" not in read(town)


def test_late_tasks_are_told_by_unit_with_the_working_days_gone_by_and_who_has_them(town):
    case = town.open_case()
    town.write(case)
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "同意"}, case)
    town.until("2021-11-15 09:00")
    with town.house.reading() as uow:
        (row,) = late_tasks(uow, town.campaign_id)
    assert (row.name, row.unit, row.by) == ("市总工会意见", row.unit, 4)
    assert "市总工会" in row.who


def test_the_board_asks_no_more_of_many_cases_than_of_few(town):
    asked: list[str] = []
    event.listen(town.house.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    def cost() -> int:
        asked.clear()
        with town.house.reading() as uow:
            campaign = campaign_by_id(uow, town.campaign_id)
            actor = town.who(uow, "office")
            seen = places(uow, campaign.id, viewable_in(uow, actor, campaign.id))
            meters(uow, campaign, seen)
            late_tasks(uow, campaign.id)
        return len(asked)

    town.open_case()
    few = cost()
    for number in range(6):
        town.open_case("zhou" if number % 2 else "lin", title=f"第{number}创新工作室")
    assert cost() == few


def test_which_cases_a_person_reads_is_the_same_asked_at_once_or_one_by_one(town):
    first, second = town.open_case(), town.open_case("xu", "yard", "许㛃创新工作室")
    town.write(first)
    with town.house.reading() as uow:
        for login in town.people:
            actor = town.who(uow, login)
            one_by_one = {c.id for c in (first, second) if may_view(uow, actor, uow.session.get_one(Case, c.id))}
            assert viewable_in(uow, actor, town.campaign_id) == one_by_one, login


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [("count", "count(", "count 的表达式有误"), ("cap", "1 +", "cap 的表达式有误"), ("clause", "QS-9", "QS-9")],
)
def test_the_check_names_a_meter_that_could_not_be_read(key, text, said):
    found = [p for p in check_package(package({**PER_UNIT, key: text}), EFFECTS).problems if p.element == "meters.mine"]
    assert [said in p.message for p in found] == [True]


def test_a_meter_is_of_recommenders_or_of_the_campaign():
    with pytest.raises(ManifestWrong, match="of 只能是"):
        registry.compile_package(package({**PER_UNIT, "of": "unit"}))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("liaoning", {"model_worker", "staff", "ranked", "proposed_model_worker", "proposed_staff"}),
        ("langfang", {"county", "proposed"}),
        ("nanchang", {"recommended", "proposed"}),
        ("dalian", {"model_worker", "staff", "proposed"}),
        ("tongliao", {"county", "city"}),
    ],
)
def test_every_city_says_its_own_quotas(name, told):
    assert {m.id for m in registry.compile_package(city(name)).manifest.meters} == told
