"""What a day of a notice is worth, and when to look next. Pure: facts and the hour come in as arguments."""

from datetime import date, datetime, time, timedelta

from services.foundation.clock import SHANGHAI, end_of_day, local, local_day

from .models import COUNTED, NOT_COUNTED, NOT_WORKING, OFF_LINE

Absence = tuple[datetime, datetime | None]  # from, until; None: still away
LOOKS = (time(9), time(12), time(16))  # in Shanghai; at 24:00 the day that is over is judged
AGAIN = timedelta(minutes=30)  # after a look that failed


def judged(*, is_working: bool, waits: bool, taken_down: bool, over: bool, looks_ok: int) -> str | None:
    """The status of a day, None while it cannot be told yet.

    `waits`: it is the day of posting and that does not count. A working day is lost as soon as the notice is taken down
    for any part of it, and when it is over without a single look that succeeded.
    """
    if not is_working:
        return NOT_WORKING if over else None
    if waits:
        return NOT_COUNTED if over else None
    if taken_down:
        return OFF_LINE
    if not over:
        return None
    return COUNTED if looks_ok else OFF_LINE


def next_look(now: datetime, seen: bool) -> datetime:
    """When to look again, or to judge the day that is over; sooner where the page was not seen."""
    today = local_day(now)
    moments = [datetime.combine(today, at, SHANGHAI) for at in LOOKS] + [end_of_day(today)]
    planned = min(moment for moment in moments if moment > now)
    return planned if seen else min(planned, now + AGAIN)


def time_to_look(now: datetime) -> bool:
    """Whether it is day: what is on line at midnight only proves nothing for a day."""
    return local(now).time() >= LOOKS[0]


def last_look_is_over(now: datetime) -> bool:
    """Whether the last planned look of the day has been made: who wants to save the day must act now."""
    return local(now).time() >= LOOKS[-1]


def taken_down_on(day: date, absences: list[Absence]) -> Absence | None:
    """The first absence that touches any part of a day."""
    begins = datetime.combine(day, time(), SHANGHAI)
    for since, until in absences:
        if since < end_of_day(day) and (until is None or until > begins):
            return since, until
    return None
