"""A task: its form with my box open, drafts, handing in, and the receipt."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for

from app import access
from app.filters import stamp
from app.uploads import take_files
from services.casework.attachments import attach_to_task, described
from services.casework.cases import Case, duplicates_of, require_part, sight_of
from services.casework.completions import (
    Completing,
    Completion,
    Defect,
    Draft,
    OpenPage,
    SavedElsewhere,
    complete,
    defects_of,
    save_draft,
    task_form,
)
from services.casework.completions.complete import ToConfirm
from services.casework.completions.task_form import TaskForm
from services.casework.instances import Instance
from services.casework.tasks import Task, inbox, my_principals, open_tasks_of, require_may_act, task_by_id
from services.casework.tasks.queries import NotYours
from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output import issued
from services.output.documents import CodeShown, parse_paper, render_paper
from services.people.identity import Actor
from services.process import registry
from services.process.forms import AnswersIncomplete, Form, Sheet, asked, checked, pressed, read_submitted

from . import task_ahead, task_rows
from .case_view import CaseView, view_of_instance
from .words import clause_texts, principal_words, remaining

page = Blueprint("tasks", __name__)

KEEPING = ("_draft", "_draft_over", task_ahead.CHECK, task_ahead.PREVIEW, task_rows.IMPORT)
"""Buttons of the form that keep the draft and lead somewhere, and hand nothing in."""


@page.get("/tasks/<number:task_id>")
@access.require_actor
def show(task_id: int) -> Response:
    """The task's page. Whoever it does not wait for is not told what it holds."""
    with access.house().reading() as uow:
        return _page(uow, task_id)


@page.post("/tasks/<number:task_id>/completion")
@access.require_actor
def hand_in(task_id: int) -> Response:
    """Hand the form in. Whatever is wrong, what was typed comes back with the page."""
    with access.house().reading() as uow:
        typed, rearranged, form = _typed(uow, task_id)
    typed, refusal = take_files(form, typed, lambda uow, *file: attach_to_task(uow, _me(uow), task_id, *file))
    if refusal is not None:
        return _given_back(task_id, typed, refusal)
    if rearranged or any(button in request.form for button in KEEPING):
        try:
            _save(task_id, typed)
        except SavedElsewhere as elsewhere:
            with access.house().reading() as uow:
                return _page(uow, task_id, typed, elsewhere)
        if task_rows.IMPORT in request.form:
            return task_rows.report(task_id)
        return make_response(redirect(task_ahead.where_to(task_id), 303))
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            complete(uow, actor, task_id, _completing(typed))
    except (Invalid, Conflict) as refused:
        return _given_back(task_id, typed, refused)
    return make_response(redirect(url_for("tasks.receipt", task_id=task_id), 303))


@page.post("/tasks/<number:task_id>/draft")
@access.require_actor
def draft(task_id: int) -> Response:
    """Autosave: keep what stands in the form; answers {"saved": words for the status line}.

    Where another window saved since: 409 with {"elsewhere": sentence}, and nothing is overwritten.
    """
    with access.house().reading() as uow:
        typed, *_ = _typed(uow, task_id)
    try:
        return jsonify(saved=stamp(_save(task_id, typed).saved_at))
    except SavedElsewhere as elsewhere:
        return make_response(jsonify(elsewhere=elsewhere.sentence), 409)


@page.get("/tasks/<number:task_id>/receipt")
@access.require_actor
def receipt(task_id: int) -> str:
    """What was recorded, when, and who has it now; the next task is one click away."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        task = task_by_id(uow, task_id)
        row = uow.session.query(Completion).filter_by(task_id=task_id, actor_id=actor.id).one_or_none()
        if row is None:
            raise NotFound("没有这份回执。")
        instance = uow.session.get_one(Instance, task.instance_id)
        procedure = registry.load(uow, instance.version_id)
        waiting, sight = open_tasks_of(uow, [instance.id]), sight_of(uow, actor, instance)
        next_up = [
            (
                t,
                sight.who(t, [principal_words(uow, p, procedure.manifest) for p in t.principals]),
                remaining(uow, t.due_at),
            )
            for t in waiting
        ]
        mine = inbox(uow, actor, limit=1).tasks
        return render_template(
            "receipt.html",
            task=task,
            row=row,
            next_up=next_up,
            finished=instance.finished_at,
            next_task=mine[0] if mine else None,
            case=view_of_instance(uow, instance, actor),
        )


@page.get("/tasks/<number:task_id>/paper.pdf")
@access.require_actor
def paper(task_id: int) -> Response:
    """The paper that the task is about, with what is kept of its form so far: a look ahead, nothing is issued."""
    with access.house().reading() as uow:
        actor, task = access.signed_in_actor(uow), task_by_id(uow, task_id)
        instance = uow.session.get_one(Instance, task.instance_id)
        _may_look(actor, task, instance)
        require_part(uow, actor, task)
        found, procedure = task_form(uow, actor, task), registry.load(uow, instance.version_id)
        code = CodeShown("预览，尚未出具", url_for("tasks.show", task_id=task_id, _external=True))
        described, data = issued.preview(uow, actor, task, procedure, _as_answers(found), found.context, code)
    response = make_response(render_paper(parse_paper(described), data, mark=issued.MARK))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="preview-{task_id}.pdf"'
    return response


@page.app_template_global()
def paper_of_task(procedure: registry.Procedure, task: Task) -> Mapping[str, Any] | None:
    """For the task's page: the document that may be looked at ahead."""
    return issued.document_of_task(procedure, task)


