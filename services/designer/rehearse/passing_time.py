"""Time passes on a clock that can be set: whatever falls due on the way happens at its own moment, in order."""

from datetime import datetime, timedelta

from services.casework import deadlines
from services.casework.instances import tick_all_due
from services.casework.tasks import next_word_due
from services.foundation.clock import SetClock, end_of_day, local_day
from services.foundation.storage.unit_of_work import House
from services.output.messages import remind_all_due
from services.record import audit, jobs
from services.selection import studios, yearly_campaigns
from services.selection.public_notices import LOOK

MOST_ROUNDS = 1000
MOST_STOPS = 20_000  # a story may go on for years, and every stop leads forward


def settle(house: House) -> int:
    """Run what is due now, and what that makes due, until nothing is. Returns how many things happened."""
    happened = 0
    for _ in range(MOST_ROUNDS):
        ran = jobs.run_due(house)
        fired = tick_all_due(house)
        happened += ran.done + fired
        if not ran.done and not fired:
            break
    remind_all_due(house)  # people hear of it; that sets nothing in motion and leaves nothing to seal
    return happened


def next_moment(house: House) -> datetime | None:
    """The soonest moment in the future at which something falls due. Reminders are nothing: they only speak of it,
    and looks at a public notice only see that nothing has changed.
    """
    with house.reading() as uow:
        coming = (
            deadlines.next_due(uow),
            jobs.next_due(uow, besides=(LOOK,)),
            studios.next_roll(uow),
            yearly_campaigns.next_campaign(uow),
        )
        moments = [m for m in coming if m is not None and m > uow.now]
    return min(moments) if moments else None


def _next_small_thing(house: House) -> datetime | None:
    with house.reading() as uow:
        moments = [m for m in (next_word_due(uow), jobs.next_due(uow)) if m is not None and m > uow.now]
    return min(moments) if moments else None


def pass_time(house: House, clock: SetClock, until: datetime) -> None:
    """Turn the clock to `until`; deadlines, jobs, reminders, yearly reviews and the day's seal on the way happen at
    their moments.

    A day on which nothing was done needs no seal of its own: the next one covers it.
    """
    _roll_the_years(house)
    settle(house)
    something_to_seal = True
    for _ in range(MOST_STOPS):
        midnight = end_of_day(local_day(clock.now())) if something_to_seal else None
        stop = min(m for m in (next_moment(house), _next_small_thing(house), midnight, until) if m is not None)
        if stop >= until:
            break
        sealed = _seal_if_midnight(house, clock, stop)
        something_to_seal = bool(settle(house)) or (something_to_seal and not sealed)
    if until > clock.now():
        _seal_if_midnight(house, clock, until)
    settle(house)


def _seal_if_midnight(house: House, clock: SetClock, moment: datetime) -> bool:
    """Turn the clock; where a day ends on the way it is sealed, and the years are looked at. Says whether one did."""
    day_before = local_day(clock.now())
    clock.set(moment)
    if local_day(moment) == day_before:
        return False
    with house.work() as uow:
        audit.seal(uow, local_day(moment) - timedelta(days=1))
    _roll_the_years(house)
    return True


def _roll_the_years(house: House) -> None:
    studios.roll_reviews(house)
    yearly_campaigns.roll_campaigns(house)
