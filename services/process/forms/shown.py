"""A value as words for a reader, as text for a control, and which control asks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from .fields import Field, Option
from .kinds import SHANGHAI, token

NOTHING = "—"
_CONTROLS = {"date": "date", "time": "time", "datetime": "datetime-local"}
_NATIVE = {
    "date": re.compile(r"\d{4}-\d\d-\d\d\Z"),
    "time": re.compile(r"\d\d:\d\d(:\d\d)?\Z"),
    "datetime-local": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\Z"),
    "month": re.compile(r"\d{4}-\d\d\Z"),
}


def typed(question: Field, value: Any) -> str:
    """What stands in the control: what was typed, or the value in the control's own spelling."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return _plain(value) if not isinstance(value, (list, dict)) else ""


def shown(question: Field, value: Any, options: tuple[Option, ...]) -> str:
    """Words for reading; a blank answer is a dash."""
    if question.kind == "checkbox":
        return "是" if value in (True, "true") else "否"
    if value is None or value == "" or value == []:
        return NOTHING
    if question.kind == "filepicker":
        return "、".join(file_words(item) for item in value) if isinstance(value, list) else NOTHING
    labels = {token(option.value): option.label for option in options}
    if isinstance(value, list):
        return "、".join(labels.get(token(item), token(item)) for item in value)
    if labels:
        return labels.get(token(value), token(value))
    return _dated(question, value)


def file_words(item: Any) -> str:
    """A file's name and size, and how long it plays; a dash where nothing is known of it."""
    if not isinstance(item, Mapping) or not item.get("name"):
        return NOTHING
    size, seconds = item.get("size"), item.get("seconds")
    told = [f"{size / 1048576:.1f} MB" if size >= 104858 else f"{size / 1024:.0f} KB"] if isinstance(size, int) else []
    told += [f"{seconds // 60}分{seconds % 60:02d}秒"] if isinstance(seconds, int) else []
    return f"{item['name']}（{'，'.join(told)}）" if told else str(item["name"])


def control_type(question: Field, value: Any) -> str:
    """The input's type; plain text where the browser's own control would swallow what was typed."""
    wanted = _CONTROLS.get(question.kind) or {"month": "month", "email": "email", "phone": "tel"}.get(question.format)
    if wanted is None:
        return "text"
    text = typed(question, value)
    pattern = _NATIVE.get(wanted)
    return "text" if text and pattern and not pattern.match(text) else wanted


def _dated(question: Field, value: Any) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    day = _day(value) if question.kind == "date" else None
    if day is not None:
        return f"{day.year}年{day.month}月{day.day}日"
    if question.format == "month" and isinstance(value, str) and _NATIVE["month"].match(value):
        return f"{value[:4]}年{int(value[5:])}月"
    return f"{_plain(value)} {question.unit}".strip() if question.unit else _plain(value)


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return token(value)
