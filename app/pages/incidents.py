"""What went wrong and waits for the administrator: seen, tried again, settled with a reason."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.messages.places import subject_page
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
        rows = jobs.open_incidents(uow)
        about = {row.id: url for row in rows if (url := _about(uow, row))}
        return render_template("incidents.html", rows=rows, about=about)


@page.post("/incidents/<int:number>/retry")
@access.require_actor
def retry(number: int) -> Response:
    """Queue the failed job afresh."""
    with access.house().work() as uow:
        jobs.retry(uow, number, _administrator(uow).id)
    flash("已重新排队，后台进程会马上再办一次；仍办不成的，会再出现在这里。", "success")
    return make_response(redirect(url_for("incidents.index"), 303))


@page.post("/incidents/<int:number>/resolution")
@access.require_actor
def resolve(number: int) -> Response:
    """Settle it, saying how."""
    with access.house().work() as uow:
        jobs.resolve(uow, number, _administrator(uow).id, request.form.get("reason", ""))
    flash("已了结，如何处理的记入了审计记录。", "success")
    return make_response(redirect(url_for("incidents.index"), 303))


def _about(uow: UnitOfWork, row: jobs.Incident) -> str:
    """The page of what an incident is about; empty where it has none."""
    if row.subject_kind not in {"case", "campaign", "studio", "organisation"} or row.subject_id is None:
        return ""
    return subject_page(uow, Subject(row.subject_kind, row.subject_id))


def _administrator(uow: UnitOfWork) -> Actor:
    actor = access.signed_in_actor(uow)
    require_role(actor, ROLE)
    return actor
