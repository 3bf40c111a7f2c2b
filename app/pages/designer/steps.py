"""分步表: a diagram as a table of steps, for those who do not draw. Each deed is one revision and can be undone."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.designer import drafts, steps
from services.designer.drafts import Draft
from services.designer.drafts.choices import role_words
from services.designer.steps import CannotRead, Changed, Source, Step
from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process.registry import Manifest, Package

from .drafts import frame

page = Blueprint("designer_steps", __name__, url_prefix="/designer/drafts/<number:draft_id>/steps")
NUMBER_MAX = 2**31 - 1
OF_PEOPLE = ("name", "groups", "assignee", "reminders", "form", "box", "guard", "clause", "default")
OF_OTHERS = ("name", "clause", "default", "timer")


@page.get("/<path:path>")
@access.require_actor
def show(draft_id: int, path: str) -> Response:
    """The table; ?step= opens one step's form."""
    return _page(draft_id, path, None)


@page.post("/<path:path>")
@access.require_actor
def change(draft_id: int, path: str) -> Response:
    """Change, add, remove, swap or undo."""
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            draft = drafts.draft_by_id(uow, actor, draft_id)
            said = _undone(uow, actor, draft, path) if _deed() == "undo" else _done(uow, actor, draft, path)
    except (Invalid, Conflict) as refusal:
        return _page(draft_id, path, refusal)
    flash(f"{said}。", "success")
    step = request.form.get("step", "")
    where = url_for("designer_steps.show", draft_id=draft_id, path=path)
    return make_response(redirect(f"{where}#step-{step}" if step.isidentifier() else where, 303))


def _deed() -> str:
    return request.form.get("deed", "")


def _done(uow: UnitOfWork, actor: Actor, draft: Draft, path: str) -> str:
    raw = drafts.file_of(uow, draft, path)
    changed = _changed(raw)
    drafts.save_file(uow, actor, draft.id, path, changed.raw, _seen(), changed.summary)
    return changed.summary


def _changed(raw: bytes) -> Changed:
    step = request.form.get("step", "")
    if _deed() == "add":
        return steps.add_step(raw, request.form.get("flow", ""), request.form.get("name", ""))
    if _deed() == "remove":
        return steps.remove_step(raw, step)
    if _deed() == "swap":
        return steps.swap_with_next(raw, step)
    if _deed() == "change":
        return steps.change_step(raw, step, _wanted(raw, step))
    raise Invalid("没有说明要做什么。")


def _wanted(raw: bytes, element: str) -> dict[str, str]:
    """What was typed, of the fields that this kind of step has."""
    held = _step(raw, element)
    wanted = {name: request.form[name] for name in (OF_PEOPLE if held.is_task else OF_OTHERS) if name in request.form}
    if held.is_task and "due_kind" in request.form:
        chosen = (request.form.get(f"due_{name}", "") for name in ("kind", "days", "window", "other"))
        wanted["due"] = steps.due_written(*chosen)
    return wanted


def _undone(uow: UnitOfWork, actor: Actor, draft: Draft, path: str) -> str:
    """The revision before the last one, of this file: an undo is a revision too."""
    last, *earlier = drafts.revisions(uow, draft)
    if not earlier or last.number != _seen() or last.files.get(path) == earlier[0].files.get(path):
        raise Conflict("这份草稿刚才又有改动，请到修改记录里恢复。")
    drafts.restore(uow, actor, draft.id, earlier[0].number, path)
    return f"已撤销“{last.summary}”"


def _page(draft_id: int, path: str, refusal: Refusal | None) -> Response:
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        package = drafts.package_of(uow, draft)
        raw = drafts.file_of(uow, draft, path)
        last = drafts.revisions(uow, draft)[:2]
        told = frame(uow, actor, draft)
    if not path.endswith(".bpmn"):
        raise NotFound("分步表只用于流程图。")
    pools, trouble = _pools(raw)
    undo = last[0].summary if len(last) > 1 and last[0].files.get(path) != last[1].files.get(path) else ""
    body = render_template(
        "designer/steps.html",
        path=path,
        pools=pools,
        trouble=trouble,
        undo=undo,
        step=request.values.get("step", ""),
        typed=request.form if refusal is not None else {},
        refusal=refusal,
        **_words(package),
        **told,
    )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _pools(raw: bytes) -> tuple[list[steps.PoolSteps], str]:
    try:
        return steps.steps_of(Source(raw)), ""
    except CannotRead as refusal:
        return [], refusal.sentence


def _step(raw: bytes, element: str) -> Step:
    rows = (row for pool in steps.steps_of(Source(raw)) for row in pool.steps if row.id == element)
    found = next(rows, None)
    if found is None:
        raise NotFound("图上没有这个环节，可能已被改动，请刷新。")
    return found


def _words(package: Package) -> dict[str, Any]:
    """How the table speaks of what is written, and what its forms offer."""
    manifest = drafts.checking.manifest_of(package)
    choices = drafts.choices_of(package, access.house().wiring.effects)
    forms = {row["id"]: row["title"] or row["id"] for row in choices["forms"]}
    return {
        "choices": choices,
        "forms": forms,
        "who": lambda step: _who(manifest, step),
        "when": lambda text: _when(manifest, text),
        "due_choice": steps.due_choice,
        "due_kinds": steps.DUE_KINDS,
        "reminder_words": steps.reminder_words,
    }


def _who(manifest: Manifest | None, step: Step) -> str:
    if step.assignee:
        return "申报人本人" if step.assignee.replace(" ", "") == "=case.applicant" else step.assignee
    return step.groups if step.groups.startswith("=") else role_words(manifest, step.groups)


def _when(manifest: Manifest | None, text: str) -> str:
    windows = {name: window.title for name, window in manifest.windows.items()} if manifest is not None else {}
    parameters: Mapping[str, str] = manifest.parameter_titles if manifest is not None else {}
    return steps.due_words(text, windows, dict(parameters))


def _seen() -> int:
    text = request.form.get("seen", "")
    if not text.isdecimal() or int(text) > NUMBER_MAX:
        raise Invalid("没有说明改的是第几次修改的内容，没有保存。")
    return int(text)
