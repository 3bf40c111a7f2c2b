"""走一遍: a designer plays a case by hand on the virtual clock, and keeps the steps as a scenario of the draft."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.completions import task_form
from services.casework.completions.complete import ToConfirm
from services.casework.tasks import task_by_id
from services.designer import drafts, walks
from services.designer.rehearse import begins as story_begins
from services.designer.rehearse import stories_of
from services.designer.walks import TaskSeen, Walk, WalkStep
from services.foundation.clock import end_of_day, local, local_day
from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person, actor
from services.process.forms import AnswersIncomplete, asked, pressed, read_submitted
from services.process.registry import Package
from services.wiring import REHEARSED

from ..words import clause_texts
from .drafts import frame
from .rehearsals import bpmn, compiled, said_day
from .walk_files import with_files

page = Blueprint("designer_walks", __name__, url_prefix="/designer")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@page.get("/drafts/<number:draft_id>/walks")
@access.require_actor
def index(draft_id: int) -> Response:
    """Begin a walk, or go on with one."""
    return _index(draft_id, None)


@page.post("/drafts/<number:draft_id>/walks")
@access.require_actor
def begin(draft_id: int) -> Response:
    """Lay the draft down on a scratch database and stand at its first day."""
    try:
        start = said_day("start")
        with access.house().reading() as uow:
            who = access.signed_in_actor(uow)
            digest, made = walks.begin(uow, who, draft_id, start or _first_day(uow, draft_id), REHEARSED)
        with access.house().work() as uow:
            number = walks.keep(uow, access.signed_in_actor(uow), (draft_id, digest), 0, made).id
    except Invalid as refusal:
        return _index(draft_id, refusal)
    return make_response(redirect(url_for("designer_walks.show", walk_id=number), 303))


@page.post("/drafts/<number:draft_id>/walks/cast")
@access.require_actor
def propose_cast(draft_id: int) -> Response:
    """A list of invented people for a draft that has none, from its roles."""
    try:
        with access.house().work() as uow:
            walks.propose_cast(uow, access.signed_in_actor(uow), draft_id)
    except (Invalid, Conflict) as refusal:
        return _index(draft_id, refusal)
    flash("已照角色拟了一份人员名单（scenarios/cast.yaml），可以开始走了。", "success")
    return make_response(redirect(url_for("designer_walks.index", draft_id=draft_id), 303))


@page.get("/walks/<number:walk_id>")
@access.require_actor
def show(walk_id: int) -> Response:
    """Where the walk stands."""
    return _page(walk_id, None)


@page.post("/walks/<number:walk_id>/steps")
@access.require_actor
def go(walk_id: int) -> Response:
    """Begin a campaign or a case, or let time pass."""
    try:
        step = _step(walk_id)
        told, sentence = _told(step)
        return _go_on(walk_id, step, told, sentence)
    except (Invalid, Conflict) as refusal:
        return _page(walk_id, refusal)


@page.get("/walks/<number:walk_id>/tasks/<number:task_id>")
@access.require_actor
def task(walk_id: int, task_id: int) -> Response:
    """A step's form as whoever has it would see it, filled with a specimen."""
    return _task(walk_id, task_id)


@page.post("/walks/<number:walk_id>/tasks/<number:task_id>")
@access.require_actor
def complete(walk_id: int, task_id: int) -> Response:
    """Do the step as one of those who have it."""
    step = _step(walk_id)
    typed: dict[str, Any] = {}
    with walks.on_stage(step, REHEARSED) as (scratch, look):
        seen = _seen(look.tasks, task_id)
        login = request.form.get("who", "")
        if login not in dict(seen.people):
            raise Invalid("请选由谁来办。")
        form = task_form(scratch, actor(scratch, _person(scratch, login)), task_by_id(scratch, task_id)).form
        if form is not None:
            rearranged = pressed(form, request.form)
            typed = rearranged if rearranged is not None else read_submitted(form, request.form)
            typed = with_files(form, typed, walks.answers_for(_package(walk_id), seen.element, form, look.clock.date()))
            if rearranged is not None:
                return _task(walk_id, task_id, typed)
    told: dict[str, Any] = {"who": login, "do": "complete", "task": seen.element, "answers": typed}
    told |= {"case": seen.case} if seen.case else {}
    told |= {"acknowledged": True} if request.form.get("acknowledged") == "yes" else {}
    try:
        return _go_on(walk_id, step, told, f"{dict(seen.people)[login]}办理“{seen.name}”。")
    except (Invalid, Conflict) as refusal:
        return _task(walk_id, task_id, typed, refusal)


