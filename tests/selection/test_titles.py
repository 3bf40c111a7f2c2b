"""A rule may ask which titles an organisation holds: at which level, and how they stand."""

from datetime import date
from decimal import Decimal

from services.casework.instances import Instance
from services.foundation.storage.unit_of_work import Wiring
from services.process.engine import Effect
from services.process.rules.feel import compile_expression
from services.selection.studios import Studio, register_studio, titles_function, titles_of
from services.wiring import WIRING
from tests.cast import CAST
from tests.drawing import diagram, end, gateway, pool, start, task
from tests.selection.test_studios import named
from tests.small_procedure import CAMPAIGN, MESSAGES, STUDIO, package

ASKED = "some t in titles(case.organisation) satisfies t.category = {0} and t.status = {1}"


def test_the_titles_of_an_organisation_are_told_with_level_and_standing(town):
    named(town)
    with town.house.reading() as uow:
        studio = uow.session.query(Studio).one()
        (row,) = titles_of(uow, studio.organisation_id)
        assert (row["no"], row["category"], row["status"]) == ("GZS2021-0001", "staff", "named")
        assert (row["unit"], row["procedure"], row["named_on"]) == ("星河机械厂", "hill", date(2021, 11, 2))
        assert row["plaque_on"] == date(2021, 11, 2) and row["case"] == studio.case_id


def test_titles_of_others_are_not_an_organisations_own(town):
    named(town)
    with town.house.reading() as uow:
        mine = uow.session.query(Studio).one().organisation_id
        titles = titles_function(uow)
        assert [t["no"] for t in titles(Decimal(mine))] == ["GZS2021-0001"]
        assert titles(mine + 1) == titles(None) == titles("x") == titles(True) == titles(Decimal("1.5")) == []
        assert len(titles()) == 1


def test_what_is_not_registered_yet_is_no_title(town):
    named(town)
    with town.house.work() as uow:
        uow.session.query(Studio).one().no = None
    with town.house.reading() as uow:
        assert titles_function(uow)() == []


def test_a_diagram_asks_for_a_title_in_feel(make_town):
    """The second case of the mill finds the title of the first; the first found none."""
    nodes = [
        start("A_begin"),
        gateway("A_held", default="A_held > A_first"),
        task("A_first", "头一次", assignee="=case.applicant"),
        task("A_again", "已有称号", assignee="=case.applicant"),
        end("A_done"),
    ]
    asked = ASKED.format('"staff"', '"named"')
    drawn = f"A_begin > A_held > A_first > A_done\nA_held > A_again | ={asked}\nA_again > A_done"
    asking = pool("申报", "application", nodes, drawn, subject="case", starters="own:lead")
    town = make_town(package(diagram(CAMPAIGN, asking, STUDIO, messages=MESSAGES)), cast=CAST)
    case = town.open_case("lin", "mill", "一号")
    assert town.tasks("A_first") and not town.tasks("A_again")
    with town.house.work() as uow:
        first = uow.session.query(Instance).filter(Instance.subject_kind == "case").one()
        row = {
            "procedure": "hill", "case_id": case.id, "organisation_id": first.organisation_id, "name": "一号",
            "category": "staff", "unit": "厂", "lead": "林静", "naming_organ": "市", "status": "named",
            "no": "GZS2021-9", "members": [], "facts": {},
        }  # fmt: skip
        uow.session.add(Studio(**row))
    town.open_case("lin", "mill", "二号")
    assert town.tasks("A_again")


def test_whoever_names_stands_in_the_register_where_the_diagram_says(town):
    named(town)
    with town.house.work() as uow:
        instance = next(i for i in uow.session.query(Instance) if i.subject_kind == "studio")
        uow.session.query(Studio).one().no = None
        told = {"decision_no": "3号", "naming_organ": "河东区总工会"}
        register_studio(uow, instance, Effect("register_studio", "x", None, told, {}))
    with town.house.reading() as uow:
        assert uow.session.query(Studio).one().naming_organ == "河东区总工会"


def test_the_wiring_names_the_function_and_a_house_without_it_has_none():
    assert WIRING.functions["titles"] is titles_function and Wiring().functions == {}
    assert compile_expression("titles(7)").functions == ("titles",)
