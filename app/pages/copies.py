"""抄送我: what was sent to me, and whether I have read it."""

from flask import Blueprint, Response, make_response, redirect, render_template, request

from app import access
from services.casework.copies import my_copies, read_copy
from services.output.messages.places import subject_page

page = Blueprint("copies", __name__)


@page.get("/copies")
@access.require_actor
def index() -> str:
    """The copies, newest first."""
    before = request.args.get("before", "")
    with access.house().reading() as uow:
        below = int(before) if before.isdecimal() and len(before) < 10 else None
        rows, more = my_copies(uow, access.signed_in_actor(uow), below)
        return render_template("copies.html", rows=rows, more=more)


@page.post("/copies/<number:copy_id>/reading")
@access.require_actor
def read(copy_id: int) -> Response:
    """Read one: on to the page it is about."""
    with access.house().work() as uow:
        task = read_copy(uow, access.signed_in_actor(uow), copy_id)
        where = subject_page(uow, task.subject)
    return make_response(redirect(where, 303))
