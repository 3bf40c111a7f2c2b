"""评审专家组: who was drawn for a case and why, how far they are, and the draw made once more from its seed."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from app import access
from services.casework.cases import case_by_no, instance_of, sight_of
from services.casework.cases.sight import SCORES
from services.casework.completions import completions_of
from services.casework.instances import Instance, world_for
from services.casework.tasks import Task
from services.casework.urging import urging_of
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person
from services.process import registry
from services.process.registry import Procedure
from services.selection.campaigns import Campaign, campaign_by_id, instance_of_campaign
from services.selection.reviews import (
    PanelDraw,
    Redrawn,
    Seat,
    keeps_roster,
    may_see_panel,
    panel_of,
    panels_of_campaign,
    redraw,
    require_may_see_panel,
)

from .case_view import SheetShown, sheets_of
from .words import Remaining, clause_texts, principal_words, remaining

page = Blueprint("panels", __name__)


@dataclass(frozen=True)
class DrawShown:
    """A draw with names in place of numbers, and what came out when it was made once more.

    order: (name, panels carried then, drawn) in the drawn order. parts: what the seed is made of, (words, value).
    """

    row: PanelDraw
    instead_of: str
    order: list[tuple[str, int, bool]]
    left_out: list[tuple[str, str]]
    parts: list[tuple[str, str]]
    again: Redrawn | None


PARTS = {"list": "批次案卷名单的校验值", "seal": "最近一次封存的校验值", "deed": "本案卷抽签前末条记录的校验值"}


@page.get("/cases/<no>/panel")
@access.require_actor
def show(no: str) -> str:
    """The panel of one case, for the office that runs the review."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        case = case_by_no(uow, no)
        instance = instance_of(uow, case)
        require_may_see_panel(uow, actor, instance)
        panel = panel_of(uow, actor, instance)
        procedure = registry.load(uow, instance.version_id)
        manifest = procedure.manifest
        return render_template(
            "panel.html",
            case=case,
            instance=instance,
            panel=panel,
            sitting=[(s, _left(uow, s.task)) for s in panel.seats if not s.back],
            stood_back=[s for s in panel.seats if s.back],
            missing=[(t, [principal_words(uow, p, manifest) for p in t.principals]) for t in panel.missing],
            urging=urging_of(uow, actor, instance, [s.task for s in panel.seats if s.task] + panel.missing),
            draws=[_draw(uow, row) for row in panel.draws],
            said=[(s.person, _sheets(uow, actor, instance, procedure, s)) for s in panel.seats if not s.back],
            clauses=clause_texts(manifest),
        )


@page.get("/campaigns/<number:campaign_id>/panels")
@access.require_actor
def of_campaign(campaign_id: int) -> str:
    """Every panel of a campaign: how many have answered and handed in, and who is waited for."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        campaign = campaign_by_id(uow, campaign_id)
        require_may_see_panel(uow, actor, instance_of_campaign(uow, campaign))
        rows = []
        for case, instance, panel in panels_of_campaign(uow, actor, campaign_id):
            sitting = [seat for seat in panel.seats if not seat.back]
            urging = urging_of(uow, actor, instance, [s.task for s in sitting if s.task])
            rows.append((case, instance, panel, sitting, _soonest(uow, sitting), urging))
        return render_template("panels.html", campaign=campaign, rows=rows)


@page.app_template_global()
def shows_panel(instance: Instance) -> bool:
    """Whether the case's page leads to its panel for whoever looks."""
    if access.present_actor() is None or instance.subject_kind != "case":
        return False
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        if not may_see_panel(uow, actor, instance):
            return False
        panel = panel_of(uow, actor, instance)
        return bool(panel.draws or panel.missing)


@page.app_template_global()
def looks_after_experts(campaign: Campaign) -> bool:
    """Whether the campaign's page leads to the panels and the roster."""
    actor = access.present_actor()
    if actor is None or not keeps_roster(actor):
        return False
    with access.house().reading() as uow:
        return may_see_panel(uow, actor, instance_of_campaign(uow, campaign))


def _sheets(uow: UnitOfWork, actor: Actor, instance: Instance, procedure: Procedure, seat: Seat) -> list[SheetShown]:
    """What one of the panel has handed in, as far as the reader may see it now: scores once all are in."""
    sight = sight_of(uow, actor, instance)
    rows = sight.readable(completions_of(uow, instance.subject))
    theirs = [row for row in rows if row.actor_id == seat.person.id and SCORES in sight.blind.get(row.task_id, ())]
    return sheets_of(procedure, theirs, set(), world_for(uow, instance, procedure).library)


def _draw(uow: UnitOfWork, row: PanelDraw) -> DrawShown:
    loads = {person: load for person, load in row.loads or ()}
    order = [(_name(uow, p), loads.get(p, 0), p in row.drawn) for p in row.ranked or row.drawn]
    left_out = [(_name(uow, int(p)), str(why)) for p, why in row.left_out or ()]
    parts = [(PARTS[key], (row.made_of or {}).get(key, "") or "当时还没有封存") for key in PARTS] if row.made_of else []
    instead_of = _name(uow, row.instead_of) if row.instead_of else ""
    return DrawShown(row, instead_of, order, left_out, parts, redraw(uow, row))


def _name(uow: UnitOfWork, person_id: int) -> str:
    return uow.session.get_one(Person, person_id).name


def _left(uow: UnitOfWork, task: Task | None) -> Remaining | None:
    return remaining(uow, task.due_at) if task is not None else None


def _soonest(uow: UnitOfWork, sitting: list[Seat]) -> Remaining | None:
    dues = [seat.task.due_at for seat in sitting if seat.task is not None and seat.task.due_at is not None]
    return remaining(uow, min(dues)) if dues else None


