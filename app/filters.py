"""How days and moments read on a page: in Shanghai's time, with a period's last day shown as its 24:00.

Chinese as below; in English a day reads 10 Nov 2021 and with its name Wed 10 Nov 2021.
"""

from datetime import date, datetime, time

from babel.dates import format_date
from flask import Flask

from services.foundation.clock import last_day, local, local_day
from services.output.documents import fonts_missing

from .access import house
from .languages import CHINESE, chosen

WEEKDAYS = "一二三四五六日"


def install(app: Flask) -> None:
    """Make the filters known to the templates, and what papers lack on this machine."""
    app.jinja_env.globals["fonts_missing"] = fonts_missing
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        due=due,
        days_left=days_left,
        weekday=weekday,
        stamp=stamp,
        short_day=short_day,
        iso_day=iso_day,
    )


def day(value: date | datetime | None) -> str:
    """2021年11月10日; empty for None. No zeros before the numbers (GB/T 9704, 7.3.5.4)."""
    if value is None:
        return ""
    shown = local_day(value) if isinstance(value, datetime) else value
    if chosen() != CHINESE:
        return format_date(shown, "d MMM y", locale=chosen())
    return f"{shown.year}年{shown.month}月{shown.day}日"


def moment(value: datetime | None) -> str:
    """2021年11月10日 09:30; empty for None."""
    return "" if value is None else f"{day(value)} {local(value):%H:%M}"


def iso_day(value: datetime) -> str:
    """The day something happened on, for an address: 2021-11-10."""
    return local_day(value).isoformat()


def weekday(value: date | datetime | None) -> str:
    """A day with its name, for whoever has to be there: 2021年11月10日(周三); empty for None."""
    if value is None:
        return ""
    shown = local_day(value) if isinstance(value, datetime) else value
    if chosen() != CHINESE:
        return format_date(shown, "EEE d MMM y", locale=chosen())
    return f"{day(shown)}(周{WEEKDAYS[shown.weekday()]})"


def short_day(value: date) -> str:
    """A day where the year is plain from beside it: 11月10日(周三)."""
    if chosen() != CHINESE:
        return format_date(value, "EEE d MMM", locale=chosen())
    return weekday(value).partition("年")[2]


def stamp(value: datetime | None) -> str:
    """When something happened, its day named: 2021年11月10日(周三) 09:30; empty for None."""
    return "" if value is None else f"{weekday(value)} {local(value):%H:%M}"


def due(value: datetime | None) -> str:
    """The last moment of a period: 2021年11月10日(周三) 24:00 for what ends at 11 November, 00:00; empty for None."""
    if value is None:
        return ""
    whole_day = local(value).time() == time()
    shown = last_day(value) if whole_day else local_day(value)
    return f"{weekday(shown)} {'24:00' if whole_day else f'{local(value):%H:%M}'}"


def days_left(value: datetime | None) -> str:
    """How far off a due moment is by the house's clock: 还剩 3 天, 今天到期, 已逾期 2 天; empty for None."""
    if value is None:
        return ""
    now = house().clock.now()
    left = (last_day(value) - local_day(now)).days
    if now >= value:
        return f"已逾期 {-left} 天" if left < 0 else "已逾期"
    return "今天到期" if left == 0 else f"还剩 {left} 天"
