"""Invented cities side by side in one house, on both databases, by the verbs that buttons call."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from services.casework.cases import Case
from services.casework.completions import Completing, complete
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.designer.deploy import deploy
from services.foundation.errors import Refusal
from services.people.organisations import move, organisation
from services.record import audit
from services.selection.bars import Bar
from services.selection.campaigns import Campaign, apply, campaign_by_id, open_campaign
from services.selection.organisation_pools import begin_pool
from services.selection.studios import Studio
from services.wiring import REHEARSED
from tests.builders import Town, moment, prepare
from tests.generality.cities import invented

Home = Callable[..., Town]


@pytest.fixture
def home(database_url: str, tmp_path: Path) -> Iterator[Home]:
    """Deploys cities into one fresh house and lets their people in."""
    house = prepare(database_url, moment("2022-02-01 09:00"), REHEARSED)

    def settle(*cities: str, at: str = "2022-02-01 09:00") -> Town:
        house.clock.set(moment(at))
        town = Town(house, house.clock)
        for city in cities:
            package = invented(city)
            with house.work() as uow:
                deploy(uow, package, uow.wiring.effects)
            town.settle_in(yaml.safe_load(package.files["scenarios/cast.yaml"]))
        return town

    yield settle
    house.engine.dispose()


def opened(town: Town, procedure: str, who: str, windows=None) -> Campaign:
    with town.house.work() as uow:
        campaign = open_campaign(uow, town.who(uow, who), procedure, "批次", town.clock.now().year, windows)
    town.settle()
    return campaign


def applied(town: Town, campaign: Campaign, who: str, unit: str, title: str = "一号工作室") -> Case:
    with town.house.work() as uow:
        case = apply(uow, town.who(uow, who), campaign_by_id(uow, campaign.id), town.organisations[unit], title)
    town.settle()
    return next(row for row in town.rows(Case) if row.id == case.id)


def done(town: Town, who: str, element: str, answers: dict | None = None) -> None:
    """The oldest open task of an element that is the person's own."""
    with town.house.work() as uow:
        actor = town.who(uow, who)
        mine = {f"p:{actor.id}", *(f"q:{seat.organisation_id}:{seat.role}" for seat in actor.positions)}
        query = uow.session.query(Task).filter(Task.element == element, Task.closed_at.is_(None)).order_by(Task.id)
        task = next(task for task in query if mine & set(task.principals))
        complete(uow, actor, task.id, Completing(answers or {}))
    town.settle()


def test_what_one_citys_office_bars_another_procedure_refuses(home):
    """The evaluation of one procedure bars a unit and its studio's next application elsewhere is not taken."""
    town = home("xiayu", "qiyuan")
    with town.house.work() as uow:  # one city with two procedures: each tree of organisations keeps to its own
        move(uow, town.organisations["qy-union"], town.organisations["xy-union"])
    campaign = opened(town, "xiayu", "office")
    applied(town, campaign, "lead_a", "xy-a")
    done(town, "lead_a", "XY_A_write", {"name": "一号工作室"})
    done(town, "office", "XY_A_approve", {"verdict": "agree"})
    assert [s.no for s in town.rows(Studio)] == ["GZS2022-0001"]
    town.until("2024-03-25 09:00")  # nobody reported
    done(town, "office", "XY_E_grade", {"grades": [{"studio_no": "GZS2022-0001", "verdict": "unqualified"}]})
    (row,) = town.rows(Bar)
    assert (row.procedure, row.until.isoformat()) == ("xiayu", "2025-12-31")

    spring = {"application": (date(2024, 4, 1), date(2026, 2, 28)), "review": (date(2026, 3, 1), date(2026, 3, 31)),
              "naming": (date(2026, 4, 1), date(2026, 5, 31))}  # fmt: skip
    later = opened(town, "qiyuan", "office", spring)
    assert applied(town, later, "lead_a", "xy-a").outcome_name == "限制期内，不予受理"
    assert applied(town, later, "lead_a", "qy-a").outcome_name is None, "another unit may"
    town.until("2026-01-01 00:00")
    assert applied(town, later, "lead_a", "xy-a").outcome_name is None, "and the same unit, once the time is over"
    with town.house.reading() as uow:
        told = [entry.sentence for entry in audit.history(uow, town.rows(Studio)[0].subject)]
        assert audit.verify(uow).ok
    assert "甲一船厂自 2024-03-25 至 2025-12-31 止不得申报：2023年度考评不合格。" in told


def test_an_evaluation_asks_every_studio_and_begins_once(home):
    town = home("xiayu")
    campaign = opened(town, "xiayu", "office")
    for name in "ab":
        applied(town, campaign, f"lead_{name}", f"xy-{name}")
        done(town, f"lead_{name}", "XY_A_write", {"name": f"{name}工作室"})
        done(town, "office", "XY_A_approve", {"verdict": "agree"})
    town.until("2024-03-02 09:00")
    asked = [i for i in town.rows(Instance) if i.process == "report"]
    year = next(c for c in town.rows(Campaign) if c.year == 2023)
    assert {i.campaign_id for i in asked} == {year.id} and {i.title for i in asked} == {"a工作室", "b工作室"}
    done(town, "lead_a", "XY_R_write", {"score": 99, "results": "一项"})
    reports = town.instance("campaign", year.id).snapshot
    assert "GZS2022-0001" in str(reports)
    assert [c.year for c in town.rows(Campaign)] == [2022, 2021, 2022, 2023]  # opened by the office; then by itself


