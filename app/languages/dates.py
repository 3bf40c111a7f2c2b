"""Days as the house writes them in Chinese, written in English: 2021年11月10日(周三) 24:00 is Wed 10 Nov 2021 24:00."""

import re

WEEKDAYS = dict(zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(
    r"(?:(?:(?P<year>\d{4})年)?(?:(?P<month>1[0-2]|[1-9])月)?(?:(?P<day>[1-3]?\d)日)?|(?P<iso>\d{4}-\d\d-\d\d))"
    r"(?P<named>\(?周(?P<weekday>[一二三四五六日])\)?)?(?P<hour> ?\d\d:\d\d(?::\d\d)?)?"
)


def english_date(text: str) -> str | None:
    """A day, month, year or weekday in English; None for whatever is not one of these."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    weekday = WEEKDAYS.get(found["weekday"] or "", "")
    month = month_name(found["month"] or "")
    parts = [weekday, found["iso"], found["day"], month, found["year"], (found["hour"] or "").strip()]
    return " ".join(part for part in parts if part)


def month_name(number: str) -> str:
    """Nov for 11; whatever is not the number of a month stays as it is."""
    return MONTHS[int(number) - 1] if number.isascii() and number.isdigit() and 1 <= int(number) <= 12 else number
