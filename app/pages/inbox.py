"""The inbox: what waits for me, and what I have dealt with."""

from datetime import UTC, datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.completions import recent_of
from services.casework.tasks import inbox
from services.foundation.errors import Invalid

from .words import category_names, remaining

page = Blueprint("inbox", __name__)


@page.get("/")
def waiting() -> Response:
    """待办: open tasks, soonest due first. A guest is shown the public notices instead."""
    if access.present_actor() is None:
        return make_response(redirect(url_for("notices.index"), 303))
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
        return render_template("done.html", rows=recent_of(uow, access.signed_in_actor(uow)))


def _after(text: str | None) -> tuple[datetime, int] | None:
    if not text:
        return None
    moment, _, number = text.partition("_")
    try:
        return datetime.fromtimestamp(float(moment), UTC), int(number)
    except (ValueError, OverflowError, OSError) as error:
        raise Invalid("翻页的位置不对，请从第一页重新查看。") from error
