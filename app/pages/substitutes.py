"""代理安排: who acts for me while I am away, and for whom I act."""

from datetime import date

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select

from app import access
from services.foundation.clock import local_day
from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import Arrangement, end_substitution, name_substitute, offices_at, substitutions_of
from services.people.identity import Actor, Person, Seat
from services.people.identity.actor import actor as actor_of
from services.people.organisations import Organisation
from services.people.substitutes import NOT_STOOD_IN_FOR

page = Blueprint("substitutes", __name__)


@page.get("/substitutes")
@access.require_actor
def index() -> Response:
    """What is arranged, and the form for another."""
    with access.house().reading() as uow:
        return _page(uow, None)


@page.post("/substitutes")
@access.require_actor
def arrange() -> Response:
    """Name a substitute. What was typed comes back with a refusal."""
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            name_substitute(uow, actor, _wanted(uow, actor))
    except (Invalid, Conflict) as refusal:
        with access.house().reading() as uow:
            return _page(uow, refusal)
    flash("已安排代理。到期自动结束，也可以提前结束。", "success")
    return make_response(redirect(url_for("substitutes.index"), 303))


@page.post("/substitutes/<number:substitution_id>/ending")
@access.require_actor
def end(substitution_id: int) -> Response:
    """End one before its time."""
    with access.house().work() as uow:
        end_substitution(uow, access.signed_in_actor(uow), substitution_id)
    flash("代理已结束。", "success")
    return make_response(redirect(url_for("substitutes.index"), 303))


def _wanted(uow: UnitOfWork, actor: Actor) -> Arrangement:
    given = request.form
    whose = _absent(uow, actor)
    organisation_id, _, role = given.get("seat", "").partition(":")
    seat = Seat(_number(organisation_id), role) if role else None
    days = {}
    for field in ("from_day", "until_day"):
        try:
            days[field] = date.fromisoformat(given.get(field, ""))
        except ValueError as wrong:
            raise Invalid("日期没有填对。", fields={field: "请填写日期。"}) from wrong
    return Arrangement(whose, _number(given.get("substitute", "")), **days, reason=given.get("reason", ""), seat=seat)


def _absent(uow: UnitOfWork, actor: Actor) -> int:
    """Who will be away: oneself; an administrator may name another by login."""
    login = request.values.get("login", "").strip().lower()[:50]
    if not login or not actor.holds("administrator"):
        return actor.id
    found = uow.session.scalar(select(Person.id).where(Person.login == login))
    if found is None:
        raise NotFound("没有这个登录名。")
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _page(uow: UnitOfWork, refusal: Refusal | None) -> Response:
    actor = access.signed_in_actor(uow)
    whose = actor_of(uow, _absent(uow, actor))
    seats = [seat for seat in whose.positions if seat.role not in NOT_STOOD_IN_FOR]
    places = list(dict.fromkeys(seat.organisation_id for seat in seats))
    names = {o.id: o.name for o in uow.session.scalars(select(Organisation).where(Organisation.id.in_(places)))}
    people = [p for p in offices_at(uow, places) if p.id != whose.id] if places else []
    body = render_template(
        "substitutes.html",
        rows=substitutions_of(uow, actor),
        whose=whose,
        seats=[(f"{s.organisation_id}:{s.role}", names.get(s.organisation_id, ""), s.role) for s in seats],
        people=people,
        today=local_day(uow.now),
        administrator=actor.holds("administrator"),
        typed=request.values,
        refusal=refusal,
        me_id=actor.id,
    )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)
