"""People as the administrator keeps them: who there is, where they sit, whether they may come in."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.foundation.clock import local_day
from services.foundation.errors import Conflict, Invalid, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people import identity
from services.people.identity import Actor
from services.people.organisations import Organisation

from .administering import (
    Typed,
    administrator,
    open_organisations,
    role_choices,
    typed,
    typed_day,
    typed_organisation,
)

page = Blueprint("people", __name__, url_prefix="/administration/people")
AT_ONCE = 50


@page.get("")
@access.require_actor
def index() -> str:
    """Who there is, a page at a time."""
    with access.house().reading() as uow:
        administrator(uow)
        words, which = request.args.get("q", ""), request.args.get("which", "")
        number = max(request.args.get("page", 1, type=int), 1)
        rows, more = identity.find_persons(uow, words, which, page=number)
        today = local_day(uow.now)
        seats: dict[int, list[tuple[identity.Position, Organisation]]] = {}
        for seat, where in identity.positions_of(uow, [row.id for row in rows]):
            if seat.from_day <= today and (seat.until_day is None or seat.until_day >= today):
                seats.setdefault(seat.person_id, []).append((seat, where))
        return render_template(
            "people.html",
            rows=rows,
            seats=seats,
            roles=role_choices(uow),
            words=words,
            which=which,
            page=number,
            more=more,
        )


@page.get("/new")
@access.require_actor
def new() -> Response:
    """Where somebody is added."""
    return _new(Typed("new", {"organisation": request.args.get("organisation", "")}))


@page.post("")
@access.require_actor
def create() -> Response:
    """Add somebody, with a first position if one is named."""
    try:
        with access.house().work() as uow:
            actor = administrator(uow)
            row = identity.create_person(
                uow, actor, login=request.form.get("login", ""), name=request.form.get("name", "")
            )
            if request.form.get("role"):
                _appoint(uow, actor, row.id)
            number, name = row.id, row.name
    except (Invalid, Conflict) as refusal:
        return _new(typed("new", refusal), _status(refusal))
    flash(f"已增加{name}。还没有密码，请在下面发放临时密码。", "success")
    return _to(number)


@page.get("/<number:person_id>")
@access.require_actor
def show(person_id: int) -> Response:
    """One person: positions with their days, the sign-in."""
    return _page(person_id, Typed())


@page.post("/<number:person_id>/name")
@access.require_actor
def rename(person_id: int) -> Response:
    """Another name."""
    name = request.form.get("name", "")
    return _deed(person_id, "name", lambda uow, who: identity.rename_person(uow, who, person_id, name), "姓名已修改。")


@page.post("/<number:person_id>/positions")
@access.require_actor
def appoint(person_id: int) -> Response:
    """One more position."""
    return _deed(person_id, "seat", lambda uow, who: _appoint(uow, who, person_id), "已任职。")


@page.post("/<number:person_id>/positions/<number:position_id>/end")
@access.require_actor
def end(person_id: int, position_id: int) -> Response:
    """The last day of a position."""

    def deed(uow: UnitOfWork, who: Actor) -> None:
        last_day = typed_day("until_day", needed=True)
        assert last_day is not None
        identity.end_position(uow, who, position_id, last_day)

    return _deed(person_id, f"end-{position_id}", deed, "已记下任职的最后一天。")


@page.post("/<number:person_id>/lock")
@access.require_actor
def lock(person_id: int) -> Response:
    """No sign-in, no deed."""
    return _deed(
        person_id,
        "door",
        lambda uow, who: identity.deactivate(uow, who, person_id),
        "已停用，在各处的登录已经退出。",
    )


@page.post("/<number:person_id>/unlock")
@access.require_actor
def unlock(person_id: int) -> Response:
    """In again."""
    return _deed(person_id, "door", lambda uow, who: identity.activate(uow, who, person_id), "已重新启用。")


@page.post("/passwords")
@access.require_actor
def give_passwords() -> Response:
    """Passwords for the persons that were chosen, shown once for handing out. Nothing else keeps them."""
    with access.house().reading() as uow:
        administrator(uow)
    chosen = [int(text) for text in dict.fromkeys(request.form.getlist("person")) if text.isascii() and text.isdigit()]
    if not 1 <= len(chosen) <= AT_ONCE:
        raise Invalid(f"请选择 1 至 {AT_ONCE} 名人员。")
    with access.house().work() as uow:
        actor = administrator(uow)
        given = [(identity.person(uow, number), *identity.give_password(uow, actor, number)) for number in chosen]
    response = make_response(render_template("passwords_given.html", given=given))
    response.headers["Cache-Control"] = "no-store"
    return response


def _appoint(uow: UnitOfWork, actor: Actor, person_id: int) -> None:
    where = typed_organisation(uow, "organisation")
    role = request.form.get("role", "")
    if where is None or role not in role_choices(uow):
        raise Invalid(fields={"role": "请选择岗位。"})
    identity.appoint(uow, actor, person_id, where, role, typed_day("from_day"), typed_day("until_day"))


def _deed(person_id: int, form: str, deed: Callable[[UnitOfWork, Actor], object], said: str) -> Response:
    try:
        with access.house().work() as uow:
            deed(uow, administrator(uow))
    except (Invalid, Conflict) as refusal:
        return _page(person_id, typed(form, refusal), _status(refusal))
    except NotAllowed as refusal:
        with access.house().reading() as uow:
            administrator(uow)  # whoever is none is told no more than that
        return _page(person_id, typed(form, refusal), 403)
    flash(said, "success")
    return _to(person_id)


def _page(person_id: int, typed: Typed, status: int = 200) -> Response:
    with access.house().reading() as uow:
        actor = administrator(uow)
        row = identity.person(uow, person_id)
        return make_response(
            render_template(
                "person.html",
                person=row,
                own=actor.id == person_id,
                typed=typed,
                seats=identity.positions_of(uow, [person_id]),
                roles=role_choices(uow),
                others=open_organisations(uow),
                today=local_day(uow.now),
                now=uow.now,
            ),
            status,
        )


def _new(typed: Typed, status: int = 200) -> Response:
    with access.house().reading() as uow:
        administrator(uow)
        others, roles = open_organisations(uow), role_choices(uow)
        page = render_template("person_new.html", typed=typed, others=others, roles=roles, today=local_day(uow.now))
        return make_response(page, status)


def _status(refusal: Invalid | Conflict) -> int:
    return 409 if isinstance(refusal, Conflict) else 422


def _to(person_id: int) -> Response:
    return make_response(redirect(url_for("people.show", person_id=person_id), 303))
