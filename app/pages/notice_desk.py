"""公示管理: the office sees the frozen list and the ledger with its evidence, takes a notice down, puts it back."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person
from services.selection.public_notices import (
    NotItsOffice,
    clock_of,
    is_taken_down,
    looks,
    may_manage,
    notice_by_no,
    presences,
    restore,
    take_down,
)

page = Blueprint("notice_desk", __name__)


@page.get("/notices/<no>/desk")
@access.require_actor
def show(no: str) -> str:
    """Everything that is known of a notice's days."""
    with access.house().reading() as uow:
        return _desk(uow, no, None)


@page.post("/notices/<no>/absences")
@access.require_actor
def begin_absence(no: str) -> Response:
    """Take it down."""
    return _turn(no, back=False)


@page.post("/notices/<no>/returns")
@access.require_actor
def end_absence(no: str) -> Response:
    """Put it back."""
    return _turn(no, back=True)


def _turn(no: str, back: bool) -> Response:
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            (restore if back else take_down)(uow, actor, no, request.form.get("reason", ""))
    except Invalid as refusal:
        with access.house().reading() as uow:
            return make_response(_desk(uow, no, refusal), 422)
    flash("公示已恢复。" if back else "公示已撤下，名单不再显示。", "success")
    return make_response(redirect(url_for("notice_desk.show", no=no), 303))


def _desk(uow: UnitOfWork, no: str, refusal: Invalid | None) -> str:
    notice = notice_by_no(uow, no)
    if not may_manage(uow, access.signed_in_actor(uow), notice):
        raise NotItsOffice
    turns = [(turn, turn.actor_id and uow.session.get(Person, turn.actor_id)) for turn in presences(uow, notice)]
    return render_template(
        "notice_desk.html",
        notice=notice,
        clock=clock_of(uow, notice),
        taken_down=notice.closed_at is None and is_taken_down(uow, notice),
        looks=list(reversed(looks(uow, notice))),
        turns=turns,
        refusal=refusal,
        typed=request.form.get("reason", ""),
    )
