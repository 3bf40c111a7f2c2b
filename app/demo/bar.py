"""What the bar at the top of every page shows, and what its buttons do."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for
from sqlalchemy import select

from app import access
from app.filters import due
from services.designer.rehearse import next_moment, pass_time
from services.foundation.clock import SetClock, local, start_of_day
from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person, Position
from services.people.organisations import Organisation

page = Blueprint("demo", __name__)

ROLE_TITLES = {
    "lead": "领衔人",
    "union_officer": "工会干部",
    "discipline_officer": "纪检干部",
    "office": "主办单位经办",
    "inspector": "验收专家",
    "approver": "审定人",
    "designer": "流程设计",
    "auditor": "审计",
    "administrator": "系统管理",
}
LONGEST_JUMP = timedelta(days=3 * 366)


def bar() -> dict[str, Any]:
    """What parts/demo_bar.html shows: the clock, the next due moment, the people by role."""
    home, me = access.house(), access.present_actor()
    now, soonest = local(home.clock.now()), next_moment(home)
    with home.reading() as uow:
        groups = _people(uow, me.id if me else None)
    return {
        "today": now.date(),
        "time": f"{now:%H:%M}",
        "next": {"when": due(soonest), "what": ""} if soonest else None,
        "groups": groups,
        "present": me.name if me else "",
        "advance_url": url_for("demo.advance"),
        "jump_url": url_for("demo.jump"),
        "switch_url": url_for("demo.change_person"),
    }


def _people(uow: UnitOfWork, me: int | None) -> list[dict[str, Any]]:
    query = (
        select(Person, Position.role, Organisation)
        .join(Position, Position.person_id == Person.id)
        .join(Organisation, Organisation.id == Position.organisation_id)
        .order_by(Organisation.path, Person.id)
    )
    groups: dict[str, list[dict[str, Any]]] = {title: [] for title in ROLE_TITLES.values()}
    for person, role, unit in uow.session.execute(query):
        if role == "staff":
            continue  # says only where somebody belongs
        title = ROLE_TITLES.get(role, role)
        shown = {"id": person.id, "name": person.name, "post": unit.short_name or unit.name, "active": person.id == me}
        groups.setdefault(title, []).append(shown)
    return [{"title": title, "people": people} for title, people in groups.items() if people]


@page.post("/demo/next")
def advance() -> Response:
    """Go to the next moment at which something falls due."""
    pass_time(access.house(), _clock(), next_moment(access.house()) or _clock().now())
    return _back()


@page.post("/demo/day")
def jump() -> Response:
    """Go to a day's morning; everything due on the way happens at its own moment."""
    pass_time(access.house(), _clock(), _chosen_morning(_clock().now()))
    return _back()


def _clock() -> SetClock:
    clock = access.house().clock
    if not access.application().settings.demo or not isinstance(clock, SetClock):
        raise NotFound()
    return clock


def _chosen_morning(now: datetime) -> datetime:
    try:
        target = start_of_day(date.fromisoformat(request.form.get("day", ""))) + timedelta(hours=9)
    except ValueError as error:
        raise Invalid("请选择要前往的日期。") from error
    if target <= now:
        raise Invalid("演示时钟只能向前拨。")
    if target - now > LONGEST_JUMP:
        raise Invalid("一次最多向前拨三年。")
    return target


@page.post("/demo/person")
def change_person() -> Response:
    """Be somebody else."""
    if not access.application().settings.demo:
        raise NotFound()
    number = request.form.get("person", "")
    access.sign_in_as(int(number) if number.isdecimal() and len(number) < 10 else 0)
    return make_response(redirect("/", 303))


def _back() -> Response:
    came_from = request.form.get("back", "/")
    here = came_from if came_from.startswith("/") and not came_from.startswith("//") and "\\" not in came_from else "/"
    return make_response(redirect(here, 303))
