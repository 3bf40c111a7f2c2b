"""Reading a value out of the answers and writing it the way a paper does: 2021年8月5日, 12.5, 是."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from .data import PaperData
from .shapes import Source, Value, ValueForm

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Pasted text brings control characters along that no font can draw, or that would turn the words around it.
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
DATE_TEXT = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


def read(source: Source, data: PaperData, item: Any = None) -> Any:
    """The value at the source, or None; `item` is the entry of the list in a repeated row."""
    if source.expression is not None:
        return source.expression.evaluate(lambda name: _first(name, data, item))
    head, *rest = source.text.split(".")
    found = _first(head, data, item)
    for name in rest:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _first(name: str, data: PaperData, item: Any) -> Any:
    if name == "header":
        return data.header
    if name == "answers":
        return data.answers
    if item is not None:
        return item.get(name) if isinstance(item, Mapping) else None
    return by_name(name, data)


def by_name(name: str, data: PaperData) -> Any:
    """What a name means on the paper as a whole: facts of the house first, then number and day, then the answers."""
    if name in data.known:
        return data.known[name]
    if name == "number" and data.number:
        return data.number
    if name == "issued_on" and data.issued_on:
        return data.issued_on
    return data.answers.get(name)


def written(value: Any, form: ValueForm = "text", labels: Mapping[str, str] | None = None) -> str:
    """A value in the words of a paper; nothing for None, and 0 stays 0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(text for entry in value if (text := written(entry, form, labels)))
    if isinstance(value, Mapping) and value.get("@") in ("date", "datetime", "number"):
        value = value["v"]
    if isinstance(value, float | Decimal):
        return _number(Decimal(str(value)))
    if (day := as_date(value)) and (form not in ("text", "prose") or isinstance(value, date)):
        return _dated(day, form)
    text = UNPRINTABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
    return (labels or {}).get(text, text)


def items(found: Any) -> list[Any]:
    """The items of a list; none of what is no list."""
    return list(found) if isinstance(found, list | tuple) else []


def shown(value: Value, data: PaperData, item: Any = None) -> str:
    """The words of a value cell, unit not included."""
    return written(read(value.source, data, item), value.form, dict(value.labels)) or value.blank


def ticked(source: Source, data: PaperData) -> frozenset[str]:
    """The values whose boxes are ticked: one value or a list of them."""
    value = read(source, data)
    chosen = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return frozenset(str(entry) for entry in chosen if entry is not None)


def as_date(value: Any) -> date | None:
    """A day (in Shanghai for a moment), from a date or from text that begins like 2021-08-05 or 1975-03."""
    if isinstance(value, datetime):
        return (value.astimezone(SHANGHAI) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (match := DATE_TEXT.match(value)):
        try:
            return date(int(match[1]), int(match[2]), int(match[3] or 1))
        except ValueError:
            return None
    return None


def _dated(day: date, form: ValueForm) -> str:
    if form == "year":
        return str(day.year)
    return f"{day.year}年{day.month}月" + ("" if form == "month" else f"{day.day}日")


def _number(value: Decimal) -> str:
    if not value.is_finite():
        return str(value)
    # 12.50 reads 12.5, and a sum never reads 1E+2.
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