def _as_answers(found: TaskForm) -> Mapping[str, Any]:
    """What is kept of a form, as its paper will read it once it is complete; until then as it was typed."""
    if found.form is None:
        return {}
    try:
        return checked(found.form, found.values, found.context, found.library)
    except AnswersIncomplete:
        return found.values


def _me(uow: UnitOfWork) -> Actor:
    return access.signed_in_actor(uow)


def _given_back(task_id: int, typed: dict[str, Any], refusal: Refusal) -> Response:
    _keep_draft(task_id, typed)
    with access.house().reading() as uow:
        return _page(uow, task_id, typed, refusal)


def _typed(uow: UnitOfWork, task_id: int) -> tuple[dict[str, Any], bool, Form | None]:
    """What the browser sent, as typed; whether a button only rearranged the form; and the form."""
    actor = access.signed_in_actor(uow)
    task = task_by_id(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    _may_look(actor, task, instance)
    require_part(uow, actor, task)
    form = task_form(uow, actor, task).form
    if form is None:
        return {}, False, None
    rearranged = pressed(form, request.form)
    typed = rearranged if rearranged is not None else read_submitted(form, request.form)
    return described(uow, actor, instance, form, typed), rearranged is not None, form


def _completing(typed: dict[str, Any]) -> Completing:
    seen = request.form.get("seen", "")
    return Completing(
        answers=typed,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
        request_key=request.form.get("request_key", "")[:80] or None,
        acknowledged=request.form.get("acknowledged") == "yes",
    )


def _keep_draft(task_id: int, typed: dict[str, Any]) -> None:
    """Nothing typed is lost; where the task is closed by now there is nothing to keep it for."""
    try:
        _save(task_id, typed)
    except (Conflict, NotAllowed):
        return


def _save(task_id: int, typed: dict[str, Any]) -> Draft:
    """Raises SavedElsewhere, unless the person said that this page is the one to keep."""
    names = [request.form.get(name, "")[:160] for name in ("draft_page", "draft_seen")]
    page = None if "_draft_over" in request.form or not names[0] else OpenPage(names[0][:80], names[1])
    with access.house().work() as uow:
        return save_draft(uow, access.signed_in_actor(uow), task_id, typed, page)


def _page(
    uow: UnitOfWork, task_id: int, typed: dict[str, Any] | None = None, refusal: Refusal | None = None
) -> Response:
    actor = access.signed_in_actor(uow)
    task = task_by_id(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    _may_look(actor, task, instance)
    require_part(uow, actor, task)
    found = task_form(uow, actor, task)
    sheet, values = None, typed if typed is not None else found.values
    if found.form is not None:
        errors = refusal.fields if isinstance(refusal, AnswersIncomplete) else {}
        sheet = asked(found.form, values, found.context, errors, found.library, readonly=task.closed_at is not None)
    view = view_of_instance(uow, instance, actor)
    body = render_template(
        "task.html",
        task=task,
        sheet=sheet,
        refusal=refusal,
        findings=refusal.findings if isinstance(refusal, ToConfirm) else [],
        seen=found.seen,
        draft_saved_at=found.draft_saved_at,
        draft_seen=_draft_seen(found, typed),
        elsewhere=isinstance(refusal, SavedElsewhere),
        last=task_ahead.last_step(uow, actor, task, view, sheet, values) if sheet is not None else None,
        request_key=secrets.token_urlsafe(18),
        remaining=remaining(uow, task.due_at),
        case=view,
        clauses=clause_texts(view.procedure.manifest),
        receipt=task.closed_by == actor.id,
        defects=_defects(task, sheet),
        duplicates=_duplicates(uow, task, view, actor),
    )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _draft_seen(found: TaskForm, typed: dict[str, Any] | None) -> str:
    """The state of the draft that the page shows: what another window saved since is not what this one shows."""
    own = found.draft_seen.endswith(f" {request.form.get('draft_page', '')[:80]}")
    return found.draft_seen if typed is None or own else request.form.get("draft_seen", "")[:160]


def _defects(task: Task, sheet: Sheet | None) -> list[tuple[Defect, str, str]]:
    """What the form came back for, each with the id and the label of the field it is about; empty where unknown."""
    places = sheet.places if sheet is not None else []
    found = []
    for defect in defects_of(task):
        own = (place for place in places if place[0] == defect.field or place[0].startswith(f"{defect.field}."))
        _, anchor, label = next(own, ("", "", ""))
        found.append((defect, anchor, label))
    return found


def _duplicates(uow: UnitOfWork, task: Task, view: CaseView, actor: Actor) -> list[tuple[Case, Instance]]:
    """Cases that may be this one once more: told to whoever decides on it, never to the applicant."""
    if view.case is None or task.closed_at is not None or actor.id == view.instance.applicant_id:
        return []
    return duplicates_of(uow, view.case, view.instance)


def _may_look(actor: Actor, task: Task, instance: Instance) -> None:
    if task.closed_at is not None and task.closed_by == actor.id:
        return
    if task.closed_at is not None and set(my_principals(actor)).isdisjoint(task.principals):
        raise NotFound("没有这个环节。")
    if task.closed_at is not None:
        return
    try:
        require_may_act(actor, task, instance.applicant_id)
    except NotYours as refusal:
        raise NotFound("没有这个环节，或者它不由您办理。") from refusal
