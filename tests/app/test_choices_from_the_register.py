"""A form's choices may ask the house (`titles`): the page shows them, and what was handed in is read later, too."""

import pytest

from tests.app.conftest import Door
from tests.builders import Town
from tests.drawing import diagram, end, form, pool, start, task
from tests.selection.test_studios import named
from tests.small_procedure import CAMPAIGN, MESSAGES, package

CHOICES = '=for t in titles(case.organisation) return {value: t.no, label: t.no + " " + t.name}'
CHOOSE = form("choose", {"type": "select", "key": "prior", "label": "已有称号", "valuesExpression": CHOICES})


@pytest.fixture
def town(make_town) -> Town:
    nodes = [
        start("A_begin"),
        task("A_choose", "选择已有称号", assignee="=case.applicant", form="choose"),
        task("A_hold", "审核", groups="city:office"),
        end("A_done"),
    ]
    flows = "A_begin > A_choose > A_hold > A_done"
    case = pool("申报", "application", nodes, flows, subject="case", starters="own:lead")
    whole = package(diagram(CAMPAIGN, case, messages=MESSAGES), forms__choose_dot_form=CHOOSE)
    town: Town = make_town(opened=True)  # the register is filled by another procedure's naming
    named(town)
    town.deploy(whole)
    town.open_campaign()
    return town


def test_the_choices_are_there_and_a_case_shows_what_was_chosen(door: Door, town: Town) -> None:
    case = town.open_case("lin", "mill", "林静创新工作室")
    waiting = town.task("A_choose", case)
    assert "GZS2021-0001 林静创新工作室" in door("lin").get(f"/tasks/{waiting.id}").text
    town.complete("lin", "A_choose", {"prior": "GZS2021-0001"}, case)
    for login in ("lin", "office"):
        page = door(login).get(f"/cases/{case.no}")
        assert page.status_code == 200 and "GZS2021-0001" in page.text
    assert "GZS2021-0001" in door("office").get(f"/cases/{case.no}/then?day=2021-11-02").text
