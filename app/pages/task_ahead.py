"""Before a form is handed in: what the rules say now, which files are there, and the paper it would become."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, make_response, request, url_for

from app import access
from services.casework.cases import require_part
from services.casework.completions import Ahead, as_typed, look_ahead
from services.casework.instances import Instance
from services.casework.tasks import Task, open_task, require_may_act
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output import issued
from services.output.documents import parse_paper, render_paper
from services.people.identity import Actor
from services.process import registry
from services.process.forms import Sheet, Step, file_questions, steps_of
from services.process.forms.sheet import Question

from .case_view import CaseView

page = Blueprint("task_ahead", __name__)

PREVIEW, CHECK = "_preview", "_check"
VERDICTS = {"PASS": "符合", "FAIL": "不符合", "WARNING": "请注意", "EXCEPTION_NEEDED": "需要例外"}


@dataclass(frozen=True)
class LastStep:
    """核对与提交. `files`: each question for files with the step it stands in; `papers`: what may be previewed."""

    number: int
    steps: list[Step] = field(default_factory=list)
    files: list[tuple[Question, str]] = field(default_factory=list)
    papers: list[Mapping[str, Any]] = field(default_factory=list)
    ahead: Ahead | None = None

    @property
    def shown(self) -> bool:
        """Whether there is anything to say before handing in."""
        return bool(self.steps or self.files or self.papers or (self.ahead and self.ahead.asked))

    @property
    def findings(self) -> list[tuple[str, str, Mapping[str, Any]]]:
        """Verdict, its word and the row."""
        rows = self.ahead.findings if self.ahead else []
        return [(str(row.get("verdict")), VERDICTS.get(str(row.get("verdict")), "请核对"), row) for row in rows]


def last_step(
    uow: UnitOfWork, actor: Actor, task: Task, view: CaseView, sheet: Sheet | None, values: Mapping[str, Any]
) -> LastStep | None:
    """What stands below a form that is open; None for one that is closed, and where there is nothing to tell.

    Whoever gives an opinion in a box hands in what they see: there is nothing to look ahead at.
    """
    if task.closed_at is not None or sheet is None or task.opinion_box:
        return None
    steps = [] if view.instance.finished_at else steps_of(sheet)
    found = LastStep(
        len(steps) + 1,
        steps,
        [(question, _step_of(steps, question)) for question in file_questions(sheet)],
        [document for document in view.papers if document.get("form") == task.form_id],
        look_ahead(uow, actor, task, values),
    )
    return found if found.shown else None


def where_to(task_id: int) -> str:
    """Where a person goes on whose draft was just kept, by the button that was pressed."""
    if PREVIEW in request.form:
        return url_for("task_ahead.preview", task_id=task_id, document=request.form[PREVIEW][:80])
    place = "step-last" if CHECK in request.form else request.form.get("_step", "")[:20] or "form"
    return url_for("tasks.show", task_id=task_id) + f"#{place}"


@page.get("/tasks/<number:task_id>/preview/<document>.pdf")
@access.require_actor
def preview(task_id: int, document: str) -> Response:
    """The official form with what is typed now, marked as a draft, without number or code."""
    with access.house().reading() as uow:
        actor, task = access.signed_in_actor(uow), open_task(uow, task_id)
        instance = uow.session.get_one(Instance, task.instance_id)
        require_may_act(actor, task, instance.applicant_id)
        require_part(uow, actor, task)
        procedure = registry.load(uow, instance.version_id)
        entry = procedure.manifest.documents.get(document)
        if entry is None or entry.get("form") != task.form_id or entry.get("paper") not in procedure.papers:
            raise NotFound("这张表没有可以预览的正式表格。")
        shape = parse_paper(procedure.papers[entry["paper"]])
        data = issued.preview_form(uow, actor, instance, procedure, entry, as_typed(uow, actor, task))
    response = make_response(render_paper(shape, data, mark=issued.MARK))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="draft-{document}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _step_of(steps: list[Step], question: Question) -> str:
    return next((step.label for step in steps if _holds(step.items, question)), "")


def _holds(items: Any, question: Question) -> bool:
    return any(
        item is question
        or _holds(getattr(item, "items", ()), question)
        or any(_holds(row.items, question) for row in getattr(item, "rows", ()))
        for item in items
    )