def test_an_organisations_own_matter_is_done_by_its_people(home):
    town = home("xinglan", at="2023-04-27 09:00")
    with pytest.raises(Refusal), town.house.work() as uow:
        lamp = organisation(uow, town.organisations["lamp"])
        begin_pool(uow, town.who(uow, "lead_gear"), lamp, "xinglan", "intention")
    with town.house.work() as uow:
        lamp = organisation(uow, town.organisations["lamp"])
        begin_pool(uow, town.who(uow, "lead_lamp"), lamp, "xinglan", "intention")
    done(town, "lead_lamp", "XL_I_write", {"topic": "高效照明", "from": "2023-06-01"})
    with pytest.raises(Refusal, match="有 1 处"):
        done(town, "officer_east", "XL_I_check", {"verdict": "refuse"})
    done(town, "officer_east", "XL_I_check", {"verdict": "keep"})
    (instance,) = town.rows(Instance)
    assert (instance.ended_at, instance.subject_kind) == ("XL_I_done", "organisation")


def test_a_quota_is_kept_by_the_code_of_the_organisation(home):
    town = home("xinglan", at="2023-03-01 09:00")
    campaign = opened(town, "xinglan", "officer_city")
    case = applied(town, campaign, "lead_lamp", "lamp")
    done(town, "lead_lamp", "XL_A_write", {"name": "照明工作站", "amount": 200, "plan": "攻关"})
    with pytest.raises(Refusal, match="至少推荐 1 个"):
        done(town, "officer_east", "XL_Q_rank", {"chosen": []})
    done(town, "officer_east", "XL_Q_rank", {"chosen": [{"case_no": case.no, "rank": 1}]})
    ended = {i.title: i.ended_at for i in town.rows(Instance) if i.process == "allotment"}
    assert ended == {"东澜区科学技术局": "XL_Q_done", "南澜县科学技术局": "XL_Q_none", "西澜区科学技术局": None}


def test_votes_count_only_where_enough_are_cast(home):
    town = home("moqu", at="2023-05-05 09:00")
    campaign = opened(town, "moqu", "office")
    case = applied(town, campaign, "lead_a", "mq-a")
    done(town, "lead_a", "MQ_A_write", {"name": "纸业工作室", "track": "new"})
    done(town, "office", "MQ_A_visit", {"verdict": "fit"})
    town.until("2023-09-28 09:00")
    assert len(town.tasks("MQ_C_ballot")) == 5
    for member in (1, 2, 3):
        done(town, f"member_{member}", "MQ_C_ballot", {"approved": [case.no]})
    with pytest.raises(StopIteration):
        done(town, "member_1", "MQ_C_ballot", {"approved": [case.no]})  # nobody votes twice
    town.until("2023-10-02 00:00")
    assert len(town.tasks("MQ_C_ballot")) == 5, "three of five are too few: all vote once more"
    for member in (1, 2, 3, 5):
        done(town, f"member_{member}", "MQ_C_ballot", {"approved": [case.no] if member != 5 else []})
    town.until("2023-10-14 00:00")
    assert town.rows(Case)[0].outcome_name == "已命名"


def test_the_next_in_rank_takes_the_place_of_whom_an_outside_organ_objects_to(home):
    town = home("qiyuan", at="2024-03-01 09:00")
    campaign = opened(town, "qiyuan", "office")
    for name, score in (("a", 95), ("b", 90), ("cc", 85)):
        applied(town, campaign, f"lead_{name}", f"qy-{name}")
        done(town, f"lead_{name}", "QY_A_write", {"name": f"{name}工作室"})
        done(town, "office", "QY_A_score", {"score": score, "genuine": "yes"})
    town.until("2024-04-20 09:00")
    assert sorted({t.name for t in town.tasks("QY_C_ask")}) == [
        f"{organ}核查：{name}工作室" for organ in ("市场监督管理局", "应急管理局", "税务局") for name in "ab"
    ]
    for organ in ("safety", "market"):
        done(town, organ, "QY_C_ask", {"verdict": "clear"})
        done(town, organ, "QY_C_ask", {"verdict": "clear"})
    done(town, "tax", "QY_C_ask", {"verdict": "problem", "reason": "欠缴税款"})
    done(town, "tax", "QY_C_ask", {"verdict": "clear"})
    assert [t.name for t in town.tasks("QY_C_ask")] == [
        f"{organ}核查：cc工作室" for organ in ("应急管理局", "税务局", "市场监督管理局")
    ]
