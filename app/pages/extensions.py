"""Extending a deadline: a page with one question, for whoever grants it; the way there is a button beside the deeds."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.cases import Case
from services.casework.extensions import extend_deadline, may_extend
from services.casework.instances import Instance
from services.casework.tasks import Task, open_tasks_of, task_by_id
from services.casework.tasks.queries import NotYours
from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation
from services.selection.studios import Studio, instances_of

from .deeds import DeedShown
from .words import remaining

page = Blueprint("extensions", __name__)


@page.app_template_global()
def extensions_of(instance: Instance) -> list[DeedShown]:
    """The open tasks of an instance whose deadline whoever looks at the page may extend."""
    if access.present_actor() is None:
        return []
    with access.house().reading() as uow:
        return _buttons(uow, access.signed_in_actor(uow), instance)


@page.app_template_global()
def extensions_of_studio(studio: Studio) -> list[DeedShown]:
    """The same for all that runs about a studio."""
    if access.present_actor() is None:
        return []
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        return [row for instance in instances_of(uow, studio) for row in _buttons(uow, actor, instance)]


@page.get("/tasks/<number:task_id>/extension")
@access.require_actor
def show(task_id: int) -> Response:
    """The page; whoever may not extend is not told that there is a task."""
    with access.house().reading() as uow:
        return _page(uow, task_id, "", None)


@page.post("/tasks/<number:task_id>/extension")
@access.require_actor
def extend(task_id: int) -> Response:
    """Extend it, and go back to where it runs. What was typed comes back with a refusal."""
    grounds = request.form.get("grounds", "")
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            extend_deadline(uow, actor, task_id, grounds)
            back = _back(uow, task_by_id(uow, task_id))
    except NotYours as refusal:
        raise NotFound("没有这个环节。") from refusal
    except (Invalid, Conflict) as refusal:
        with access.house().reading() as uow:
            return _page(uow, task_id, grounds, refusal)
    return make_response(redirect(back, 303))


def _buttons(uow: UnitOfWork, actor: Actor, instance: Instance) -> list[DeedShown]:
    found = []
    for task in open_tasks_of(uow, [instance.id]):
        days = may_extend(uow, actor, instance, task)
        if days is not None:
            url = url_for("extensions.show", task_id=task.id)
            found.append(DeedShown(f"延长“{task.name}”的期限", url, f"可延长 {days} 个工作日，仅一次，须写明理由。"))
    return found


def _page(uow: UnitOfWork, task_id: int, grounds: str, refusal: Refusal | None) -> Response:
    actor, task = access.signed_in_actor(uow), task_by_id(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    days = may_extend(uow, actor, instance, task)
    if days is None and refusal is None:
        raise NotFound("没有这个环节，或者它的期限不由您延长。")
    shown: dict[str, Any] = {"task": task, "instance": instance, "days": days, "remaining": remaining(uow, task.due_at)}
    body = render_template("extension.html", **shown, grounds=grounds, refusal=refusal, back=_back(uow, task))
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _back(uow: UnitOfWork, task: Task) -> str:
    number = task.subject_id
    if task.subject_kind == "case":
        return url_for("cases.show", no=uow.session.get_one(Case, number).no)
    if task.subject_kind == "studio":
        return url_for("register.show", no=uow.session.get_one(Studio, number).no)
    if task.subject_kind == "organisation":
        return url_for("organisations.show", code=uow.session.get_one(Organisation, number).code)
    return url_for("campaigns.show", campaign_id=number)
