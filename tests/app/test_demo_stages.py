"""Every city's demonstration stands: who is waited for, what is on public notice, which studios bear a plaque."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.commands.demo import PROCESSES
from app.demo import BEGINS, load_demonstration
from services.casework.cases import Case
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.foundation.clock import SetClock
from services.foundation.errors import Invalid
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House
from services.process.registry import ProcedureVersion
from services.record.jobs.models import Incident
from services.selection.campaigns import Campaign
from services.selection.public_notices import PublicNotice
from services.selection.studios import Studio, StudioReview
from services.wiring import REHEARSED

# Steps at which somebody is waited for on the first morning, from the filling of a form to the naming organ.
WAITING = {
    "langfang": {"LF_T1", "LF_T2", "LF_T3", "LF_T3b", "LF_T4", "LF_T5", "LF_T7", "LF_T9b", "LF_T11", "LF_T13"},
    "nanchang": {"NC_T1", "NC_T2", "NC_T3", "NC_T5", "NC_T6", "NC_T8", "shared_review_verdict"},
    "dalian": {"DL_T1", "DL_T3", "DL_T3b", "DL_T6", "DL_T8", "shared_review_verdict", "shared_review_rectified"},
    "tongliao": {"TL_U1", "TL_N_review", "TL_Y2"},
    "liaoning": {"LN_T2", "LN_T3", "LN_T4", "LN_T6", "LN_T7", "LN_T8", "LN_T10", "shared_review_verdict"},
}
CROWD = 25
WITH_PLAQUE = {"dalian": 3, "langfang": 4, "liaoning": 5, "nanchang": 2, "tongliao": 6}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    clock = SetClock(BEGINS)
    home = House(open_database(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'jiangxin.db'}"), clock, REHEARSED)
    assert load_demonstration(home, clock, PROCESSES, size=CROWD)
    assert clock.now() == BEGINS
    return home


@pytest.mark.parametrize("procedure", WAITING)
def test_in_every_city_somebody_is_waited_for_at_every_level(house, procedure):
    with house.reading() as uow:
        ours = select(ProcedureVersion.id).where(ProcedureVersion.procedure == procedure)
        standing = _elements(uow, ours)
    assert WAITING[procedure] <= standing


@pytest.mark.parametrize("procedure", WAITING)
def test_in_every_city_a_public_notice_is_running(house, procedure):
    with house.reading() as uow:
        query = (
            select(func.count())
            .select_from(PublicNotice)
            .join(Campaign, Campaign.id == PublicNotice.campaign_id)
            .join(ProcedureVersion, ProcedureVersion.id == Campaign.version_id)
            .where(ProcedureVersion.procedure == procedure, PublicNotice.closed_at.is_(None))
        )
        assert uow.session.scalar(query)


def test_every_city_has_named_studios_with_their_plaques(house):
    with house.reading() as uow:
        hung = uow.session.scalars(select(Studio.procedure).where(Studio.plaque_no.is_not(None)))
        assert Counter(hung) == WITH_PLAQUE


def test_a_studio_of_the_rolling_procedure_holds_all_three_titles_and_one_had_a_barren_year(house):
    with house.reading() as uow:
        titles = list(uow.session.scalars(select(Studio).where(Studio.name == "苏和发酵工艺创新工作室")))
        ours = [title.id for title in titles]
        found = list(uow.session.scalars(select(StudioReview.results).where(StudioReview.studio_id.in_(ours))))
    assert sorted(title.category for title in titles) == ["city", "county", "unit"]
    assert found == [0]


def test_nothing_went_wrong_while_it_was_loaded(house):
    with house.reading() as uow:
        assert not list(uow.session.scalars(select(Incident.sentence)))


def test_so_many_cases_more_stand_in_the_newest_campaign_as_were_asked_for(house):
    with house.reading() as uow:
        newest = uow.session.scalar(select(func.max(Campaign.id)))
        cases = list(uow.session.scalars(select(Case).where(Case.campaign_id == newest)))
    assert len(cases) == CROWD
    assert len({case.organisation_id for case in cases}) == 3  # ten cases a unit
    assert len({case.recommender_id for case in cases}) == 3


def test_it_is_loaded_once(house):
    assert not load_demonstration(house, house.clock, PROCESSES)
    assert house.clock.now() - BEGINS < timedelta(minutes=1)


def test_only_procedures_that_have_a_plan_may_be_asked_for(house):
    with pytest.raises(Invalid, match="nowhere"):
        load_demonstration(house, house.clock, PROCESSES, ["nowhere"])


def _elements(uow, versions):
    query = (
        select(Task.element)
        .join(Instance, Instance.id == Task.instance_id)
        .where(Task.closed_at.is_(None), Instance.version_id.in_(versions))
    )
    return set(uow.session.scalars(query))
