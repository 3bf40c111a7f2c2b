"""Quiet hours and the hour of the digest: pure questions to the clock on the wall in Shanghai."""

from datetime import datetime, time, timedelta

from services.foundation.clock import SHANGHAI, local

QUIET_FROM, QUIET_TO = time(22), time(7)
DIGEST_AT = time(8, 30)


def quiet_until(now: datetime, begins: time, ends: time) -> datetime | None:
    """When the quiet hours that hold now are over; None outside of them. They may run across midnight; the first
    moment is quiet, the last is not. From and to the same hour: never.
    """
    here = local(now)
    clock = here.time()
    over_midnight = begins > ends
    inside = (clock >= begins or clock < ends) if over_midnight else begins <= clock < ends
    if not inside:
        return None
    day = here.date() + timedelta(days=over_midnight and clock >= begins)
    return datetime.combine(day, ends, SHANGHAI).astimezone(now.tzinfo)


def next_digest(now: datetime) -> datetime:
    """The next 08:30 in Shanghai, today's if it is still to come."""
    here = local(now)
    day = here.date() + timedelta(days=here.time() > DIGEST_AT)
    return datetime.combine(day, DIGEST_AT, SHANGHAI).astimezone(now.tzinfo)


def mail_at(now: datetime, begins: time, ends: time, digest: bool) -> datetime:
    """When a mail may leave: at once, with the next digest, and never in the quiet hours."""
    when = next_digest(now) if digest else now
    return quiet_until(when, begins, ends) or when
