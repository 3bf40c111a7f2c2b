"""The office opens a campaign with the procedure's dates or its own, and it closes where its pool ends."""

from datetime import date

import pytest

from services.casework.instances import Instance
from services.foundation.errors import Invalid, NotFound
from services.people import organisations
from services.people.identity import appoint
from services.process import registry
from services.record import audit
from services.selection.campaigns import (
    Campaign,
    NotOurCampaign,
    apply,
    campaign_by_id,
    campaigns,
    instance_of_campaign,
    may_open,
    open_campaign,
    open_for_application,
)
from services.selection.campaigns.open import NotTheOffice
from tests.builders import moment
from tests.small_procedure import CASE, package

AGREE = {"verdict": "agree"}


def opened(town, who="office", title="2022年批次", windows=None, procedure="hill"):
    with town.house.work() as uow:
        return open_campaign(uow, town.who(uow, who), procedure, title, 2022, windows)


def test_the_office_opens_a_campaign_for_its_own_organisation(town):
    campaign = opened(town)
    assert (campaign.organisation_id, campaign.opened_by) == (town.organisations["city"], town.people["office"])
    assert campaign.windows["application"] == {"title": "申报阶段", "start": "2021-11-01", "end": "2021-11-10"}
    assert campaign.parameters == {"grant": 50000}
    with town.house.reading() as uow:
        assert instance_of_campaign(uow, campaign).trail == ["C_begin"]
        first = audit.history(uow, campaign.subject)[0].sentence
    assert first == (
        "开启批次“2022年批次”。申报阶段2021年11月1日至2021年11月10日；"
        "公示阶段2021年12月1日至2021年12月10日。"
    )


@pytest.mark.parametrize("who", ["alice", "sun", "lin", "auditor", "root"])
def test_nobody_else_does(town, who):
    with pytest.raises(NotTheOffice):
        opened(town, who)
    assert len(town.rows(Campaign)) == 1


def test_who_may_open_is_asked_of_the_diagram(town):
    with town.house.reading() as uow:
        procedure = registry.load(uow, 1)
        assert may_open(uow, town.who(uow, "office"), procedure) == town.organisations["city"]
        assert may_open(uow, town.who(uow, "sun"), procedure) is None


def test_another_city_neither_opens_our_campaigns_nor_applies_in_them(town):
    with town.house.work() as uow:
        for code, level, above in (("far", "city", None), ("vale", "county", "far"), ("dock", "unit", "vale")):
            parent = town.organisations[above] if above else None
            town.organisations[code] = organisations.add(uow, code=code, name=code, level=level, parent_id=parent).id
        appoint(uow, None, town.people["sun"], town.organisations["far"], "office")
        appoint(uow, None, town.people["xu"], town.organisations["dock"], "lead")
    with town.house.reading() as uow:
        assert may_open(uow, town.who(uow, "sun"), registry.load(uow, 1)) is None
    with town.house.work() as uow, pytest.raises(NotOurCampaign):
        campaign = campaign_by_id(uow, town.campaign_id)
        apply(uow, town.who(uow, "xu"), campaign, town.organisations["dock"], "远码头工作室")


def test_a_campaign_may_have_dates_of_its_own(town):
    campaign = opened(town, windows={"application": (date(2022, 3, 1), date(2022, 3, 31))})
    assert campaign.window("application") == (date(2022, 3, 1), date(2022, 3, 31))
    assert campaign.window("public_notice") == (date(2021, 12, 1), date(2021, 12, 10))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"windows": {"holiday": (date(2022, 1, 1), date(2022, 1, 2))}}, "holiday"),
        ({"windows": {"application": (date(2022, 3, 2), date(2022, 3, 1))}}, "windows.application"),
        ({"title": "  "}, "title"),
    ],
)
def test_what_does_not_fit_is_refused(town, given, said):
    with pytest.raises(Invalid) as refused:
        opened(town, **given)
    assert said in refused.value.sentence + "".join(refused.value.fields)


def test_a_procedure_without_a_campaign_has_none_to_open(empty_town):
    from tests.drawing import diagram, end, pool, start

    alone = pool("申报", "application", [start("B"), end("E")], "B > E", subject="case", starters="own:lead")
    empty_town.deploy(package(diagram(alone)))
    with pytest.raises(Invalid, match="没有批次"):
        opened(empty_town)
    with pytest.raises(NotFound):
        opened(empty_town, procedure="nowhere")
    assert CASE[1] == "application"


def test_a_campaign_closes_where_its_pool_ends(town):
    case = town.open_case()
    town.write(case)
    town.complete("alice", "A_unit", AGREE, case)
    town.complete("office", "A_city", AGREE, case)
    town.complete("office", "C_list")
    (campaign,) = town.rows(Campaign)
    assert (campaign.outcome_name, campaign.ended_at) == ("批次结束", town.clock.now())
    assert next(i for i in town.rows(Instance) if i.subject_kind == "campaign").finished_at == town.clock.now()


def test_one_applies_until_the_last_day_of_the_phase(town):
    with town.house.reading() as uow:
        assert [c.id for c in open_for_application(uow)] == [town.campaign_id]
    town.clock.set(moment("2021-11-10 23:59"))
    with town.house.reading() as uow:
        assert len(open_for_application(uow)) == 1
    town.clock.set(moment("2021-11-11 00:00"))
    with town.house.reading() as uow:
        assert open_for_application(uow) == []
        assert [c.id for c in campaigns(uow)] == [town.campaign_id]
        with pytest.raises(NotFound):
            campaign_by_id(uow, 99)
