"""What the bar at the top of every page shows, and what its buttons do."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for
from sqlalchemy import select

from app import access
from services.designer.rehearse import next_moment, pass_time
from services.foundation.clock import SetClock, local, start_of_day
from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person, Position
from services.people.organisations import Organisation

from .crowd import CODE
from .plan import cities_of_plans
from .tour import TOUR

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
FRONT_PAGES = ("/", "/notices")
LONGEST_JUMP = timedelta(days=3 * 366)


def bar() -> dict[str, Any]:
    """What parts/demo_bar.html shows: now and the next due moment in Shanghai's time, people by role, who I am.

    On the pages where a visitor begins also the tour, for parts/demo_tour.html.
    """
    home, me = access.house(), access.present_actor()
    soonest = next_moment(home)
    with home.reading() as uow:
        groups = _people(uow)
    return {
        "now": local(home.clock.now()),
        "next": local(soonest) if soonest else None,
        "groups": groups,
        "tour": tour(groups) if request.path in FRONT_PAGES else [],
        "me": me.id if me else None,
    }


def tour(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The six clicks, each with what it names: [{do, see, link: (words, address) or None, person, forward}]."""
    # Invented people of several cities may share a name; the tour is about the first city's.
    everybody = {p["name"]: p for group in reversed(groups) for p in reversed(group["people"])}
    places = {"公示": "notices.index", "批次": "campaigns.index", "办理": "inbox.waiting"}
    found = []
    for click in TOUR:
        person = next((p for name, p in everybody.items() if name in click.do), None)
        place = next((title for title in places if f"“{title}”" in click.do), None)
        link = (place if place != "办理" else "待办", url_for(places[place])) if place and not person else None
        forward = "下一个时点" in click.do
        found.append({"do": click.do, "see": click.see, "link": link, "person": person, "forward": forward})
    return found


def _people(uow: UnitOfWork) -> list[dict[str, Any]]:
    """[{city, title, people: [{id, name, unit}]}]: by city, the demonstration's own first, and within it by role."""
    query = (
        select(Person, Position.role, Organisation)
        .join(Position, Position.person_id == Person.id)
        .join(Organisation, Organisation.id == Position.organisation_id)
        .where(Person.login.not_like(f"{CODE}-%"))
        .order_by(Person.id, Organisation.path)
    )
    cities: dict[int, dict[str, list[dict[str, Any]]]] = {}
    shown_as: set[tuple[int, str]] = set()
    for person, role, unit in uow.session.execute(query):
        if role == "staff":
            continue  # says only where somebody belongs
        if (person.id, role) in shown_as:
            continue  # sits in several places: shown with the first
        shown_as.add((person.id, role))
        roles = cities.setdefault(unit.way[0], {title: [] for title in ROLE_TITLES.values()})
        shown = {"id": person.id, "name": person.name, "unit": unit.short_name or unit.name}
        roles.setdefault(ROLE_TITLES.get(role, role), []).append(shown)
    titles = cities_of_plans()
    names = {root: uow.session.get_one(Organisation, root) for root in cities}
    return [
        {
            "city": titles.get(names[root].code) or names[root].short_name or names[root].name,
            "title": title,
            "people": people,
        }
        for root, roles in cities.items()
        for title, people in roles.items()
        if people
    ]


@page.post("/demo/clock")
def turn_clock() -> Response:
    """Go to the next due moment, or to a day's morning; everything due on the way happens at its own moment."""
    home, clock = access.house(), _clock()
    to_next = request.form.get("to") == "next"
    pass_time(home, clock, (next_moment(home) or clock.now()) if to_next else _chosen_morning(clock.now()))
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
