"""The values FEEL speaks of, their kinds, and the JSON form in which a snapshot keeps them.

Numbers are `Decimal` (34 digits, DMN 10.3.2.3.1); an `int` from outside is a number too, a `bool` never is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from enum import Enum
from functools import total_ordering
from typing import Any
from zoneinfo import ZoneInfo

from services.foundation.errors import Faulty

from .far_dates import FarDate, FarMoment

NUMBERS = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow]
)
"""The arithmetic of decimal128: a result out of range raises, and FEEL answers null."""


MAX_STORED = 500_000
"""Values in one JSON form."""
MAX_DEPTH = 100
MAX_MONTHS = 10**20


class Kind(Enum):
    """The kinds of FEEL values (DMN 10.3.2.2); two values of different kinds are never comparable."""

    NULL = "null"
    BOOLEAN = "boolean"
    NUMBER = "number"
    STRING = "string"
    DATE = "date"
    TIME = "time"
    MOMENT = "date and time"
    DURATION = "days and time duration"
    MONTHS = "years and months duration"
    LIST = "list"
    CONTEXT = "context"
    RANGE = "range"
    FUNCTION = "function"
    FOREIGN = "foreign"


@total_ordering
@dataclass(frozen=True, slots=True)
class YearsMonths:
    """A years and months duration, in whole months (may be negative); raises ValueError beyond MAX_MONTHS."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) > MAX_MONTHS:
            raise ValueError("beyond any calendar")

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, YearsMonths):
            return NotImplemented
        return self.months < other.months


@dataclass(frozen=True, slots=True)
class Range:
    """A range of values; an end that is None is open to infinity. `start_included` as in `[`, else `(`."""

    start: Any
    end: Any
    start_included: bool = True
    end_included: bool = True

    __hash__ = None  # type: ignore[assignment]  # its ends may be lists


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value: `names` of its parameters, `call` takes them in order; None in `names` varies.

    `types`: what each parameter's type is written as (None where it has none), for `instance of`."""

    name: str
    names: tuple[str, ...] | None
    call: Callable[..., Any]
    types: tuple[Any, ...] = ()


_KINDS: dict[type, Kind] = {
    type(None): Kind.NULL,
    bool: Kind.BOOLEAN,
    Decimal: Kind.NUMBER,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    str: Kind.STRING,
    datetime: Kind.MOMENT,
    date: Kind.DATE,
    FarMoment: Kind.MOMENT,
    FarDate: Kind.DATE,
    time: Kind.TIME,
    timedelta: Kind.DURATION,
    YearsMonths: Kind.MONTHS,
    list: Kind.LIST,
    tuple: Kind.LIST,
    dict: Kind.CONTEXT,
    Range: Kind.RANGE,
    Function: Kind.FUNCTION,
}


def kind_of(value: Any) -> Kind:
    """The kind of a value; FOREIGN for an object FEEL does not know (it can only be handed on)."""
    known = _KINDS.get(type(value))
    if known is not None:
        return known
    for base, kind in _KINDS.items():
        if isinstance(value, base):
            return kind
    return Kind.CONTEXT if isinstance(value, Mapping) else Kind.FOREIGN


def as_number(value: Any) -> Decimal | int:
    """A value of kind NUMBER as FEEL computes with it: a float counts as the decimal it prints as."""
    if isinstance(value, float):
        return Decimal(repr(value))
    return value


class NotStorable(Faulty):
    """A value that a snapshot cannot keep: a function, an unknown object, a context key that begins with "@"."""


def to_json(value: Any) -> Any:
    """A value as JSON. Whole numbers stay plain; what JSON lacks becomes {"@": kind, "v": text}.

    Lists and contexts are copied. Raises NotStorable for functions, foreign objects, keys like "@", and for what is
    too large or too deep (a list that holds itself many times over would grow without end when written out).
    """
    return _Writing().write(value, 0)


