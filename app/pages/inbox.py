"""The inbox: what waits for me, and what I have dealt with."""

from datetime import UTC, datetime

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import select

from app import access
from services.casework.completions import recent_of
from services.casework.tasks import Task, inbox
from services.foundation.errors import Invalid
from services.selection.public_notices import clock_of, notices
from services.selection.studios import register

from .words import category_names, remaining

page = Blueprint("inbox", __name__)


@page.get("/")
def waiting() -> Response:
    """待办: open tasks, soonest due first. A guest is shown what is open to everybody instead."""
    if access.present_actor() is None:
        return make_response(_welcome())
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        found = inbox(uow, actor, _after(request.args.get("after")))
        rows = [(task, remaining(uow, task.due_at)) for task in found.tasks]
        more = f"{found.after[0].timestamp()}_{found.after[1]}" if found.after else None
        names = category_names(uow, {t.instance_id for t in found.tasks})
        return make_response(render_template("inbox.html", rows=rows, more=more, names=names))


@page.get("/done")
@access.require_actor
def done() -> str:
    """已办: what I have dealt with, newest first."""
    with access.house().reading() as uow:
        said = recent_of(uow, access.signed_in_actor(uow))
        query = select(Task).where(Task.id.in_([c.task_id for c in said]))
        tasks = {t.id: t for t in uow.session.scalars(query)}
        return render_template("done.html", rows=[(c, tasks[c.task_id]) for c in said])


def _welcome() -> str:
    """The front door: what is announced now, the register, and where people of the house sign in."""
    with access.house().reading() as uow:
        running = [(n, clock_of(uow, n)) for n in notices(uow) if n.closed_at is None]
        return render_template("welcome.html", running=running, studios=len(register(uow)))


def _after(text: str | None) -> tuple[datetime, int] | None:
    if not text:
        return None
    moment, _, number = text.partition("_")
    try:
        return datetime.fromtimestamp(float(moment), UTC), int(number)
    except (ValueError, OverflowError, OSError) as error:
        raise Invalid("翻页的位置不对，请从第一页重新查看。") from error
