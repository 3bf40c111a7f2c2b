"""The paper of a task before it is handed in: what it would print with what has been typed so far."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.casework.cases import Case
from services.casework.instances import Instance
from services.casework.instances.world import Scope
from services.casework.tasks import Task
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process.registry import Procedure
from services.process.rules.values import from_json
from services.selection.campaigns import campaign_by_id

from ..documents import CodeShown, PaperData
from .filling import fill
from .summaries import ABOUT, summary


def document_of_task(procedure: Procedure, task: Task) -> Mapping[str, Any] | None:
    """The document that property `document` of an open task names, where it can be printed.

    None for the paper that is the task's own form: that one is looked at from the form itself.
    """
    named = from_json(task.properties.get("document"))
    document = procedure.manifest.documents.get(named) if isinstance(named, str) else None
    if task.closed_at is not None or document is None or document.get("paper") not in procedure.papers:
        return None
    about = document.get("about", "case")
    own_form = about == "case" and document.get("form") == task.form_id and not document.get("series")
    return None if own_form or (about == ABOUT and task.subject_kind != "case") else document


def preview(
    uow: UnitOfWork,
    actor: Actor,
    task: Task,
    procedure: Procedure,
    typed: Mapping[str, Any],
    context: Mapping[str, Any],
    code: CodeShown,
) -> tuple[bytes, PaperData]:
    """Description and data of a task's paper: what is typed comes first, then the form as it was last handed in, then
    the variables of the case. Raises NotFound for a task without a paper, and for a summary one may not read."""
    document = document_of_task(procedure, task)
    if document is None:
        raise NotFound("这个环节没有可以预览的文书。")
    instance = uow.session.get_one(Instance, task.instance_id)
    if document.get("about") == ABOUT:
        case = uow.session.get_one(Case, instance.subject_id)
        campaign = campaign_by_id(uow, case.campaign_id)
        ahead = (case, typed) if document.get("form") == task.form_id else None
        described, data = summary(uow, actor, campaign, document["id"], case.recommender_id, ahead)
        return described, replace(data, code=code)
    data = fill(uow, instance, procedure, document).data(code)
    return procedure.papers[document["paper"]], replace(data, answers=Scope(typed, data.answers, context))
