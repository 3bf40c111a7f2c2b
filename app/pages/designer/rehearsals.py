"""预演: the stories of a draft or a version are played as jobs; what came of them, told and shown on the diagram."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.designer import drafts, rehearsals
from services.designer.rehearsals import RehearsalRun, Standing
from services.foundation.errors import Faulty, Invalid, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person
from services.process import registry
from services.process.registry import Package, Procedure, ProcedureVersion, compile_package

from .drafts import frame
from .phase_chart import Chart, chart

page = Blueprint("designer_rehearsals", __name__, url_prefix="/designer")
MAIN = "procedure.bpmn"


@page.get("/drafts/<number:draft_id>/rehearsals")
@access.require_actor
def index(draft_id: int) -> Response:
    """The phases against the calendar, the earlier rehearsals, and the button that begins one."""
    return _index(draft_id, None)


@page.post("/drafts/<number:draft_id>/rehearsals")
@access.require_actor
def begin(draft_id: int) -> Response:
    """Have the draft rehearsed."""
    try:
        with access.house().work() as uow:
            number = rehearsals.rehearse_draft(uow, access.signed_in_actor(uow), draft_id, said_day("start")).id
    except Invalid as refusal:
        return _index(draft_id, refusal)
    return make_response(redirect(url_for("designer_rehearsals.show", rehearsal_id=number), 303))


@page.post("/versions/<number:version_id>/rehearsals")
@access.require_actor
def begin_version(version_id: int) -> Response:
    """Have a deployed version rehearsed."""
    with access.house().work() as uow:
        number = rehearsals.rehearse_version(uow, access.signed_in_actor(uow), version_id, said_day("start")).id
    return make_response(redirect(url_for("designer_rehearsals.show", rehearsal_id=number), 303))


@page.get("/rehearsals/<number:rehearsal_id>")
@access.require_actor
def show(rehearsal_id: int) -> str:
    """How a rehearsal stands; ?story= one of its stories, step by step."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        run = rehearsals.rehearsal_by_id(uow, actor, rehearsal_id)
        standing = rehearsals.standing_of(uow, run)
        chosen = request.args.get("story", type=int)
        story = next((s for s in standing.stories if s.position == chosen and s.done_at is not None), None)
        package = package_of_run(uow, run)
        return render_template(
            "designer/rehearsal.html",
            run=run,
            standing=standing,
            story=story,
            lit=_lit(package, story.timeline) if story is not None and package is not None else {},
            asker=uow.session.get_one(Person, run.asked_by).name,
            chart=_chart(uow, package),
            stale=package is None or package.digest != run.digest,
            **_around(uow, actor, run),
        )


@page.get("/rehearsals/<number:rehearsal_id>/diagram.bpmn")
@access.require_actor
def diagram(rehearsal_id: int) -> Response:
    """The diagram that a rehearsal's stories are shown on."""
    with access.house().reading() as uow:
        run = rehearsals.rehearsal_by_id(uow, access.signed_in_actor(uow), rehearsal_id)
        package = package_of_run(uow, run)
    if package is None or MAIN not in package.files:
        raise NotFound("没有可以显示的流程图。")
    return bpmn(package.files[MAIN])


def bpmn(raw: bytes) -> Response:
    """A diagram for the island that draws it."""
    response = make_response(raw)
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


def package_of_run(uow: UnitOfWork, run: RehearsalRun) -> Package | None:
    """What was rehearsed: the version, or the draft as it stands now (see `stale`)."""
    if run.version_id is not None:
        return registry.package_of(uow, uow.session.get_one(ProcedureVersion, run.version_id))
    draft = uow.session.get(drafts.Draft, run.draft_id)
    return drafts.package_of(uow, draft) if draft is not None else None


def said_day(name: str) -> date | None:
    """A day of the form or the address, None where it is left empty. Raises Invalid."""
    text = (request.values.get(name) or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("日期写法不对。", fields={name: "请写成 2021-11-10 这样的日期。"}) from error


def compiled(package: Package | None) -> Procedure | None:
    """The package as it would run, None where it cannot yet."""
    try:
        return compile_package(package) if package is not None else None
    except (Refusal, Faulty, KeyError):
        return None


def _index(draft_id: int, refusal: Refusal | None) -> Response:
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        package = drafts.package_of(uow, draft)
        begins, refusal = _moved_to(refusal)
        body = render_template(
            "designer/rehearsals.html",
            **frame(uow, actor, draft),
            standings=rehearsals.rehearsals_of(uow, draft_id=draft.id),
            digest=package.digest,
            chart=_chart(uow, package, begins),
            begins=begins,
            readable=compiled(package) is not None,
            stories=[name for name in package.scenarios if name != "cast.yaml"],
            refusal=refusal,
            typed=request.values,
        )
    return make_response(body, 200 if refusal is None else 422)


def _moved_to(refusal: Refusal | None) -> tuple[date | None, Refusal | None]:
    try:
        return said_day("from"), refusal
    except Invalid as wrong:
        return None, refusal or wrong


def _chart(uow: UnitOfWork, package: Package | None, begins: date | None = None) -> Chart | None:
    procedure = compiled(package)
    return chart(uow, procedure, begins) if procedure is not None else None


def _around(uow: UnitOfWork, actor: Actor, run: RehearsalRun) -> dict[str, Any]:
    draft = uow.session.get(drafts.Draft, run.draft_id) if run.draft_id is not None else None
    if draft is None or draft.dropped_at is not None:
        return {"draft": None}
    return frame(uow, actor, draft)


def _lit(package: Package, timeline: list[dict[str, str]]) -> dict[str, str]:
    """Element of a line -> what is lit for it on the main diagram: itself, or the step that calls its block."""
    procedure = compiled(package)
    if procedure is None:
        return {}
    elements = {e.id: e for pool in procedure.definition.pools.values() for e in pool.elements.values()}
    callers = {e.called: e.id for e in elements.values() if e.called}
    lit = {}
    for name in {line["element"] for line in timeline if line["element"] in elements}:
        shown, steps = elements[name], 0
        while shown.file != MAIN and shown.process in callers and steps < len(elements):
            shown, steps = elements[callers[shown.process]], steps + 1
        lit[name] = shown.id
    return lit


def verdict(standing: Standing) -> str:
    """In words, for lists."""
    if not standing.is_over:
        return f"正在预演（{standing.done} / {len(standing.stories)}）"
    return "全部通过" if standing.has_passed else f"{len(standing.failures)} 处不符"


page.add_app_template_global(verdict, "rehearsal_verdict")
