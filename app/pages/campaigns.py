"""Campaigns: the list, one campaign's board, opening a new one."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import select

from app import access
from services.casework.cases import Case, viewable_in
from services.foundation.clock import local
from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.selection.board import places, standings
from services.selection.campaigns import (
    Campaign,
    Counted,
    campaign_by_id,
    campaigns,
    counted,
    instance_of_campaign,
    may_read_papers,
    open_campaign,
)
from services.selection.public_notices import notices

from .board import board_of, listed_cases
from .case_view import PhaseShown, phases_of, view_of_instance
from .opening import may_open_version, opening_page, windows_said, year_said
from .rows import rows_of_campaigns, rows_of_cases
from .words import clause_texts

page = Blueprint("campaigns", __name__)


@page.get("/campaigns")
@access.require_actor
def index() -> str:
    """All campaigns, and the procedures from which this person may open one."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        rows = [(row, _phase_now(uow, row.campaign)) for row in rows_of_campaigns(uow, campaigns(uow))]
        return render_template("campaigns.html", rows=rows, procedures=_openable(uow, actor))


@page.get("/campaigns/new")
@access.require_actor
def new() -> str:
    """The form for a new campaign of a procedure."""
    with access.house().reading() as uow:
        return opening_page(uow, request.args.get("procedure", ""))


@page.post("/campaigns/check")
@access.require_actor
def check() -> str:
    """The same form with what the calendar says of it; for the page itself, while somebody types, the remarks alone."""
    with access.house().reading() as uow:
        return opening_page(uow, request.form.get("procedure", ""), part="HX-Request" in request.headers)


@page.post("/campaigns")
@access.require_actor
def create() -> Response:
    """Open a campaign."""
    procedure = request.form.get("procedure", "")
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            year = year_said() or local(uow.now).year
            campaign = open_campaign(uow, actor, procedure, request.form.get("title", ""), year, windows_said())
            number = campaign.id
    except Invalid as refusal:
        with access.house().reading() as uow:
            return make_response(opening_page(uow, procedure, refusal), 422)
    return make_response(redirect(url_for("campaigns.show", campaign_id=number), 303))


@page.get("/campaigns/<number:campaign_id>")
@access.require_actor
def show(campaign_id: int) -> str:
    """One campaign: phases, its tasks, the cases this person may see, notices, diagram; for its office the board."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        campaign = campaign_by_id(uow, campaign_id)
        seen = places(uow, campaign.id, viewable_in(uow, actor, campaign.id))
        view = view_of_instance(uow, instance_of_campaign(uow, campaign), actor)
        inside = may_read_papers(uow, actor, campaign)
        listed = listed_cases(seen)
        cases = uow.session.scalars(select(Case).where(Case.id.in_([place.case_id for place in listed.places])))
        numbered = {case.id: case for case in cases}
        return render_template(
            "campaign.html",
            campaign=campaign,
            view=view,
            inside=inside,
            board=board_of(uow, actor, campaign, view.procedure, seen) if inside else None,
            clauses=clause_texts(view.procedure.manifest),
            listed=listed,
            rows=rows_of_cases(uow, [numbered[place.case_id] for place in listed.places]),
            stages=Counter(name for place in seen for name in standings(place)).most_common(),
            notices=[n for n in notices(uow) if n.campaign_id == campaign.id],
        )


@page.get("/campaigns/<number:campaign_id>/diagram.bpmn")
@access.require_actor
def diagram(campaign_id: int) -> Response:
    """The diagram of the version this campaign runs on."""
    with access.house().reading() as uow:
        campaign = campaign_by_id(uow, campaign_id)
        response = make_response(registry.load(uow, campaign.version_id).diagrams["procedure.bpmn"])
    response.mimetype = "application/xml"
    return response


@page.app_template_global()
def targets_of(campaign: Campaign) -> list[tuple[Counted, str]]:
    """The numbers its procedure wants reached, each with the text of its clause."""
    with access.house().reading() as uow:
        clauses = registry.load(uow, campaign.version_id).manifest.clauses
        rows = counted(uow, campaign)
        return [(row, "".join(clauses[c].text for c in row.clause.split() if c in clauses)) for row in rows]


def _phase_now(uow: UnitOfWork, campaign: Campaign | None) -> PhaseShown | None:
    return next((p for p in phases_of(uow, campaign) if p.state == "now"), None) if campaign else None


def _openable(uow: UnitOfWork, actor: Actor) -> list[Any]:
    newest = {v.procedure: v for v in reversed(registry.all_versions(uow))}
    return [v for v in newest.values() if may_open_version(uow, actor, v.id)]
