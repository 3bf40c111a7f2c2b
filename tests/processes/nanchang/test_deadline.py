"""NC-3.2: what comes too late is not taken, and nothing in the diagram, the parameters or the forms opens it again."""

import pytest
import yaml

from services.casework.deeds.offered import all_deeds
from services.process.registry import compile_package
from services.selection.campaigns import apply, campaign_by_id
from services.selection.campaigns.apply import ApplicationClosed
from tests.builders import Town, city, moment

NANCHANG = city("nanchang")


def test_the_diagram_listens_for_no_reopening() -> None:
    elements = [e for pool in compile_package(NANCHANG).definition.pools.values() for e in pool.elements.values()]
    deeds = {e.id for e in elements if "starters" in e.properties}
    assert deeds == {"NC_W_asked", "shared_refusal_asked", "shared_revocation_statement"}
    assert compile_package(NANCHANG).manifest.parameters["late_policy"] == "never"


@pytest.fixture
def late(make_town) -> Town:
    """A second after the deadline, with a case that was not handed in."""
    town = make_town(NANCHANG, cast=yaml.safe_load(NANCHANG.scenarios["cast.yaml"]), opened=False,
                     at=moment("2021-07-12 09:00"))  # fmt: skip
    town.open_campaign("ncjingji")
    return town


def test_a_second_after_the_deadline_nothing_is_left_to_do_and_nobody_may_begin(late: Town) -> None:
    case = late.open_case("wan", "nc-jixie", "万里江劳模创新工作室")
    late.until("2021-07-31 00:00:01")
    assert late.tasks(case=case) == []
    assert late.instance("case", case.id).ended_at == "NC_E_expired"
    with late.house.reading() as uow:
        assert all_deeds(uow, late.instance("case", case.id)) == []
    with late.house.work() as uow, pytest.raises(ApplicationClosed):
        campaign = campaign_by_id(uow, late.campaign_id)
        apply(uow, late.who(uow, "xiong"), campaign, late.organisations["nc-fangzhi"], "熊思敏劳模创新工作室")
    # Whatever way a case might be opened nevertheless, its application is over before it began.
    too_late = late.open_case("xiong", "nc-fangzhi", "熊思敏劳模创新工作室")
    assert late.tasks(case=too_late) == []
    assert late.instance("case", too_late.id).ended_at == "NC_E_expired"
