"""What went wrong and waits for the administrator: seen, tried again, settled with a reason."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, require_role
from services.record import jobs

page = Blueprint("incidents", __name__)
ROLE = "administrator"


@page.get("/incidents")
@access.require_actor
def index() -> str:
    """Incidents nobody has settled, oldest first."""
    with access.house().reading() as uow:
        _administrator(uow)
        return render_template("incidents.html", rows=jobs.open_incidents(uow))


@page.post("/incidents/<int:number>/retry")
@access.require_actor
def retry(number: int) -> Response:
    """Queue the failed job afresh."""
    with access.house().work() as uow:
        jobs.retry(uow, number, _administrator(uow).id)
    return make_response(redirect(url_for("incidents.index"), 303))


@page.post("/incidents/<int:number>/resolution")
@access.require_actor
def resolve(number: int) -> Response:
    """Settle it, saying how."""
    with access.house().work() as uow:
        jobs.resolve(uow, number, _administrator(uow).id, request.form.get("reason", ""))
    return make_response(redirect(url_for("incidents.index"), 303))


def _administrator(uow: UnitOfWork) -> Actor:
    actor = access.signed_in_actor(uow)
    require_role(actor, ROLE)
    return actor