@page.post("/walks/<number:walk_id>/back")
@access.require_actor
def back(walk_id: int) -> Response:
    """Forget the last step."""
    with access.house().work() as uow:
        walks.step_back(uow, access.signed_in_actor(uow), walk_id)
    return make_response(redirect(url_for("designer_walks.show", walk_id=walk_id), 303))


@page.post("/walks/<number:walk_id>/scenario")
@access.require_actor
def record(walk_id: int) -> Response:
    """Keep the steps as a scenario of the draft."""
    name, title = request.form.get("name", ""), request.form.get("title", "")
    with walks.on_stage(_step(walk_id), REHEARSED) as (_, look):
        pass
    try:
        with access.house().work() as uow:
            who = access.signed_in_actor(uow)
            draft_id = walks.walk_by_id(uow, who, walk_id).draft_id
            path = walks.record(uow, who, walk_id, name, title, look)
    except (Invalid, Conflict) as refusal:
        return _page(walk_id, refusal)
    flash(f"已存为情景 {path}，以后每次预演和发布都会重演。", "success")
    return make_response(redirect(url_for("designer_rehearsals.index", draft_id=draft_id), 303))


@page.get("/walks/<number:walk_id>/diagram.bpmn")
@access.require_actor
def diagram(walk_id: int) -> Response:
    """The diagram that is walked."""
    raw = _package(walk_id).files.get("procedure.bpmn")
    if raw is None:
        raise NotFound("没有可以显示的流程图。")
    return bpmn(raw)


def _step(walk_id: int) -> WalkStep:
    with access.house().reading() as uow:
        step = walks.last_step(uow, walks.walk_by_id(uow, access.signed_in_actor(uow), walk_id))
        uow.session.expunge(step)
    return step


def _package(walk_id: int) -> Package:
    with access.house().reading() as uow:
        who = access.signed_in_actor(uow)
        walk = walks.walk_by_id(uow, who, walk_id)
        return drafts.package_of(uow, drafts.draft_by_id(uow, who, walk.draft_id))


def _told(step: WalkStep) -> tuple[dict[str, Any], str]:
    """The line that a small form asks for, and the same in words."""
    kind, who, title = (request.form.get(name, "").strip() for name in ("kind", "who", "title"))
    if kind == "campaign":
        year = local(step.clock).year
        return {"who": who, "do": "open_campaign", "title": title, "year": year}, f"开启批次“{title}”。"
    if kind == "case":
        name = LETTERS[len(step.played.get("cases") or {}) % len(LETTERS)]
        return {"who": who, "do": "open_case", "case": name, "title": title}, f"新建申报“{title}”（{name}）。"
    if kind == "next":
        with walks.on_stage(step, REHEARSED) as (_, look):
            to = look.next
        if to is None:
            raise Invalid("以后没有会到期的事项了。")
        return {"at": f"{to:%Y-%m-%d %H:%M:%S}"}, f"时间走到 {to:%Y-%m-%d %H:%M}。"
    day = said_day("day")
    if day is None or end_of_day(day) <= step.clock:
        raise Invalid("请选一个往后的日期。", fields={"day": "请选一个往后的日期。"})
    return {"at": f"{day} 09:00:00"}, f"时间走到 {day}。"


