"""The years roll: each yearly pool begins once for every studio and year, whoever asks and however often.

A look at the whole register is one job for each pool and day on which years begin, page by page; each studio's
beginning is a job of its own, so that one that fails holds up no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from services.casework.instances import start
from services.foundation.clock import local_day, start_of_day
from services.foundation.events import Event
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.process import engine, registry
from services.process.registry import ProcedureVersion
from services.record import jobs
from services.record.jobs import Job

from .cohort import begun_years, candidates, in_cohort, plaque_days
from .models import Studio, YearlyRun
from .yearly import Period, Yearly, read_yearly

PAGE = 200
LOOK, BEGIN = "look_for_yearly_runs", "begin_yearly_run"
SUBJECT = "studio"


@dataclass(frozen=True)
class YearlyPool:
    """A pool that begins once a year, in the version of its procedure that is in force."""

    version: ProcedureVersion
    pool: engine.Pool
    yearly: Yearly


def yearly_pools(uow: UnitOfWork) -> Iterator[YearlyPool]:
    """The yearly pools about studios of every procedure's newest version."""
    for version in registry.in_force(uow):
        for pool in registry.load(uow, version.id).pools_about(SUBJECT):
            yearly = read_yearly(pool.properties)
            if yearly is not None:
                yield YearlyPool(version, pool, yearly)


def roll_reviews(house: House) -> int:
    """Have a look taken at the register for every yearly pool whose day has come since the last one.

    Returns how many looks were put in line. Between two such days a studio becomes due by what is told of it alone
    (see `catch_up`).
    """
    with house.reading() as uow:
        if not list(_missing_looks(uow)):
            return 0  # nearly always: takes no write lock
    with house.work() as uow:
        missing = list(_missing_looks(uow))
        for key, payload in missing:
            jobs.enqueue(uow, LOOK, payload, key=key)
    return len(missing)


def _missing_looks(uow: UnitOfWork) -> Iterator[tuple[str, dict[str, Any]]]:
    today = local_day(uow.now)
    for each in yearly_pools(uow):
        begun = [p.begins for day in _year_days(uow, each) if (p := each.yearly.period(today, day)) is not None]
        if not begun:
            continue
        told = {"version": each.version.id, "process": each.pool.id, "day": max(begun).isoformat(), "after": 0}
        key = _look_key(told)
        if uow.session.scalar(select(Job.id).where(Job.key == key)) is None:
            yield key, told


def _year_days(uow: UnitOfWork, each: YearlyPool) -> list[date | None]:
    """The days from which years are counted: one for all, or the plaque days there are."""
    if not each.yearly.by_plaque:
        return [None]
    return list(plaque_days(uow, each.version.procedure))


def _look_key(told: dict[str, Any]) -> str:
    return f"yearly:{told['version']}:{told['process']}:{told['day']}:{told['after']}"


def look(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """A page of the register: whose year is due gets a job; the next page gets one too."""
    version = uow.session.get_one(ProcedureVersion, payload["version"])
    pool = registry.load(uow, version.id).pool(payload["process"])
    yearly = read_yearly(pool.properties)
    if yearly is None:
        return
    page = candidates(uow, version.procedure, payload["after"], PAGE)
    begun = begun_years(uow, version.procedure, pool.id, page)
    for studio in page:
        if _due(uow, pool, yearly, studio, begun) is not None:
            told = {"version": version.id, "process": pool.id, "studio": studio.id}
            jobs.enqueue(uow, BEGIN, told, subject=studio.subject)
    if len(page) == PAGE:
        further = {**payload, "after": page[-1].id}
        jobs.enqueue(uow, LOOK, further, key=_look_key(further))


def catch_up(uow: UnitOfWork, event: Event) -> None:
    """Something is known of a studio that was not: a review of this year that passed it over may begin now."""
    studio = uow.session.get_one(Studio, event.subject.id)
    for each in yearly_pools(uow):
        if each.version.procedure == studio.procedure:
            told = {"version": each.version.id, "process": each.pool.id, "studio": studio.id}
            jobs.enqueue(uow, BEGIN, told, subject=studio.subject)


def begin(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Start the pool for one studio; with the studio's row locked, so that only one does."""
    studio = uow.session.get_one(Studio, payload["studio"], with_for_update=True, populate_existing=True)
    version = uow.session.get_one(ProcedureVersion, payload["version"])
    pool = registry.load(uow, version.id).pool(payload["process"])
    yearly = read_yearly(pool.properties)
    begun = begun_years(uow, version.procedure, pool.id, [studio])
    period = _due(uow, pool, yearly, studio, begun) if yearly is not None else None
    if period is None:
        return
    run = YearlyRun(
        procedure=version.procedure,
        process=pool.id,
        version_id=version.id,
        subject_kind=SUBJECT,
        subject_id=studio.id,
        year=period.year,
        begun_at=uow.now,
    )
    uow.session.add(run)
    uow.session.flush()
    instance, _ = start(
        uow,
        version.id,
        pool.id,
        studio.subject,
        organisation_id=studio.organisation_id,
        title=studio.name,
        lead=studio.lead,
        category=studio.category,
        variables={"review_year": period.year, "review_from": period.start, "review_until": period.end},
    )
    run.instance_id = instance.id


def next_roll(uow: UnitOfWork) -> datetime | None:
    """The soonest moment to come at which a yearly pool may begin for some studio; None where none can."""
    days = list(_coming(uow))
    return start_of_day(min(days)) if days else None


def _coming(uow: UnitOfWork) -> Iterator[date]:
    today = local_day(uow.now)
    for each in yearly_pools(uow):
        if each.yearly.by_plaque or candidates(uow, each.version.procedure, 0, 1):
            yield from (each.yearly.next_begin(today, day) for day in _year_days(uow, each))


def _due(
    uow: UnitOfWork, pool: engine.Pool, yearly: Yearly, studio: Studio, begun: set[tuple[int, int]]
) -> Period | None:
    """The year that should begin for a studio now, if one should and has not."""
    period = yearly.period(local_day(uow.now), _plaque_day(studio))
    if period is None or (studio.id, period.year) in begun or not in_cohort(uow, pool, studio, period):
        return None
    return period


def _plaque_day(studio: Studio) -> date | None:
    return local_day(studio.plaque_at) if studio.plaque_at else None
