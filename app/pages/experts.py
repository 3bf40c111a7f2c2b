"""专家库: who may be drawn; each one's knowledge, absences and interests, by the office or by the expert."""

from datetime import date

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.selection.reviews import declare_conflict, describe, end_conflict, expert, keeps_roster, roster

page = Blueprint("experts", __name__)


@page.get("/experts")
@access.require_actor
def index() -> str:
    """The roster of the actor's offices."""
    with access.house().reading() as uow:
        return render_template("experts.html", experts=roster(uow, access.signed_in_actor(uow)))


@page.get("/experts/<number:person_id>")
@access.require_actor
def show(person_id: int) -> str:
    """One expert."""
    with access.house().reading() as uow:
        return _page(uow, person_id, None)


@page.post("/experts/<number:person_id>/profile")
@access.require_actor
def change(person_id: int) -> Response:
    """What they know and when they are away. What was typed comes back with a refusal."""
    try:
        away_from, away_until = _day("away_from"), _day("away_until")
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            describe(uow, actor, person_id, request.form.get("fields", ""), away_from, away_until)
    except Invalid as refusal:
        return _refused(person_id, refusal)
    flash("资料已保存。", "success")
    return make_response(redirect(url_for("experts.show", person_id=person_id), 303))


@page.post("/experts/<number:person_id>/conflicts")
@access.require_actor
def declare(person_id: int) -> Response:
    """Declare an interest."""
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            declare_conflict(uow, actor, person_id, request.form.get("about", ""), request.form.get("reason", ""))
    except Invalid as refusal:
        return _refused(person_id, refusal)
    flash("利害关系已登记，今后抽签时自动回避。", "success")
    return make_response(redirect(url_for("experts.show", person_id=person_id), 303))


@page.post("/experts/conflicts/<number:conflict_id>/end")
@access.require_actor
def end(conflict_id: int) -> Response:
    """The interest is no more."""
    with access.house().work() as uow:
        person_id = end_conflict(uow, access.signed_in_actor(uow), conflict_id)
    flash("声明已终止。", "success")
    return make_response(redirect(url_for("experts.show", person_id=person_id), 303))


def _day(name: str) -> date | None:
    """A day as the browser sends it. Raises Invalid."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Invalid("日期有误。", fields={name: "请填写日期，如 2021-11-20。"}) from wrong


def _refused(person_id: int, refusal: Invalid) -> Response:
    with access.house().reading() as uow:
        return make_response(_page(uow, person_id, refusal), 422)


def _page(uow: UnitOfWork, person_id: int, refusal: Invalid | None) -> str:
    actor = access.signed_in_actor(uow)
    row = expert(uow, actor, person_id)
    typed = request.form if refusal else {}
    return render_template(
        "expert.html",
        expert=row,
        own=person_id == actor.id,
        keeper=keeps_roster(actor) and person_id != actor.id,
        refusal=refusal,
        wrong=refusal.fields if refusal else {},
        fields=typed.get("fields", "、".join(row.fields)),
        away_from=typed.get("away_from", row.away_from or ""),
        away_until=typed.get("away_until", row.away_until or ""),
        about=typed.get("about", ""),
        reason=typed.get("reason", ""),
    )
