"""Public notices: open to everybody, without signing in, and with nothing beyond the notice's own columns."""

from flask import Blueprint, render_template

from app import access
from services.selection.campaigns import campaign_by_id
from services.selection.public_notices import clock_of, notice_by_no, notices

page = Blueprint("notices", __name__)


@page.get("/notices")
def index() -> str:
    """All notices, newest first."""
    with access.house().reading() as uow:
        rows = [(n, clock_of(uow, n)) for n in notices(uow)]
        return render_template("notices.html", rows=rows)


@page.get("/notices/<no>")
def show(no: str) -> str:
    """One notice: the list, its clock, and why it ends on that day."""
    with access.house().reading() as uow:
        notice = notice_by_no(uow, no)
        return render_template(
            "notice.html",
            notice=notice,
            clock=clock_of(uow, notice),
            campaign=campaign_by_id(uow, notice.campaign_id),
        )
