"""The walk of one completion: open? yours? answers right? rules kept? then evidence, the step, and the record."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select

from services.foundation.errors import Conflict, Invalid
from services.foundation.events import Subject
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import of_role
from services.people.identity import Actor, Seat
from services.people.organisations import Organisation
from services.process import engine, registry
from services.process.forms import checked
from services.process.registry import Procedure
from services.process.rules.feel import compile_expression
from services.process.rules.values import to_json

from ..instances import Instance, Moved, advance, lock_instance, world_for
from ..tasks import Task, open_task, require_may_act, task_by_id
from .events import OpinionGiven, TaskCompleted
from .labels import verdict_label
from .models import Completion, Draft
from .queries import completions_of
from .task_form import task_scope


class CaseMovedOn(Conflict):
    """What the person had before them has changed since."""

    sentence = "案卷内容在您查看之后已有更新，请核对后再提交。您填写的内容仍保留在本页。"


class RequestKeyUsed(Conflict):
    """The key of this request belongs to another one: nothing was done."""

    sentence = "这次提交的编号已被使用，请刷新页面后再提交。"


class AgainstTheRules(Invalid):
    """A guard of the diagram refuses; the sentence names the clauses."""


class WouldBeIneligible(Invalid):
    """Handing in now would end the application; the person has to say that this is meant."""

    def __init__(self, findings: list[dict[str, Any]]) -> None:
        self.findings = findings
        reasons = "；".join(f["message"] for f in findings if f.get("verdict") == "FAIL")
        super().__init__(f"按申报条件自查不符合，提交后申报将终止：{reasons}")


@dataclass(frozen=True)
class Completing:
    """What a browser hands in: answers, the content version it saw, a key that makes repeats harmless."""

    answers: dict[str, Any] = field(default_factory=dict)
    seen: int | None = None
    request_key: str | None = None
    acknowledged: bool = False


def complete(uow: UnitOfWork, actor: Actor, task_id: int, handed_in: Completing) -> tuple[Completion, Moved]:
    """A person completes a task that waits for them, and the case moves on.

    Raises TaskAlreadyClosed, NotYours, CaseMovedOn, RequestKeyUsed, AnswersIncomplete, AgainstTheRules,
    WouldBeIneligible.
    """
    instance = lock_instance(uow, task_by_id(uow, task_id).instance_id)
    earlier = _same_request(uow, actor, task_id, handed_in.request_key)
    if earlier is not None:
        return earlier, Moved()
    task = open_task(uow, task_id)
    require_may_act(actor, task, instance.applicant_id)
    if handed_in.seen is not None and handed_in.seen != instance.content_version:
        raise CaseMovedOn
    procedure = registry.load(uow, instance.version_id)
    answers = _checked(uow, instance, procedure, task, handed_in.answers)
    _keep_the_rules(uow, instance, procedure, task, answers, handed_in.acknowledged)

    completion = _evidence(uow, actor, instance, procedure, task, answers, handed_in.request_key)
    if not completion.opinion_box:
        instance.content_version += 1
    moved = advance(uow, instance, engine.Complete(task.engine_task, answers), actor.id)
    uow.session.execute(delete(Draft).where(Draft.task_id == task_id))
    _record(uow, procedure, completion, moved)
    return completion, moved


def _same_request(uow: UnitOfWork, actor: Actor, task_id: int, key: str | None) -> Completion | None:
    if not key:
        return None
    found = uow.session.scalar(select(Completion).where(Completion.request_key == key))
    if found is not None and (found.actor_id, found.task_id) != (actor.id, task_id):
        raise RequestKeyUsed
    return found


def _checked(
    uow: UnitOfWork, instance: Instance, procedure: Procedure, task: Task, answers: dict[str, Any]
) -> dict[str, Any]:
    if not task.form_id:
        return {}
    library = world_for(uow, instance, procedure).library
    return checked(procedure.form(task.form_id), answers, task_scope(uow, instance, procedure, task), library)


def _keep_the_rules(
    uow: UnitOfWork,
    instance: Instance,
    procedure: Procedure,
    task: Task,
    answers: Mapping[str, Any],
    acknowledged: bool,
) -> None:
    """Property `guard` refuses outright; `precheck` asks the person to mean it."""
    scope = task_scope(uow, instance, procedure, task, answers)
    world = world_for(uow, instance, procedure)
    if guard := task.properties.get("guard"):
        failed = [f for f in _findings(world.decide(guard, scope.get)) if f.get("verdict") == "FAIL"]
        if failed:
            raise AgainstTheRules("；".join(f"{f['message']}（依据 {f['clause']}）" for f in failed))
    if (precheck := task.properties.get("precheck")) and not acknowledged:
        element = procedure.pool(instance.process).elements[task.element]
        result = world.decide(precheck, _as_if_handed_in(element, scope, world))
        if isinstance(result, dict) and result.get("verdict") == "INELIGIBLE":
            raise WouldBeIneligible(_findings(result))


def _as_if_handed_in(element: engine.Element, scope: Mapping[str, Any], world: engine.World) -> Callable[[str], Any]:
    """Lookup in which the outputs that the task would write stand already."""
    outputs = {
        target: compile_expression(source.removeprefix("=")).evaluate(scope.get, world.library)
        for source, target in element.extensions.outputs
    }
    return lambda name: outputs[name] if name in outputs else scope.get(name)


def _findings(result: Any) -> list[dict[str, Any]]:
    rows = result.get("findings") if isinstance(result, dict) else result
    return [row for row in rows or [] if isinstance(row, dict)]


def _evidence(
    uow: UnitOfWork,
    actor: Actor,
    instance: Instance,
    procedure: Procedure,
    task: Task,
    answers: dict[str, Any],
    key: str | None,
) -> Completion:
    seat = _seat_for(actor, task, instance.applicant_id)
    unit = uow.session.get(Organisation, seat.organisation_id) if seat else None
    kept = {k: to_json(v) for k, v in answers.items()}
    row = Completion(
        task_id=task.id,
        instance_id=instance.id,
        subject_kind=instance.subject_kind,
        subject_id=instance.subject_id,
        element=task.element,
        name=task.name,
        form_id=task.form_id,
        opinion_box=task.opinion_box,
        verdict=kept.get("verdict"),
        comment=kept.get("comment"),
        answers=kept,
        shown=[[c.id, c.digest] for c in completions_of(uow, instance.subject)],
        actor_id=actor.id,
        actor_name=actor.name,
        organisation_id=unit.id if unit else None,
        organisation_name=unit.name if unit else instance.unit,
        role=seat.role if seat else "applicant",
        at=uow.now,
        request_key=key,
    )
    row.digest = digest_of(row)
    uow.session.add(row)
    uow.session.flush()
    return row


NOT_IN_DIGEST = {"id", "digest"}


def digest_of(row: Completion) -> str:
    """SHA-256 over every column but the number and the digest itself."""
    columns = {c.key: getattr(row, c.key) for c in Completion.__table__.columns if c.key not in NOT_IN_DIGEST}
    columns["at"] = row.at.isoformat()
    return hashlib.sha256(canonical(columns)).hexdigest()


NO_OFFICE = {"lead", "staff"}  # seats that say where somebody belongs, not what they decide


def _seat_for(actor: Actor, task: Task, applicant_id: int | None) -> Seat | None:
    """The office in which the person acts: the seat whose queue the task stands in.

    Whoever was named in person (an expert drawn by lot) acts from their own office, the applicant from none.
    """
    for seat in actor.positions:
        if of_role(seat.organisation_id, seat.role) in task.principals:
            return seat
    if actor.id == applicant_id:
        return None
    offices = [seat for seat in actor.positions if seat.role not in NO_OFFICE] or list(actor.positions)
    return offices[0] if offices else None


def _record(uow: UnitOfWork, procedure: Procedure, row: Completion, moved: Moved) -> None:
    opened = [t.name for t in moved.opened]
    subject = Subject(row.subject_kind, row.subject_id)
    if row.opinion_box:
        uow.record(
            OpinionGiven(
                subject=subject,
                actor_id=row.actor_id,
                task=row.name,
                actor_name=row.actor_name,
                organisation=row.organisation_name,
                verdict=verdict_label(procedure, row),
                comment=row.comment or "",
                box=row.opinion_box,
                digest=row.digest,
                opened=opened,
            )
        )
        return
    uow.record(
        TaskCompleted(
            subject=subject,
            actor_id=row.actor_id,
            task=row.name,
            actor_name=row.actor_name,
            organisation=row.organisation_name,
            answers=row.answers,
            digest=row.digest,
            opened=opened,
        )
    )
