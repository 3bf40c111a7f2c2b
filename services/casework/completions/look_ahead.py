"""What handing in would say now, without handing in: what is missing, what the rules find; and a draft as answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import engine, registry
from services.process.forms import AnswersIncomplete
from services.process.forms.circumstances import Circumstances
from services.process.registry import Procedure

from ..instances import Instance, world_for
from ..tasks import Task
from .complete import ASKED, as_if_handed_in, findings_of
from .task_form import checked_answers, over, partly_open, task_form, task_scope


@dataclass(frozen=True)
class Ahead:
    """`faults`: places that the check refuses. `findings`: rows of the rules, those that bar first.

    `verdict`: of the pre-check ("" where the task has none, or the form is not complete enough to ask it). `asked`:
    whether the task has rules at all.
    """

    asked: bool
    faults: Mapping[str, str] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    verdict: str = ""

    @property
    def will_ask(self) -> bool:
        """Whether handing in now would have to be confirmed."""
        return self.verdict in ASKED


_ORDER = {"FAIL": 0, "EXCEPTION_NEEDED": 1, "WARNING": 2}


def look_ahead(uow: UnitOfWork, actor: Actor, task: Task, typed: Mapping[str, Any]) -> Ahead:
    """Judge what somebody typed into an open task as handing in would. Nothing is changed."""
    instance = uow.session.get_one(Instance, task.instance_id)
    procedure = registry.load(uow, instance.version_id)
    guard, precheck = task.properties.get("guard"), task.properties.get("precheck")
    world = world_for(uow, instance, procedure)
    try:
        answers = checked_answers(uow, instance, procedure, task, typed, world)
    except AnswersIncomplete as refusal:
        return Ahead(bool(guard or precheck), refusal.fields)
    if not guard and not precheck:
        return Ahead(False)
    scope = task_scope(uow, instance, procedure, task, answers, world)
    found = findings_of(world.decide(guard, scope.get)) if guard else []
    result: Any = None
    if precheck:
        result = world.decide(precheck, as_if_handed_in(_element(procedure, instance, task), scope, world))
        found += findings_of(result)
    found.sort(key=lambda row: _ORDER.get(str(row.get("verdict")), 3))
    verdict = str(result.get("verdict") or "") if isinstance(result, dict) else ""
    return Ahead(True, {}, found, verdict)


def as_typed(uow: UnitOfWork, actor: Actor, task: Task) -> dict[str, Any]:
    """What would stand on paper now: the person's draft read as answers; what cannot be read yet is blank."""
    found = task_form(uow, actor, task)
    if found.form is None:
        return {}
    read = Circumstances.of_draft(found.form, found.values, found.context, found.library).composed()
    return over(found.values, read) if partly_open(task) else read


def _element(procedure: Procedure, instance: Instance, task: Task) -> engine.Element:
    return procedure.pool(instance.process).elements[task.element]
