"""Campaigns: the list, one campaign's board, opening a new one."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.cases import cases_of_campaign, may_view
from services.foundation.clock import local
from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.process.registry import Edge, read_edge
from services.selection.campaigns import (
    Campaign,
    Counted,
    campaign_by_id,
    campaigns,
    counted,
    instance_of_campaign,
    may_open,
    may_read_papers,
    open_campaign,
    pool_to_open,
)
from services.selection.campaigns.windows import phases_of_pool
from services.selection.public_notices import notices

from .case_view import PhaseShown, phases_of, view_of_instance
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
        return _new_page(uow, request.args.get("procedure", ""), None)


@page.post("/campaigns")
@access.require_actor
def create() -> Response:
    """Open a campaign."""
    procedure = request.form.get("procedure", "")
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            year = request.form.get("year", "")
            campaign = open_campaign(
                uow,
                actor,
                procedure,
                request.form.get("title", ""),
                int(year) if year.isdecimal() and len(year) == 4 else local(uow.now).year,
                _windows(),
            )
            number = campaign.id
    except Invalid as refusal:
        with access.house().reading() as uow:
            return make_response(_new_page(uow, procedure, refusal), 422)
    return make_response(redirect(url_for("campaigns.show", campaign_id=number), 303))


@page.get("/campaigns/<number:campaign_id>")
@access.require_actor
def show(campaign_id: int) -> str:
    """One campaign: phases, its own tasks, the cases this person may see, notices, diagram."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        campaign = campaign_by_id(uow, campaign_id)
        cases = [c for c in cases_of_campaign(uow, campaign.id) if may_view(uow, actor, c)]
        view = view_of_instance(uow, instance_of_campaign(uow, campaign), actor)
        rows = rows_of_cases(uow, cases)
        return render_template(
            "campaign.html",
            campaign=campaign,
            view=view,
            inside=may_read_papers(uow, actor, campaign),
            clauses=clause_texts(view.procedure.manifest),
            rows=rows,
            stages=Counter(row.status for row in rows).most_common(),
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
    return [v for v in newest.values() if _may_open(uow, actor, v.id)]


def _may_open(uow: UnitOfWork, actor: Actor, version_id: int) -> bool:
    pool = pool_to_open(registry.load(uow, version_id))
    return pool is not None and may_open(uow, actor, pool) is not None


def _new_page(uow: UnitOfWork, procedure_id: str, refusal: Invalid | None) -> str:
    actor = access.signed_in_actor(uow)
    version = registry.current(uow, procedure_id)
    if not _may_open(uow, actor, version.id):
        raise NotFound("您不能开启这个办法的批次。")
    procedure = registry.load(uow, version.id)
    pool = pool_to_open(procedure)
    return render_template(
        "campaign_new.html",
        version=version,
        manifest=procedure.manifest,
        phases=phases_of_pool(procedure.manifest, pool).values() if pool else (),
        refusal=refusal,
        year=request.form.get("year") or local(uow.now).year,
        title=request.form.get("title") or "",
        typed=request.form,
    )


def _windows() -> dict[str, tuple[Edge, Edge]]:
    """Fields `window-<name>-start` and `-end`, ISO days; where a phase has an hour, `-start-hour` and `-end-hour`."""
    windows, faults = {}, {}
    for key in request.form:
        if not (key.startswith("window-") and key.endswith("-start")):
            continue
        name = key.removeprefix("window-").removesuffix("-start")
        first, last = _edge(f"window-{name}-start"), _edge(f"window-{name}-end")
        if first is None or last is None:
            faults[f"windows.{name}"] = "请填写起止日期。"
            continue
        windows[name] = (first, last)
    if faults:
        raise Invalid(fields=faults)
    return windows


def _edge(field: str) -> Edge | None:
    return read_edge(f"{request.form.get(field, '')} {request.form.get(f'{field}-hour', '')}".strip())