def _go_on(walk_id: int, step: WalkStep, told: dict[str, Any], sentence: str) -> Response:
    made = walks.forward(step, told, sentence, REHEARSED, _package(walk_id))
    with access.house().work() as uow:
        walks.keep(uow, access.signed_in_actor(uow), walk_id, step.number + 1, made)
    return make_response(redirect(url_for("designer_walks.show", walk_id=walk_id), 303))


def _index(draft_id: int, refusal: Refusal | None) -> Response:
    with access.house().reading() as uow:
        who = access.signed_in_actor(uow)
        draft = drafts.draft_by_id(uow, who, draft_id)
        body = render_template(
            "designer/walks.html",
            **frame(uow, who, draft),
            walks=walks.walks_of(uow, who, draft_id),
            start=request.form.get("start") or _first_day(uow, draft_id),
            has_cast=walks.CAST in drafts.package_of(uow, draft).files,
            refusal=refusal,
        )
    return make_response(body, 200 if refusal is None else 422)


def _first_day(uow: UnitOfWork, draft_id: int) -> date:
    """Where a walk begins unless told otherwise: with the first story, else with the first phase, else today."""
    package = drafts.package_of(uow, uow.session.get_one(drafts.Draft, draft_id))
    try:
        stories = [story for story in stories_of(package) if story.start is not None]
    except Refusal:
        stories = []
    if stories:
        return local_day(min(story_begins(story) for story in stories))
    procedure = compiled(package)
    windows = procedure.manifest.windows.values() if procedure is not None else ()
    return min((w.start for w in windows), default=local_day(uow.now))


def _page(walk_id: int, refusal: Refusal | None) -> Response:
    step = _step(walk_id)
    with access.house().reading() as uow:
        who = access.signed_in_actor(uow)
        walk: Walk = walks.walk_by_id(uow, who, walk_id)
        draft = drafts.draft_by_id(uow, who, walk.draft_id)
        told = {
            **frame(uow, who, draft),
            "steps": walks.steps_of(uow, walk),
            "stale": drafts.package_of(uow, draft).digest != walk.digest,
        }
    with walks.on_stage(step, REHEARSED) as (_, look):
        marks = {
            "current": [t.element for t in look.tasks],
            "passed": sorted({line["element"] for line in look.lines if line["actor"]}),
        }
        body = render_template(
            "designer/walk.html", walk_id=walk_id, look=look, marks=marks, refusal=refusal, typed=request.form, **told
        )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _task(
    walk_id: int, task_id: int, typed: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> Response:
    package = _package(walk_id)
    with walks.on_stage(_step(walk_id), REHEARSED) as (scratch, look):
        seen = _seen(look.tasks, task_id)
        login = request.values.get("who") or (seen.people[0][0] if seen.people else "")
        sheet = None
        if seen.people:
            found = task_form(scratch, actor(scratch, _person(scratch, login)), task_by_id(scratch, task_id))
            if found.form is not None:
                specimen = walks.answers_for(package, seen.element, found.form, look.clock.date())
                values = typed if typed is not None else {**found.values, **specimen}
                errors = refusal.fields if isinstance(refusal, AnswersIncomplete) else {}
                sheet = asked(found.form, values, found.context, errors, found.library)
        procedure = compiled(package)
        body = render_template(
            "designer/walk_task.html",
            walk_id=walk_id,
            look=look,
            task=seen,
            login=login,
            sheet=sheet,
            clauses=clause_texts(procedure.manifest) if procedure is not None else {},
            refusal=refusal,
            findings=refusal.findings if isinstance(refusal, ToConfirm) else [],
        )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _seen(tasks: list[TaskSeen], task_id: int) -> TaskSeen:
    found = next((t for t in tasks if t.id == task_id), None)
    if found is None:
        raise NotFound("这个环节已经办过了，或者退回去了。")
    return found


def _person(scratch: UnitOfWork, login: str) -> int:
    row = scratch.session.query(Person).filter_by(login=login).one_or_none()
    if row is None:
        raise Invalid("人员名单里没有这个人。")
    return row.id
