"""How far the years are: for each yearly pool what was begun, what is still under way, and when the next begins."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from .cohort import plaque_days
from .models import YearlyRun
from .roll import SUBJECT, YearlyPool, yearly_pools


@dataclass(frozen=True)
class YearCount:
    """Of one pool and year: how many were begun, how many of them are still under way."""

    year: int
    begun: int
    under_way: int


@dataclass(frozen=True)
class YearsOfPool:
    """A yearly pool with its years, the newest first; `next_day` is None while there is no studio to count from."""

    each: YearlyPool
    years: list[YearCount]
    next_day: date | None


def years_so_far(uow: UnitOfWork) -> list[YearsOfPool]:
    """Every yearly pool of the procedures in force."""
    return [YearsOfPool(each, _counts(uow, each), _next_day(uow, each)) for each in yearly_pools(uow)]


def _counts(uow: UnitOfWork, each: YearlyPool) -> list[YearCount]:
    mine = (
        YearlyRun.procedure == each.version.procedure,
        YearlyRun.process == each.pool.id,
        YearlyRun.subject_kind == SUBJECT,
    )
    begun = select(YearlyRun.year, func.count()).where(*mine).group_by(YearlyRun.year)
    running = (
        select(YearlyRun.year, func.count())
        .join(Instance, Instance.id == YearlyRun.instance_id)
        .where(*mine, Instance.finished_at.is_(None))
        .group_by(YearlyRun.year)
    )
    under_way = {year: count for year, count in uow.session.execute(running)}
    rows = [YearCount(year, count, under_way.get(year, 0)) for year, count in uow.session.execute(begun)]
    return sorted(rows, key=lambda row: -row.year)


def _next_day(uow: UnitOfWork, each: YearlyPool) -> date | None:
    today = local_day(uow.now)
    if not each.yearly.by_plaque:
        return each.yearly.next_begin(today)
    days = [each.yearly.next_begin(today, day) for day in plaque_days(uow, each.version.procedure)]
    return min(days) if days else None