class _Writing:
    """One walk through a value; counts what it has written."""

    def __init__(self) -> None:
        self.left = MAX_STORED

    def write(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            raise NotStorable("数据过大或层次过深，无法保存。")
        kind = kind_of(value)
        if kind in (Kind.NULL, Kind.BOOLEAN, Kind.STRING):
            return value
        if kind is Kind.LIST:
            return [self.write(item, depth + 1) for item in value]
        if kind is Kind.CONTEXT:
            return {_storable_key(key): self.write(item, depth + 1) for key, item in value.items()}
        if kind is Kind.NUMBER:
            return _number_to_json(as_number(value))
        if isinstance(value, FarDate | FarMoment):
            return _far_to_json(value)
        if kind is Kind.RANGE:
            ends = [self.write(value.start, depth + 1), self.write(value.end, depth + 1)]
            return {"@": "range", "v": [*ends, value.start_included, value.end_included]}
        write = _WRITERS.get(kind)
        if write is None:
            raise NotStorable(f"无法保存的数据类型：{kind.value}。")
        return write(value)


def from_json(stored: Any) -> Any:
    """The value that `to_json` wrote; raises NotStorable where the text is not one of its forms."""
    if isinstance(stored, list):
        return [from_json(item) for item in stored]
    if not isinstance(stored, dict):
        return Decimal(repr(stored)) if isinstance(stored, float) else stored
    name = stored.get("@")
    if name is None:
        return {key: from_json(item) for key, item in stored.items()}
    read = _READERS.get(name)
    if read is None:
        raise NotStorable(f"保存的数据中有未知类型“{name}”。")
    return read(stored["v"])


def _storable_key(key: Any) -> str:
    if not isinstance(key, str) or key.startswith("@"):
        raise NotStorable(f"名称“{key}”不能保存：须为文字，且不以 @ 开头。")
    return key


def _far_to_json(value: FarDate | FarMoment) -> dict[str, Any]:
    near = _moment_text(value.near) if isinstance(value, FarMoment) else value.near.isoformat()
    return {"@": "far " + ("datetime" if isinstance(value, FarMoment) else "date"), "v": [value.cycles, near]}


def _number_to_json(number: Decimal | int) -> Any:
    if isinstance(number, int):
        return int(number)
    if not number.is_finite():
        raise NotStorable("无法保存的数值。")
    if number.as_tuple().exponent == 0 and not (number.is_zero() and number.is_signed()):
        return int(number)
    return {"@": "number", "v": str(number)}


def _tagged(name: str, text: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {"@": name, "v": text(value)}


def _zone_of(value: datetime | time) -> str | None:
    return getattr(value.tzinfo, "key", None)


def _moment_text(value: datetime | time) -> str:
    zone = _zone_of(value)
    if zone is None:
        return value.isoformat()
    # The fold is not in the text of a zoned wall-clock time, so it is added where the clocks went back.
    return value.replace(tzinfo=None).isoformat() + "@" + zone + ("~" if value.fold else "")


def _read_moment(kind: type[datetime] | type[time]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        local, at, zone = text.partition("@")
        value = kind.fromisoformat(local)
        return value.replace(tzinfo=ZoneInfo(zone.rstrip("~")), fold=int(zone.endswith("~"))) if at else value

    return read


def _read_duration(parts: Sequence[int]) -> timedelta:
    days, seconds, microseconds = parts
    return timedelta(days, seconds, microseconds)


_WRITERS: dict[Kind, Callable[[Any], dict[str, Any]]] = {
    Kind.DATE: _tagged("date", date.isoformat),
    Kind.MOMENT: _tagged("datetime", _moment_text),
    Kind.TIME: _tagged("time", _moment_text),
    Kind.DURATION: _tagged("duration", lambda value: [value.days, value.seconds, value.microseconds]),
    Kind.MONTHS: _tagged("months", lambda value: value.months),
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "number": Decimal,
    "date": date.fromisoformat,
    "datetime": _read_moment(datetime),
    "time": _read_moment(time),
    "far date": lambda parts: FarDate(parts[0], date.fromisoformat(parts[1])),
    "far datetime": lambda parts: FarMoment(parts[0], _read_moment(datetime)(parts[1])),
    "duration": _read_duration,
    "months": YearsMonths,
    "range": lambda parts: Range(from_json(parts[0]), from_json(parts[1]), parts[2], parts[3]),
}
