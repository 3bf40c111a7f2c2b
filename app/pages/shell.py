"""What stands on every page: the way through the house, and the demonstration's bar where there is one."""

from typing import Any

from flask import Flask, request, url_for

from app import access, demo
from services.casework.tasks import inbox_count
from services.casework.tasks.inbox import COUNT_CAP
from services.people.identity import Actor
from services.people.organisations import Organisation


def install(app: Flask) -> None:
    """Give every template `nav` and `demo`."""
    app.context_processor(shell)


def shell() -> dict[str, Any]:
    """nav: [{title, url, active, count}]; demo: the bar's content, or None in a house that is not a demonstration."""
    who = access.present_actor()
    return {
        "nav": _nav(who is not None),
        "me": {"name": who.name, "post": _post(who)} if who else None,
        "demo": demo.bar() if access.application().settings.demo else None,
    }


def _post(who: Actor) -> str:
    """Where the person works, as the frame shows it beside the name."""
    with access.house().reading() as uow:
        units = [uow.session.get(Organisation, seat.organisation_id) for seat in who.positions[:1]]
    return units[0].name if units and units[0] else ""


def _nav(signed_in: bool) -> list[dict[str, Any]]:
    here = request.path
    rows = [("公示", url_for("notices.index"), here.startswith("/notices"), None)]
    rows.append(("工作室名录", url_for("register.index"), here.startswith("/register"), None))
    if signed_in:
        waiting = here == "/" or here.startswith(("/tasks", "/done"))
        cases = here.startswith(("/mine", "/cases"))
        rows.insert(0, ("批次", url_for("campaigns.index"), here.startswith("/campaigns"), None))
        rows.insert(0, ("申报", url_for("cases.mine"), cases, None))
        rows.insert(0, ("待办", url_for("inbox.waiting"), waiting, _count()))
    return [{"title": t, "url": u, "active": a, "count": c} for t, u, a, c in rows]


def _count() -> str | None:
    with access.house().reading() as uow:
        who = access.present_actor()
        count = inbox_count(uow, who) if who else 0
    return None if not count else f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)
