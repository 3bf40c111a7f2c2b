"""Whose year a yearly pool is about."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, select

from services import calendar
from services.calendar.feel_functions import library
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.process.rules.feel import compile_expression

from .known import facts_of
from .models import Studio, YearlyRun
from .standing import IN_GOOD_STANDING, NAMING, REVOKED
from .yearly import Period


def candidates(uow: UnitOfWork, procedure: str, after: int, limit: int | None) -> list[Studio]:
    """Studios of a procedure that stand in the register, by their id from behind `after`."""
    query = select(Studio).where(*_registered(procedure), Studio.id > after)
    return list(uow.session.scalars(query.order_by(Studio.id).limit(limit)))


def plaque_days(uow: UnitOfWork, procedure: str) -> set[date]:
    """The days on which the first plaques of these studios were hung."""
    hung = select(Studio.plaque_at).where(*_registered(procedure), Studio.plaque_at.is_not(None)).distinct()
    return {local_day(moment) for moment in uow.session.scalars(hung) if moment is not None}


def _registered(procedure: str) -> tuple[ColumnElement[bool], ...]:
    return Studio.procedure == procedure, Studio.status.not_in((NAMING, REVOKED)), Studio.no.is_not(None)


def begun_years(uow: UnitOfWork, procedure: str, process: str, studios: Iterable[Studio]) -> set[tuple[int, int]]:
    """(studio id, year) of the runs that were begun for these studios, by whichever version."""
    query = select(YearlyRun.subject_id, YearlyRun.year).where(
        YearlyRun.procedure == procedure,
        YearlyRun.process == process,
        YearlyRun.subject_kind == "studio",
        YearlyRun.subject_id.in_([s.id for s in studios]),
    )
    return {(number, year) for number, year in uow.session.execute(query)}


def in_cohort(uow: UnitOfWork, pool: engine.Pool, studio: Studio, period: Period) -> bool:
    """Property `cohort`; without it: who is named or on record, and was before the year began.

    Raises FeelError where the cohort cannot be computed.
    """
    text = pool.properties.get("cohort", "").strip()
    if not text:
        named = studio.named_on is not None and studio.named_on < period.start
        return studio.status in IN_GOOD_STANDING and named
    names = {
        "studio": facts_of(uow, studio),
        "review_year": period.year,
        "review_from": period.start,
        "review_until": period.end,
    }
    functions = library(calendar.load(uow), uow.now)
    return compile_expression(text.removeprefix("=")).evaluate(names.get, functions) is True
