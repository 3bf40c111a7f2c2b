"""Reading moments and durations as a diagram may give them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from services.process.rules.feel import compile_expression
from services.process.rules.values import YearsMonths

from .faults import ExpressionFailed
from .feel_host import ZONE

DAY = timedelta(days=1)
_DATE_ONLY = re.compile(r"\d{4}-\d\d-\d\d")
_DURATION = re.compile(r"-?P(?=[0-9T])(\d+Y)?(\d+M)?(\d+D)?(T(?=[0-9])(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_CYCLE = re.compile(r"R(\d*)/(.+)")


def moment(value: Any, element: str) -> datetime:
    """An aware moment: a date means its end (24:00 in China), a time without zone is China's. Raises ExpressionFailed."""
    if isinstance(value, str):
        value = _read(value.strip(), element)
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=ZONE)
    if isinstance(value, date):
        return datetime.combine(value + DAY, time(), ZONE)
    raise ExpressionFailed(element, f"时间须为日期或日期时间，得到的是“{value}”。")


def _read(text: str, element: str) -> date | datetime:
    try:
        return date.fromisoformat(text) if _DATE_ONLY.fullmatch(text) else datetime.fromisoformat(text)
    except ValueError as error:
        raise ExpressionFailed(element, f"“{text}”不是日期，也不是日期时间。") from error


def is_duration(text: str) -> bool:
    """Whether a text is an ISO 8601 duration such as P5D or PT12H."""
    return _DURATION.fullmatch(text.strip()) is not None


def duration(value: Any, element: str) -> timedelta | YearsMonths:
    """A duration, from FEEL or as ISO 8601 text. Raises ExpressionFailed."""
    if isinstance(value, str) and is_duration(value):
        value = compile_expression(f'duration("{value.strip()}")').evaluate({})
    if isinstance(value, timedelta | YearsMonths):
        return value
    raise ExpressionFailed(element, f"时长须写成 P5D、PT12H 这样的形式，得到的是“{value}”。")


def after(start: datetime, length: timedelta | YearsMonths) -> datetime:
    """The moment that lies a duration after another; months are counted on China's calendar."""
    if isinstance(length, timedelta):
        return start + length
    later = compile_expression("start + length").evaluate({"start": start.astimezone(ZONE), "length": length})
    return later if isinstance(later, datetime) else start


def is_cycle(text: str) -> bool:
    """Whether a text is a repetition such as R3/P1D or R/PT12H."""
    found = _CYCLE.fullmatch(text.strip())
    return found is not None and is_duration(found[2])


def cycle(value: Any, element: str) -> tuple[int, timedelta | YearsMonths]:
    """How often (-1: without end) and at what distance. Raises ExpressionFailed."""
    found = _CYCLE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ExpressionFailed(element, f"重复须写成 R3/P1D 这样的形式，得到的是“{value}”。")
    every = duration(found[2], element)
    if every <= (timedelta(0) if isinstance(every, timedelta) else YearsMonths(0)):
        raise ExpressionFailed(element, f"重复的间隔须大于零，得到的是“{value}”。")
    return (int(found[1]) if found[1] else -1), every
