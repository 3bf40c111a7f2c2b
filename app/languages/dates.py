"""Days as the house writes them in Chinese, written in English: 2021年11月10日(周三) 24:00 is Wed 10 Nov 2021 24:00."""

import re

WEEKDAYS = dict(zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOLIDAYS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}
_SPAN = re.compile(
    r"(?P<what>[^；]*?)(?P<first>\d{4}年\d{1,2}月\d{1,2}日[\d: ]*)至(?P<last>\d{4}年\d{1,2}月\d{1,2}日[\d: ]*)"
)
_DAY = re.compile(
    r"(?:(?:(?P<year>\d{4}(?:—\d{4})?)年)?(?:(?P<month>1[0-2]|[1-9])月)?(?:(?P<day>[1-3]?\d)日)?|(?P<iso>\d{4}-\d\d-\d\d))"
    r"(?P<named>\(?周(?P<weekday>[一二三四五六日])\)?)?(?P<hour> ?\d\d:\d\d(?::\d\d)?)?"
)


def english_date(text: str) -> str | None:
    """A day, month, year, weekday or public holiday in English; None for whatever is not one of these."""
    if text in HOLIDAYS:
        return HOLIDAYS[text]
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    weekday = WEEKDAYS.get(found["weekday"] or "", "")
    month = month_name(found["month"] or "")
    parts = [weekday, found["iso"], found["day"], month, found["year"], (found["hour"] or "").strip()]
    return " ".join(part for part in parts if part)


def english_spans(text: str) -> str | None:
    """Phases of a campaign, 申报2021年11月1日至2021年11月10日；公示…, with their days in English; None for the rest."""
    spans = [_SPAN.fullmatch(part) for part in text.split("；")]
    told = [
        f"{span['what']} {english_date(span['first'].strip())} to {english_date(span['last'].strip())}".lstrip()
        for span in spans
        if span is not None
    ]
    return "; ".join(told) if len(told) == len(spans) else None


def month_name(number: str) -> str:
    """Nov for 11; whatever is not the number of a month stays as it is."""
    return MONTHS[int(number) - 1] if number.isascii() and number.isdigit() and 1 <= int(number) <= 12 else number
