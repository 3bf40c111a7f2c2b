"""My work: what waits for me (待办), what I deal with for somebody else (代办), what I have dealt with (已办)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from sqlalchemy import select

from app import access
from services.casework.cases import Case, cases_numbered, my_cases
from services.casework.completions import dealt_with_count, recent_of
from services.casework.copies import unread_copies
from services.casework.tasks import Narrowed, Task, inbox, inbox_choices, inbox_count
from services.casework.tasks.inbox import COUNT_CAP
from services.casework.tasks.verbs import BATCH, offers
from services.foundation.clock import end_of_day, local_day
from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import acts_for, may_act, of_person, standing_in_principals
from services.people.identity import Actor
from services.selection.campaigns import Campaign
from services.selection.public_notices import clock_of, notices
from services.selection.studios import register

from .words import Remaining, category_names, remaining

page = Blueprint("inbox", __name__)

DUES = {"week": "本周截止", "late": "已逾期"}
FILTERS = ("q", "campaign", "level", "step", "kind", "due")
PAGE = 50


@dataclass(frozen=True)
class Row:
    """A task as a row shows it. url: where it is dealt with; flags: what else is said; batch: it may be ticked."""

    task: Task
    left: Remaining | None
    url: str
    flags: list[str]
    rank: int | None
    no: str
    batch: bool


@page.get("/")
def waiting() -> Response:
    """待办: open tasks, soonest due first. A guest is shown what is open to everybody instead."""
    if access.present_actor() is None:
        return make_response(_welcome())
    return make_response(_list("waiting", substitute=False))


@page.get("/standing-in")
@access.require_actor
def standing_in() -> str:
    """代办: open tasks of those for whom I am the substitute today."""
    return _list("standing_in", substitute=True)


@page.get("/done")
@access.require_actor
def done() -> str:
    """已办: what I have dealt with, newest first."""
    before = request.args.get("before", "")
    with access.house().reading() as uow:
        below = int(before) if before.isdecimal() and len(before) < 10 else None
        said = recent_of(uow, access.signed_in_actor(uow), PAGE + 1, below)
        query = select(Task).where(Task.id.in_([c.task_id for c in said]))
        tasks = {t.id: t for t in uow.session.scalars(query)}
        more = said[PAGE - 1].id if len(said) > PAGE else None
        shown = [(c, tasks[c.task_id]) for c in said[:PAGE]]
        cases = _cases(uow, [task for _, task in shown])
        return render_template("done.html", rows=[(c, t, cases.get(t.id)) for c, t in shown], more=more)


@page.app_template_global("work_tabs")
def work_tabs() -> list[tuple[str, str, str, str]]:
    """The tabs: (key, title, address, count as words); 代办 only where there is anybody to stand in for."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        tabs = [
            ("waiting", "待办", url_for("inbox.waiting"), inbox_count(uow, actor)),
            ("done", "已办", url_for("inbox.done"), dealt_with_count(uow, actor, COUNT_CAP)),
            ("mine", "我发起", url_for("cases.mine"), len(my_cases(uow, actor))),
            ("copies", "抄送我", url_for("copies.index"), unread_copies(uow, actor)),
        ]
        if actor.standing_in:
            theirs = inbox_count(uow, actor, standing_in_principals(actor))
            tabs.insert(1, ("standing_in", "代办", url_for("inbox.standing_in"), theirs))
    return [(key, title, url, _capped(count)) for key, title, url, count in tabs]


def _capped(count: int) -> str:
    return "" if not count else f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


