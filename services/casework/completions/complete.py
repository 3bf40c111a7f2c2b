"""The walk of one completion: open? yours? answers right? rules kept? then evidence, the step, and the record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select

from services.foundation.errors import Conflict, Invalid, NotFound
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import require_not_recused
from services.people.identity import Actor
from services.process import engine, registry
from services.process.registry import Procedure
from services.process.rules.feel import compile_expression

from ..attachments import bind
from ..instances import Instance, Moved, advance, world_for
from ..tasks import Task, require_may_act, require_open
from .events import OpinionGiven, TaskCompleted
from .evidence import evidence
from .labels import verdict_label
from .models import Completion, Draft
from .task_form import checked_answers, form_of, task_scope


class CaseMovedOn(Conflict):
    """What the person had before them has changed since."""

    sentence = "案卷内容在您查看之后已有更新，请核对后再提交。您填写的内容仍保留在本页。"


class AgainstTheRules(Invalid):
    """A guard of the diagram refuses; the sentence names the clauses."""


class ToConfirm(Invalid):
    """Handing in now has a consequence; the person has to say that it is meant. `consent` are the words for that."""

    consent = "我已知晓上述情况，仍要提交"
    opening = "提交前请确认"
    names = "WARNING"

    def __init__(self, findings: list[dict[str, Any]]) -> None:
        self.findings = [f for f in findings if f.get("verdict") in (self.names, "EXCEPTION_NEEDED")]
        reasons = "；".join(f["message"] for f in findings if f.get("verdict") == self.names)
        super().__init__(f"{self.opening}：{reasons}")


class WouldBeIneligible(ToConfirm):
    """Handing in now would end the application."""

    consent = "我已知晓不符合上述条件，仍要提交（申报将因此终止）"
    opening = "按申报条件自查不符合，提交后申报将终止"
    names = "FAIL"


class AwaitsAnswers(Conflict):
    """Whoever has the task asked colleagues, and decides when they have answered or the question is recalled."""

    sentence = "已请他人提意见，尚未答复：请等答复，或者先收回（减签），再提交。您填写的内容仍保留在本页。"


ASKED: dict[Any, type[ToConfirm]] = {"INELIGIBLE": WouldBeIneligible, "WARNING": ToConfirm}
"""What a pre-check may say that a person has to confirm."""


@dataclass(frozen=True)
class Completing:
    """What a browser hands in: answers, the content version it saw, a key that makes repeats harmless."""

    answers: dict[str, Any] = field(default_factory=dict)
    seen: int | None = None
    request_key: str | None = None
    acknowledged: bool = False


def complete(uow: UnitOfWork, actor: Actor, task_id: int, handed_in: Completing) -> tuple[Completion, Moved]:
    """A person completes a task that waits for them, and the case moves on.

    Raises TaskAlreadyClosed, NotYours, StandsBack, AwaitsAnswers, CaseMovedOn, RequestKeyUsed, AnswersIncomplete,
    AgainstTheRules, ToConfirm.
    """
    instance, task = lock_task(uow, task_id)
    earlier = _same_request(uow, actor, task, handed_in.request_key)
    if earlier is not None:
        return earlier, Moved()
    require_open(uow, task)
    require_may_act(actor, task, instance.applicant_id)
    require_not_recused(uow, actor, instance.subject)
    if task.asked:
        raise AwaitsAnswers
    if handed_in.seen is not None and handed_in.seen != instance.content_version:
        raise CaseMovedOn
    procedure = registry.load(uow, instance.version_id)
    world = world_for(uow, instance, procedure)
    answers = checked_answers(uow, instance, procedure, task, handed_in.answers, world)
    answers = bind(uow, actor, instance, form_of(procedure, task), answers)
    keep_the_rules(uow, instance, procedure, task, answers, handed_in.acknowledged, world)

    completion = evidence(uow, actor, instance, task, answers, handed_in.request_key)
    if not completion.opinion_box and not _others_stand_beside(uow, task):
        instance.content_version += 1
    moved = advance(uow, instance, engine.Complete(task.engine_task, answers), actor.id)
    uow.session.execute(delete(Draft).where(Draft.task_id == task_id))
    record_completion(uow, procedure, completion, moved)
    return completion, moved


def _others_stand_beside(uow: UnitOfWork, task: Task) -> bool:
    """Whether this is one of several reviewers at work: what one of them says is no news to the others."""
    if "loopCounter" not in task.locals:
        return False
    others = (Task.instance_id == task.instance_id) & Task.closed_at.is_(None) & (Task.id != task.id)
    if task.properties.get("blind"):  # each of a panel may stand at another step of it
        return any(other.properties.get("blind") for other in uow.session.scalars(select(Task).where(others)))
    return uow.session.scalar(select(Task.id).where(others, Task.element == task.element).limit(1)) is not None


def lock_task(uow: UnitOfWork, task_id: int) -> tuple[Instance, Task]:
    """A task and its instance, locked and read afresh: what was loaded before the wait may be past. Raises NotFound."""
    instance_id = select(Task.instance_id).where(Task.id == task_id).scalar_subquery()
    question = select(Instance).where(Instance.id == instance_id).with_for_update()
    instance = uow.session.scalar(question.execution_options(populate_existing=True))
    if instance is None:
        raise NotFound("没有这个环节。")
    return instance, uow.session.get_one(Task, task_id, populate_existing=True)


def _same_request(uow: UnitOfWork, actor: Actor, task: Task, key: str | None) -> Completion | None:
    """The completion this very request has made already. A key on another task is refused when it is written."""
    if not key or task.closed_at is None:
        return None
    mine = (Completion.task_id == task.id, Completion.request_key == key, Completion.actor_id == actor.id)
    return uow.session.scalar(select(Completion).where(*mine))


def keep_the_rules(
    uow: UnitOfWork,
    instance: Instance,
    procedure: Procedure,
    task: Task,
    answers: Mapping[str, Any],
    acknowledged: bool,
    world: engine.World,
) -> None:
    """Property `guard` refuses outright; `precheck` asks the person to mean it."""
    scope = task_scope(uow, instance, procedure, task, answers, world)
    if guard := task.properties.get("guard"):
        failed = [f for f in findings_of(world.decide(guard, scope.get)) if f.get("verdict") == "FAIL"]
        if failed:
            raise AgainstTheRules("；".join(f"{f['message']}（依据 {f['clause']}）" for f in failed))
    if (precheck := task.properties.get("precheck")) and not acknowledged:
        element = procedure.pool(instance.process).elements[task.element]
        result = world.decide(precheck, as_if_handed_in(element, scope, world))
        asked = ASKED.get(result.get("verdict")) if isinstance(result, dict) else None
        if asked is not None:
            raise asked(findings_of(result))


def as_if_handed_in(element: engine.Element, scope: Mapping[str, Any], world: engine.World) -> Callable[[str], Any]:
    """Lookup in which the outputs that the task would write stand already."""
    outputs = {
        target: compile_expression(source.removeprefix("=")).evaluate(scope.get, world.library)
        for source, target in element.extensions.outputs
    }
    return lambda name: outputs[name] if name in outputs else scope.get(name)


def findings_of(result: Any) -> list[dict[str, Any]]:
    """The rows {clause, verdict, message} of a guard or a pre-check."""
    rows = result.get("findings") if isinstance(result, dict) else result
    return [row for row in rows or [] if isinstance(row, dict)]


def record_completion(uow: UnitOfWork, procedure: Procedure, row: Completion, moved: Moved) -> None:
    """Say in the trail what was handed in, in the form's own words, and what it opened."""
    both: dict[str, Any] = {
        "subject": Subject(row.subject_kind, row.subject_id),
        "actor_id": row.actor_id,
        "task": row.name,
        "actor_name": row.actor_name,
        "organisation": row.organisation_name,
        "digest": row.digest,
        "opened": [t.name for t in moved.opened],
    }
    if row.opinion_box:
        verdict = verdict_label(procedure, row)
        uow.record(OpinionGiven(**both, verdict=verdict, comment=row.comment or "", box=row.opinion_box))
    else:
        uow.record(TaskCompleted(**both, answers=row.answers))
