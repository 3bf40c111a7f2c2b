"""What stands on every page: the way through the house, and the demonstration's bar where there is one."""

from typing import Any

from flask import Flask, request, url_for

from app import access, demo
from services.casework.tasks import inbox_count
from services.casework.tasks.inbox import COUNT_CAP
from services.output import issued, messages
from services.people.identity import Actor
from services.people.organisations import Organisation
from services.record import jobs
from services.selection.reviews import is_expert

from .incidents import ROLE as ADMINISTRATOR


def install(app: Flask) -> None:
    """Give every template `nav` and `demo`."""
    app.context_processor(shell)


def shell() -> dict[str, Any]:
    """nav: [{title, url, active, count}]; demo: the bar's content, or None in a house that is not a demonstration."""
    who = access.present_actor()
    return {
        "nav": _nav(who),
        "me": {"name": who.name, "post": _post(who)} if who else None,
        "demo": demo.bar() if access.application().settings.demo else None,
    }


def _post(who: Actor) -> str:
    """Where the person works, as the frame shows it beside the name."""
    with access.house().reading() as uow:
        units = [uow.session.get(Organisation, seat.organisation_id) for seat in who.positions[:1]]
    return units[0].name if units and units[0] else ""


def _nav(who: Actor | None) -> list[dict[str, Any]]:
    here = request.path
    rows: list[tuple[str, str, tuple[str, ...], str | None]] = []
    if who is not None:
        rows += [
            ("待办", url_for("inbox.waiting"), ("/tasks", "/done"), _count(who)),
            ("消息", url_for("messages.index"), ("/messages",), _unread(who)),
            ("申报", url_for("cases.mine"), ("/mine", "/cases"), None),
            ("批次", url_for("campaigns.index"), ("/campaigns",), None),
        ]
    rows += [
        ("公示", url_for("notices.index"), ("/notices",), None),
        ("工作室名录", url_for("register.index"), ("/register",), None),
    ]
    if who is not None and issued.keeps_a_register(who):
        rows.append(("发文登记", url_for("papers.index"), ("/papers",), None))
    if who is not None and is_expert(who):
        rows.append(("专家资料", url_for("experts.show", person_id=who.id), ("/experts",), None))
    if who is not None and who.holds("designer"):
        rows.append(("办法设计", url_for("designer_workbench.index"), ("/designer",), None))
    if who is not None and (who.holds("auditor") or who.holds(ADMINISTRATOR)):
        rows.append(("审计", url_for("audit_desk.index"), ("/audit",), None))
    if who is not None and who.holds(ADMINISTRATOR):
        rows.append(("管理", url_for("organisation_tree.index"), ("/administration",), None))
        rows.append(("日历", url_for("calendar.show"), ("/calendar",), None))
        rows.append(("异常", url_for("incidents.index"), ("/incidents",), _incidents()))
    return [
        {"title": title, "url": url, "active": here == url or here.startswith(below), "count": count}
        for title, url, below, count in rows
    ]


def _count(who: Actor) -> str | None:
    with access.house().reading() as uow:
        count = inbox_count(uow, who)
    return None if not count else f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


def _unread(who: Actor) -> str | None:
    with access.house().reading() as uow:
        count = messages.unread_count(uow, who.id)
    return None if not count else f"{messages.COUNT_CAP}+" if count > messages.COUNT_CAP else str(count)


def _incidents() -> str | None:
    with access.house().reading() as uow:
        return str(len(jobs.open_incidents(uow)) or "") or None