def _list(tab: str, substitute: bool) -> str:
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        whose = standing_in_principals(actor) if substitute else None
        narrowed = _narrowed(uow)
        found = inbox(uow, actor, _after(request.args.get("after")), PAGE, narrowed, whose)
        kept: dict[str, Any] = {k: request.args[k] for k in FILTERS if request.args.get(k)}
        after = f"{found.after[0].timestamp()}_{found.after[1]}" if found.after else None
        choices = inbox_choices(uow, actor, whose)
        instances = {t.instance_id for t in found.tasks}
        return render_template(
            "inbox.html",
            tab=tab,
            rows=_rows(uow, actor, found.tasks),
            more=url_for(f"inbox.{tab}", **kept, after=after) if after else None,
            kept=kept,
            choices=_choices(uow, choices),
            names=category_names(uow, instances),
            dues=DUES,
            substitutes=[other.name for other in actor.standing_in] if substitute else [],
        )


def _rows(uow: UnitOfWork, actor: Actor, tasks: list[Task]) -> list[Row]:
    cases = _cases(uow, tasks)
    found = []
    for task in tasks:
        case = cases.get(task.id)
        mine = may_act(actor, task.principals)
        url = url_for("tasks.show" if mine else "colleagues.advice", task_id=task.id)
        rank, no = (case.rank, case.no) if case else (None, "")
        left = remaining(uow, task.due_at)
        found.append(Row(task, left, url, _flags(actor, task, mine), rank, no, mine and offers(task, BATCH)))
    return found


def _cases(uow: UnitOfWork, tasks: list[Task]) -> dict[int, Case]:
    """By the task's number: its case, where it is about one."""
    about = {t.id: t.subject_id for t in tasks if t.subject_kind == "case"}
    found = {c.id: c for c in uow.session.scalars(select(Case).where(Case.id.in_(about.values())))} if about else {}
    return {task: found[case] for task, case in about.items() if case in found}


def _flags(actor: Actor, task: Task, mine: bool) -> list[str]:
    flags = []
    other = acts_for(actor, task.principals)
    if not mine:
        flags.append("请您提意见")
    if other is not None and mine:
        flags.append(f"代{other.name}")
    if task.office and of_person(actor.id) in task.principals:
        flags.append("转办给您")
    if task.asked and mine:
        flags.append(f"等 {task.asked} 人答复")
    return flags


def _choices(uow: UnitOfWork, rows: list[tuple[Any, ...]]) -> dict[str, dict[str, str]]:
    """For the filters: value -> words."""
    campaigns = {row[0] for row in rows if row[0]}
    titles = {str(c.id): c.title for c in uow.session.scalars(select(Campaign).where(Campaign.id.in_(campaigns)))}
    return {
        "campaign": titles,
        "level": {row[1]: row[1] for row in rows if row[1]},
        "step": {row[2]: row[3] for row in rows},
        "kind": {row[4]: row[4] for row in rows if row[4]},
    }


def _narrowed(uow: UnitOfWork) -> Narrowed:
    """The filters of the address; what means nothing does not narrow."""
    given = request.args
    campaign, words, due = given.get("campaign", ""), given.get("q", "").strip()[:60], given.get("due", "")
    today = local_day(uow.now)
    week = end_of_day(today + timedelta(days=6 - today.weekday()))
    return Narrowed(
        campaign_id=int(campaign) if campaign.isdecimal() and len(campaign) < 10 else None,
        lane=given.get("level", "")[:200],
        element=given.get("step", "")[:200],
        category=given.get("kind", "")[:60],
        due_from=uow.now if due == "week" else None,
        due_before=week if due == "week" else uow.now if due == "late" else None,
        words=words,
        cases=cases_numbered(uow, words) if words else (),
    )


def _welcome() -> str:
    """The front door: what is announced now, the register, and where people of the house sign in."""
    with access.house().reading() as uow:
        running = [(n, clock_of(uow, n)) for n in notices(uow) if n.closed_at is None]
        return render_template("welcome.html", running=running, studios=len(register(uow)))


def _after(text: str | None) -> tuple[datetime, int] | None:
    if not text:
        return None
    moment, _, number = text.partition("_")
    try:
        return datetime.fromtimestamp(float(moment), UTC), int(number)
    except (ValueError, OverflowError, OSError) as error:
        raise Invalid("翻页的位置不对，请从第一页重新查看。") from error
