"""批量办理: the ticked tasks of one step, decided by one opinion, each with a record of its own."""

import secrets

from flask import Blueprint, Response, make_response, render_template, request

from app import access
from services.casework.batches import Outcome, decide_together, tasks_together
from services.casework.completions import task_form
from services.casework.instances import Instance
from services.foundation.errors import Conflict, Invalid, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process.forms import AnswersIncomplete, asked, read_submitted

page = Blueprint("batches", __name__)


@page.get("/batch")
@access.require_actor
def show() -> Response:
    """The tasks that were ticked, and the one form; what cannot ride along is told with its reason."""
    with access.house().reading() as uow:
        return _page(uow, None)


@page.post("/batch")
@access.require_actor
def decide() -> Response:
    """Decide them. If the opinion itself is lacking something, nothing is done and what was typed comes back."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        fit, _ = tasks_together(uow, actor, _ticked())
        form = task_form(uow, actor, fit[0]).form if fit else None
        typed = read_submitted(form, request.form) if form else {}
    key = request.form.get("request_key", "")[:60] or secrets.token_urlsafe(18)
    seen = {n: int(v) for n in _ticked() if (v := request.form.get(f"seen-{n}", "")).isdecimal() and len(v) < 10}
    outcomes = decide_together(access.house().work, access.signed_in_actor, _ticked(), typed, seen, key)
    lacking = [o.refusal for o in outcomes if isinstance(o.refusal, AnswersIncomplete)]
    if lacking and not any(o.refusal is None for o in outcomes):
        with access.house().reading() as uow:
            return _page(uow, lacking[0], typed)
    return make_response(render_template("batch_done.html", outcomes=outcomes, done=_done(outcomes)))


def _done(outcomes: list[Outcome]) -> int:
    return sum(outcome.refusal is None for outcome in outcomes)


def _ticked() -> list[int]:
    return [int(n) for n in request.values.getlist("task") if n.isdecimal() and len(n) < 10]


def _page(uow: UnitOfWork, refusal: Refusal | None, typed: dict[str, object] | None = None) -> Response:
    actor: Actor = access.signed_in_actor(uow)
    try:
        fit, unfit = tasks_together(uow, actor, _ticked())
    except (Invalid, Conflict) as no:
        return make_response(render_template("batch.html", fit=[], unfit=[], refusal=no, sheet=None), 422)
    sheet = None
    found = task_form(uow, actor, fit[0]) if fit else None
    if found is not None and found.form is not None:
        errors = refusal.fields if isinstance(refusal, AnswersIncomplete) else {}
        sheet = asked(found.form, typed or {}, found.context, errors, found.library)
    versions = {t.id: uow.session.get_one(Instance, t.instance_id).content_version for t in fit}
    body = render_template(
        "batch.html",
        fit=fit,
        unfit=unfit,
        sheet=sheet,
        seen=versions,
        refusal=refusal,
        request_key=secrets.token_urlsafe(18),
    )
    return make_response(body, 200 if refusal is None else 422)
