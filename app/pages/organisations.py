"""An organisation's own page: what is begun from it, what runs about it, and until when it may not apply."""

from dataclasses import dataclass, field

from flask import Blueprint, Response, make_response, redirect, render_template, url_for

from app import access
from services.casework import deadlines
from services.foundation.clock import local_day
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act
from services.people.identity import Actor
from services.people.organisations import Organisation, by_code
from services.process import registry
from services.record import audit
from services.selection.bars import Bar, bars_in_force, bars_of
from services.selection.organisation_pools import (
    begin_pool,
    instances_about,
    may_read_about,
    pools_to_begin,
    subject_of,
)

from .case_view import SheetShown, Waiting, view_of_instance
from .deeds import DeedShown, deeds_about
from .studio_view import Proceeding

page = Blueprint("organisations", __name__)


@dataclass
class OrganisationView:
    """What the page shows; `bars` with whether each holds today."""

    organisation: Organisation
    deeds: list[DeedShown]
    pools: list[DeedShown]
    bars: list[tuple[Bar, bool]] = field(default_factory=list)
    proceedings: list[Proceeding] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    timers: list[deadlines.Deadline] = field(default_factory=list)
    sheets: list[SheetShown] = field(default_factory=list)
    history: list[audit.Entry] = field(default_factory=list)


@page.get("/organisations/<code>")
@access.require_actor
def show(code: str) -> str:
    """One organisation, for whoever holds office there or above it, and for whoever may begin something for it."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        view = _view(uow, actor, by_code(uow, code))
        return render_template("organisation.html", view=view, organisation=view.organisation)


@page.post("/organisations/<code>/pools/<procedure>/<process>")
@access.require_actor
def begin(code: str, procedure: str, process: str) -> Response:
    """Begin a process for an organisation; whoever has its first task goes on there."""
    with access.house().work() as uow:
        actor = access.signed_in_actor(uow)
        _, moved = begin_pool(uow, actor, by_code(uow, code), procedure, process)
        mine = [task.id for task in moved.opened if may_act(actor, task.principals)]
    where = url_for("tasks.show", task_id=mine[0]) if mine else url_for("organisations.show", code=code)
    return make_response(redirect(where, 303))


@page.app_template_global()
def begun_for_my_organisations() -> list[tuple[str, str, list[DeedShown]]]:
    """(name, address, what may be begun) of each organisation at which the person sits and has something to see to."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        seats = dict.fromkeys(seat.organisation_id for seat in actor.positions)
        found = [(row, _pools(uow, actor, row)) for row in (uow.session.get_one(Organisation, n) for n in seats)]
        return [
            (row.name, url_for("organisations.show", code=row.code), pools)
            for row, pools in found
            if pools or (may_read_about(uow, actor, row) and instances_about(uow, row))
        ]


def _view(uow: UnitOfWork, actor: Actor, organisation: Organisation) -> OrganisationView:
    pools, deeds = _pools(uow, actor, organisation), deeds_about(uow, actor, organisation)
    inside = may_read_about(uow, actor, organisation)
    if not (inside or pools or deeds):
        raise NotFound("没有这个单位。")
    view = OrganisationView(organisation, deeds, pools)
    if inside:
        holding = {bar.id for bar in bars_in_force(uow, local_day(uow.now), organisation_id=organisation.id)}
        view.bars = [(bar, bar.id in holding) for bar in bars_of(uow, organisation_id=organisation.id)]
        view.history = audit.history(uow, subject_of(organisation))
        _what_runs(uow, view, actor)
    return view


def _what_runs(uow: UnitOfWork, view: OrganisationView, actor: Actor) -> None:
    for instance in instances_about(uow, view.organisation):
        name = registry.load(uow, instance.version_id).pool(instance.process).name
        shown = view_of_instance(uow, instance, actor)
        view.proceedings.append(Proceeding(name, shown, instance.started_at, instance.finished_at))
        view.sheets = view.sheets or shown.sheets
        if instance.finished_at is None:
            view.waiting += shown.waiting
            view.timers += shown.other_timers


def _pools(uow: UnitOfWork, actor: Actor, organisation: Organisation) -> list[DeedShown]:
    return [
        DeedShown(
            pool.name,
            url_for("organisations.begin", code=organisation.code, procedure=version.procedure, process=pool.id),
            registry.load(uow, version.id).manifest.title,
        )
        for version, pool in pools_to_begin(uow, actor, organisation)
    ]
