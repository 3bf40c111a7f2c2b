"""FEEL functions `bars(organisation)` and `bars of person(person)`: what holds today, or on the day given behind."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.foundation.clock import local_day
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Bar
from .queries import bars_in_force

Told = Callable[..., list[dict[str, Any]]]


def bars_function(uow: UnitOfWork) -> Told:
    """Rows {since, until, reason, paper_no, procedure}, whichever procedure said so. `bars(null)` is empty."""

    def bars(organisation: Any, day: Any = None) -> list[dict[str, Any]]:
        number = _number(organisation)
        return [] if number is None else _told(bars_in_force(uow, _day(uow, day), organisation_id=number))

    return bars


def bars_of_person_function(uow: UnitOfWork) -> Told:
    """The same of a person, by the number that `case.applicant` has."""

    def bars_of_person(person: Any, day: Any = None) -> list[dict[str, Any]]:
        number = _number(person)
        return [] if number is None else _told(bars_in_force(uow, _day(uow, day), person_id=number))

    return bars_of_person


def _number(value: Any) -> int | None:
    """Null is nobody; anything else that is no number is a mistake that must not pass for "not barred"."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)) or value != int(value):
        raise Faulty(f"查询限制申报要给出单位或人员的编号，不能是“{value}”。")
    return int(value)


def _day(uow: UnitOfWork, value: Any) -> date:
    if value is None:
        return local_day(uow.now)
    if not isinstance(value, date):
        raise Faulty(f"查询限制申报的日期不能是“{value}”。")
    return local_day(value) if isinstance(value, datetime) else value


def _told(rows: list[Bar]) -> list[dict[str, Any]]:
    return [
        {name: getattr(row, name) for name in ("since", "until", "reason", "paper_no", "procedure")} for row in rows
    ]
