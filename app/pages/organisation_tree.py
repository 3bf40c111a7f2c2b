"""The tree of organisations as the administrator keeps it: add, rename, move, close; never delete."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import func, select

from app import access
from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.errors import Conflict, Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people import tree_keeping
from services.people.identity import Actor, Person, how_many_sit
from services.people.organisations import Organisation, ancestors, children, organisation

from .administering import (
    Typed,
    administrator,
    level_choices,
    open_organisations,
    role_choices,
    typed,
    typed_day,
    typed_organisation,
)

page = Blueprint("organisation_tree", __name__, url_prefix="/administration/organisations")


@page.get("")
@access.require_actor
def index() -> str:
    """The whole tree, or what answers to some words."""
    with access.house().reading() as uow:
        administrator(uow)
        rows = list(uow.session.scalars(select(Organisation).order_by(Organisation.code)))
        words = request.args.get("q", "").strip()
        found = [row for row in rows if words in row.name or words in row.code] if words else []
        below: dict[int | None, list[Organisation]] = {}
        for row in rows:
            below.setdefault(row.parent_id, []).append(row)
        return render_template(
            "organisation_tree.html", below=below, found=found, words=words, sitting=how_many_sit(uow), count=len(rows)
        )


@page.get("/new")
@access.require_actor
def new() -> Response:
    """Where one is added."""
    return _new(Typed(values={"parent": request.args.get("parent", "")}, form="new"))


@page.post("")
@access.require_actor
def create() -> Response:
    """Add one."""
    try:
        with access.house().work() as uow:
            actor = administrator(uow)
            parent = typed_organisation(uow, "parent", needed=False)
            row = tree_keeping.add_organisation(uow, actor, parent, **_texts("code", "name", "short_name"), **_sort())
            number, name = row.id, row.name
    except (Invalid, Conflict) as refusal:
        return _new(typed("new", refusal), refusal)
    flash(f"已增加单位“{name}”。", "success")
    return _to(number)


@page.get("/<number:organisation_id>")
@access.require_actor
def show(organisation_id: int) -> Response:
    """One organisation: its data, who sits there, what stands below it."""
    return _page(organisation_id, Typed())


@page.post("/<number:organisation_id>/data")
@access.require_actor
def change(organisation_id: int) -> Response:
    """Another name, level or kind."""
    return _deed(
        organisation_id,
        "data",
        lambda uow, who: tree_keeping.change_organisation(
            uow, who, organisation_id, **_texts("name", "short_name"), **_sort()
        ),
        "已保存。",
    )


@page.post("/<number:organisation_id>/parent")
@access.require_actor
def move(organisation_id: int) -> Response:
    """Another parent."""

    def deed(uow: UnitOfWork, who: Actor) -> None:
        parent = typed_organisation(uow, "parent_id", needed=False)
        tree_keeping.move_organisation(uow, who, organisation_id, parent)

    return _deed(organisation_id, "parent", deed, "隶属关系已调整。")


@page.post("/<number:organisation_id>/closure")
@access.require_actor
def close(organisation_id: int) -> Response:
    """Its last day."""

    def deed(uow: UnitOfWork, who: Actor) -> None:
        last_day = typed_day("last_day", needed=True)
        assert last_day is not None
        tree_keeping.close_organisation(uow, who, organisation_id, last_day, request.form.get("reason", ""))

    return _deed(organisation_id, "closure", deed, "已撤销，任职同时结束。")


@page.post("/<number:organisation_id>/reopening")
@access.require_actor
def reopen(organisation_id: int) -> Response:
    """It goes on after all."""
    return _deed(
        organisation_id,
        "closure",
        lambda uow, who: tree_keeping.reopen_organisation(uow, who, organisation_id),
        "已恢复。原来的任职不会自动恢复，请重新任职。",
    )


def _deed(organisation_id: int, form: str, deed: Callable[[UnitOfWork, Actor], object], said: str) -> Response:
    try:
        with access.house().work() as uow:
            deed(uow, administrator(uow))
    except (Invalid, Conflict) as refusal:
        return _page(organisation_id, typed(form, refusal), 409 if isinstance(refusal, Conflict) else 422)
    flash(said, "success")
    return _to(organisation_id)


def _page(organisation_id: int, typed: Typed, status: int = 200) -> Response:
    with access.house().reading() as uow:
        administrator(uow)
        row = organisation(uow, organisation_id)
        seats = tree_keeping.seats_at(uow, row.id, beyond=local_day(uow.now))
        running = select(func.count()).select_from(Instance)
        running = running.where(Instance.organisation_id == row.id, Instance.finished_at.is_(None))
        return make_response(
            render_template(
                "organisation_kept.html",
                organisation=row,
                typed=typed,
                way=list(reversed(ancestors(uow, row.id)))[:-1],
                below=children(uow, row.id),
                seats=[(seat, uow.session.get_one(Person, seat.person_id)) for seat in seats],
                running=uow.session.scalar(running),
                roles=role_choices(uow),
                levels=level_choices(uow),
                others=[each for each in open_organisations(uow) if row.id not in each.way],
                today=local_day(uow.now),
            ),
            status,
        )


def _new(typed: Typed, refusal: Invalid | Conflict | None = None) -> Response:
    with access.house().reading() as uow:
        administrator(uow)
        return make_response(
            render_template(
                "organisation_new.html", typed=typed, levels=level_choices(uow), others=open_organisations(uow)
            ),
            200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422,
        )


def _texts(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "").strip() for name in names}


def _sort() -> dict[str, str]:
    return _texts("level", "kind")


def _to(organisation_id: int) -> Response:
    return make_response(redirect(url_for("organisation_tree.show", organisation_id=organisation_id), 303))
