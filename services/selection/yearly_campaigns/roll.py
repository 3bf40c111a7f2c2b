"""The years roll: a yearly pool about a campaign begins once a year, whoever asks and however often.

Properties of the process: `yearly` ("03-01") and `review_of` as for studios; `starters` ("city:office"): every
organisation of that level has a campaign of its own. Whom the year is about the diagram says, by the messages it sends.
A year whose day had passed when the procedure was first deployed does not begin afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from services.casework.instances import Instance
from services.foundation.clock import local_day, start_of_day
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.people.organisations import Organisation, of_level
from services.process import engine, registry
from services.process.registry import ProcedureVersion
from services.record import jobs
from services.record.jobs import Job

from ..campaigns import begin_campaign
from ..campaigns.windows import in_year, phases_of_pool
from ..studios import Period, Yearly, YearlyRun, read_yearly

BEGIN = "begin_yearly_campaign"
SUBJECT = "organisation"


@dataclass(frozen=True)
class YearlyCampaign:
    """A pool that opens a campaign once a year, in the version of its procedure that is in force, and for whom."""

    version: ProcedureVersion
    pool: engine.Pool
    yearly: Yearly
    hosts: list[Organisation]


def yearly_campaigns(uow: UnitOfWork) -> Iterator[YearlyCampaign]:
    """The yearly pools about campaigns of the versions in force."""
    for version in registry.in_force(uow):
        for pool in registry.load(uow, version.id).pools_about("campaign"):
            yearly = read_yearly(pool.properties)
            if yearly is not None:
                levels = [word.partition(":")[0] for word in pool.properties.get("starters", "").split()]
                yield YearlyCampaign(version, pool, yearly, of_level(uow, " ".join(levels)))


def roll_campaigns(house: House) -> int:
    """Put every campaign in line whose day has come and that is not. Returns how many."""
    with house.reading() as uow:
        if not list(_missing(uow)):
            return 0  # nearly always: takes no write lock
    with house.work() as uow:
        missing = list(_missing(uow))
        for key, payload in missing:
            jobs.enqueue(uow, BEGIN, payload, key=key)
    return len(missing)


def next_campaign(uow: UnitOfWork) -> datetime | None:
    """The soonest moment to come at which a campaign begins by itself; None where none does."""
    today = local_day(uow.now)
    days = [each.yearly.next_begin(today) for each in yearly_campaigns(uow) if each.hosts]
    return start_of_day(min(days)) if days else None


def begin_yearly(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Open the campaign of a year; with its organisation's row locked, so that only one does."""
    host = uow.session.get_one(Organisation, payload["organisation"], with_for_update=True, populate_existing=True)
    version = uow.session.get_one(ProcedureVersion, payload["version"])
    procedure = registry.load(uow, version.id)
    pool = procedure.pool(payload["process"])
    period = Period(
        payload["year"],
        *(date.fromisoformat(payload[day]) for day in ("start", "end", "begins")),
    )
    run = YearlyRun(
        procedure=version.procedure,
        process=pool.id,
        version_id=version.id,
        subject_kind=SUBJECT,
        subject_id=host.id,
        year=period.year,
        begun_at=uow.now,
    )
    if uow.session.scalar(select(YearlyRun.id).where(*_same(run))) is not None:
        return
    uow.session.add(run)
    uow.session.flush()
    campaign = begin_campaign(
        uow,
        version,
        pool,
        host.id,
        f"{period.year}年{pool.name}",
        period.year,
        in_year(phases_of_pool(procedure.manifest, pool), period.begins.year),
        variables={"review_year": period.year, "review_from": period.start, "review_until": period.end},
    )
    running = select(Instance.id).where(Instance.subject_kind == "campaign", Instance.subject_id == campaign.id)
    run.instance_id = uow.session.scalar(running)


def _missing(uow: UnitOfWork) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in yearly_campaigns(uow):
        period = each.yearly.period(local_day(uow.now))
        if period is None or period.begins < _first_deployed(uow, each.version.procedure):
            continue
        for host in each.hosts:
            key = f"{BEGIN}:{each.version.procedure}:{each.pool.id}:{host.id}:{period.year}"
            if uow.session.scalar(select(Job.id).where(Job.key == key)) is None:
                yield key, _told(each, host, period)


def _told(each: YearlyCampaign, host: Organisation, period: Period) -> dict[str, Any]:
    days = {name: getattr(period, name).isoformat() for name in ("start", "end", "begins")}
    return {
        "version": each.version.id,
        "process": each.pool.id,
        "organisation": host.id,
        "year": period.year,
        **days,
    }


def _same(run: YearlyRun) -> tuple[Any, ...]:
    names = ("procedure", "process", "subject_kind", "subject_id", "year")
    return tuple(getattr(YearlyRun, name) == getattr(run, name) for name in names)


def _first_deployed(uow: UnitOfWork, procedure: str) -> date:
    own = select(func.min(ProcedureVersion.deployed_at)).where(ProcedureVersion.procedure == procedure)
    return local_day(uow.session.scalar(own) or uow.now)
