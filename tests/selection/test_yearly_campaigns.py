"""A campaign may begin by itself once a year, and its diagram asks for every studio that it evaluates."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from services.casework.instances import Instance
from services.designer.check import check_package
from services.designer.rehearse import next_moment
from services.foundation.clock import start_of_day
from services.foundation.errors import Invalid
from services.record import jobs
from services.selection.campaigns import Campaign, open_campaign, open_for_application
from services.selection.studios import Studio, YearlyRun
from services.selection.yearly_campaigns import begin_yearly, roll_campaigns
from services.wiring import WIRING
from tests.builders import Town, moment, prepare
from tests.cast import CAST
from tests.drawing import diagram, end, form, pool, script, send, start, task
from tests.selection.test_studios import named
from tests.small_procedure import CAMPAIGN, CASE, MESSAGES, SENT, STUDIO, package

STANDING = '=titles()[status = "named"]'
YEAR = pool(
    "年度考评",
    "evaluation",
    [
        start("E_begin"),
        script("E_year", "={year: review_year, from: review_from}", "about"),
        send("E_ask", "evaluated", (STANDING, "row"), inputs=[("=row.no", "studio_no"), ("=review_year", "of_year")]),
        task("E_list", "汇总", groups="city:office", due="=campaign.windows.application.end"),
        end("E_done"),
    ],
    "E_begin > E_year > E_ask > E_list > E_done",
    subject="campaign",
    starters="city:office",
    yearly="03-01",
    windows="application",
)
REPORT = pool(
    "工作室考评",
    "report",
    [start("R_begin", message="evaluated"), task("R_write", "自评", groups="own:union_officer"), end("R_done")],
    "R_begin > R_write > R_done",
    subject="studio",
)
ALL = (CAMPAIGN, CASE, STUDIO, YEAR, REPORT)


def whole(*pools, **more):
    sent = [*SENT, ("E_ask", "R_begin")]
    return package(diagram(*(pools or ALL), messages={**MESSAGES, "evaluated": ""}, sent=sent), **more)


def years(town):
    return [(c.title, c.year) for c in town.rows(Campaign) if c.opened_by is None]


def test_it_begins_on_its_day_and_only_once_a_year(make_town):
    town = make_town(whole())
    assert roll_campaigns(town.house) == 0  # the first of March before the procedure was deployed is over
    assert next_moment(town.house) is not None
    town.until("2022-02-28 23:00")
    assert years(town) == []
    town.until("2022-03-01 09:00")
    assert years(town) == [("2021年年度考评", 2021)]
    town.until("2022-12-31 09:00")
    assert roll_campaigns(town.house) == 0
    town.until("2023-03-02 09:00")
    assert [year for _, year in years(town)] == [2021, 2022]
    assert [(r.subject_kind, r.subject_id) for r in town.rows(YearlyRun)] == [
        ("organisation", town.organisations["city"])
    ] * 2


def test_its_phases_are_the_same_days_of_that_year_and_it_knows_which_year_it_is_about(make_town):
    town = make_town(whole())
    town.until("2022-03-01 09:00")
    campaign = town.rows(Campaign)[-1]
    assert list(campaign.windows) == ["application"]
    assert campaign.window("application") == (date(2022, 11, 1), date(2022, 11, 10))
    about = town.instance("campaign", campaign.id).snapshot
    assert "review_year" in str(about)
    assert town.task("E_list").due_at == start_of_day(date(2022, 11, 11))


def test_it_takes_no_applications_and_nobody_opens_it(make_town):
    town = make_town(whole())
    town.until("2022-03-01 09:00")
    with town.house.reading() as uow:
        assert [c.id for c in open_for_application(uow)] == []
    alone = Town(town.house, town.clock, town.organisations, town.people)
    alone.deploy(whole(YEAR, REPORT, STUDIO, CASE, CAMPAIGN))
    with pytest.raises(Invalid, match="每年自动启动"), town.house.work() as uow:
        deployed = package(diagram(YEAR, REPORT, messages={"evaluated": ""}, sent=[("E_ask", "R_begin")]))
        town.deploy(deployed)
        open_campaign(uow, town.who(uow, "office"), "hill", "考评", 2022)


def test_each_studio_of_the_register_is_asked_once(make_town):
    town = make_town(whole())
    named(town)
    named(town, "xu", "yard", "charlie")
    town.until("2022-03-01 09:00")
    asked = [i for i in town.rows(Instance) if i.process == "report"]
    campaign = town.rows(Campaign)[-1]
    assert [(i.title, i.campaign_id) for i in asked] == [
        ("林静创新工作室", campaign.id),
        ("林静创新工作室", campaign.id),
    ]
    assert {i.subject_kind for i in asked} == {"studio"} and len(town.rows(Studio)) == 2
    assert {t.principals[0] for t in town.tasks("R_write")} == {
        f"q:{town.organisations['mill']}:union_officer",
        f"q:{town.organisations['yard']}:union_officer",
    }


def test_two_workers_open_a_year_once(database_url):
    house = prepare(database_url)
    town = Town(house, house.clock)
    town.settle_in(CAST)
    town.deploy(whole())
    town.clock.set(moment("2022-03-01 09:00"))
    told = {"version": 1, "process": "evaluation", "organisation": town.organisations["city"], "year": 2021,
            "start": "2021-01-01", "end": "2021-12-31", "begins": "2022-03-01"}  # fmt: skip

    def work(n):
        try:
            if n < 2:
                with house.work() as uow:
                    begin_yearly(uow, told)
            roll_campaigns(house)
            jobs.run_due(house, f"worker-{n}", limit=5)
        except Exception as refused:  # a database that is busy refuses: the job is tried again
            return refused
        return None

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    town.until("2022-03-01 10:00")
    assert len(years(town)) == 1
    house.engine.dispose()


CHOSEN = form("choose", {"type": "textfield", "key": "chosen", "label": "登记号"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"yearly": "plaque_day"}, "不能按挂牌日"),
        ({"starters": ""}, "由哪一级主办"),
        ({"cohort": "=true"}, "cohort 只用于关于工作室"),
        ({"windows": "holiday"}, "阶段“holiday”没有"),
    ],
)
def test_a_year_that_could_not_begin_is_found(changed, said):
    told = {"subject": "campaign", "starters": "city:office", "yearly": "03-01", **changed}
    year = pool("年度考评", "evaluation", [start("E_begin"), end("E_done")], "E_begin > E_done", **told)
    report = check_package(package(diagram(CAMPAIGN, CASE, STUDIO, year, messages=MESSAGES, sent=SENT)), WIRING.effects)
    assert any(said in problem.message for problem in report.problems)


def test_no_form_decides_about_which_studio_a_pool_begins():
    year = pool(
        "年度考评",
        "evaluation",
        [
            start("E_begin"),
            task("E_pick", "点名", groups="city:office", form="choose", outputs=[("=[{no: chosen}]", "picked")]),
            send("E_ask", "evaluated", ("=picked", "row"), inputs=[("=row.no", "studio_no")]),
            end("E_done"),
        ],
        "E_begin > E_pick > E_ask > E_done",
        subject="campaign",
        starters="city:office",
        yearly="03-01",
    )
    drawn = whole(CAMPAIGN, CASE, STUDIO, year, REPORT, forms__choose_dot_form=CHOSEN)
    told = [p for p in check_package(drawn, WIRING.effects).problems if p.element == "E_ask"]
    assert [p.severity for p in told] == ["error"] and "不能取自表单" in told[0].message
