"""A town with a posted notice, and short names for what happens to it."""

from dataclasses import replace
from datetime import date

from services.casework.instances import Instance
from services.foundation.clock import last_day, local_day
from services.process.registry import Package
from services.record import audit
from services.selection.public_notices import (
    NoticeDay,
    PublicNotice,
    Seen,
    clock_of,
    notices,
    restore,
    take_down,
)
from services.wiring import WIRING
from tests.builders import moment
from tests.selection.drawn import PROVED, TOLD, posting
from tests.small_procedure import manifest

WINDOWS = {"public_notice": (date(2021, 12, 1), date(2021, 12, 10))}


class Blind:
    """A looker that does not see the page on some days."""

    def __init__(self, *days: str) -> None:
        self.days = {date.fromisoformat(day) for day in days}

    def look(self, uow, notice) -> Seen:
        seen = local_day(uow.now) not in self.days
        return Seen(seen, "测试", "HTTP 200" if seen else "HTTP 502", notice.digest if seen else None)


def ready(make_town, at, first_counts=False, windows=WINDOWS, blind=(), whole=None):
    whole = whole or posting(PROVED, told=TOLD)
    told = {**whole.files, "procedure.yaml": manifest(parameters={"count_first_day": first_counts})}
    wiring = replace(WIRING, looker=Blind(*blind))
    return make_town(Package("hill", told), at=moment(at), windows=windows, wiring=wiring)


def post(make_town, at, *given, **more):
    town = ready(make_town, at, *given, **more)
    town.complete("office", "Post")
    return town


def notice(town) -> PublicNotice:
    return town.rows(PublicNotice)[0]


def clock(town):
    with town.house.reading() as uow:
        return clock_of(uow, notices(uow)[-1])


def ends(town) -> str:
    return last_day(clock(town).ends_at).isoformat()


def told(town, kind):
    with town.house.reading() as uow:
        (subject,) = {i.subject for i in town.rows(Instance)}
        return [entry.sentence for entry in audit.history(uow, subject) if entry.kind == kind]


def away(town, since, until, who="office"):
    """The office takes the notice down and puts it back."""
    town.until(since)
    with town.house.work() as uow:
        take_down(uow, town.who(uow, who), notice(town).no, "名单打印有误，核对")
    if until:
        town.until(until)
        with town.house.work() as uow:
            restore(uow, town.who(uow, who), notice(town).no, "核对无误")
    town.settle()


def statuses(town):
    return {row.day.day: row.status for row in town.rows(NoticeDay)}
