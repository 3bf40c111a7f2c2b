"""Public notices: open to everybody, without signing in, and with nothing beyond the notice's own columns."""

from flask import Blueprint, Response, make_response, render_template

from app import access
from services.foundation.storage.unit_of_work import UnitOfWork
from services.selection.public_notices import (
    COMING,
    LedgerDay,
    PublicNotice,
    clock_of,
    is_taken_down,
    may_manage,
    notice_by_no,
    notices,
)

from .open_to_all import for_a_guest, for_everybody

page = Blueprint("notices", __name__)

MOST_IN_A_FEED = 50

STATUS = {
    "counted": "计入",
    "off_line": "不计：页面不在线",
    "not_working": "不计：非工作日",
    "not_counted": "不计：发布当日",
}


@page.app_template_filter("ledger_status")
def ledger_status(day: LedgerDay) -> str:
    """What a day of a notice is worth, in words."""
    if day.status != COMING:
        return f"{STATUS[day.status]}（第 {day.number} 个）" if day.number else STATUS[day.status]
    return f"未到（预计第 {day.number} 个）"


@page.app_template_filter("ledger_looks")
def ledger_looks(day: LedgerDay) -> str:
    """How often the page was looked at on a day, and how that went."""
    if day.looks_ok and not day.looks_failed:
        return f"查看 {day.looks_ok} 次，均在线"
    if day.looks_ok or day.looks_failed:
        return f"在线 {day.looks_ok} 次，未见 {day.looks_failed} 次"
    return "—" if day.status in {COMING, "not_working"} else "没有在线记录"


@page.get("/notices")
def index() -> Response:
    """All notices: those that run, soonest to end first, then those that are over, newest first."""
    with access.house().reading() as uow:
        rows = [(n, clock_of(uow, n)) for n in notices(uow)]
        running = [row for row in rows if row[0].closed_at is None]
        running.sort(key=lambda row: (row[1].ends_at is None, row[1].ends_at, row[0].id))
        over = [row for row in rows if row[0].closed_at is not None]
        return for_a_guest(make_response(render_template("notices.html", running=running, over=over)))


@page.get("/notices.xml")
def feed() -> Response:
    """The newest notices as an Atom feed, for whoever wants to hear of them without looking; no name stands in it."""
    with access.house().reading() as uow:
        rows = [(n, clock_of(uow, n)) for n in notices(uow)[:MOST_IN_A_FEED]]
        response = make_response(render_template("notices_feed.xml", rows=rows, epoch=uow.now))
    response.mimetype = "application/atom+xml"
    return for_everybody(response)


@page.get("/notices/<no>")
def show(no: str) -> Response:
    """One notice: the list, its clock, and why it ends on that day. Taken down, it shows no list."""
    with access.house().reading() as uow:
        notice = notice_by_no(uow, no)
        body = render_template(
            "notice.html",
            notice=notice,
            clock=clock_of(uow, notice),
            taken_down=notice.closed_at is None and is_taken_down(uow, notice),
            may_manage=_manages(uow, notice),
        )
        return for_a_guest(make_response(body))


def _manages(uow: UnitOfWork, notice: PublicNotice) -> bool:
    who = access.present_actor()
    return who is not None and may_manage(uow, who, notice)
