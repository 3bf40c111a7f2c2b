"""The walk of one deed: still offered? yours? answers right? rules kept? then evidence, the message, and the record."""

from sqlalchemy import select

from services.foundation.errors import Conflict, Faulty, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act
from services.people.identity import Actor
from services.process import engine, registry
from services.process.registry import Procedure

from ..attachments import bind
from ..completions import Completing, Completion
from ..completions.complete import CaseMovedOn, keep_the_rules, record_completion
from ..completions.evidence import evidence
from ..completions.task_form import checked_answers, form_of
from ..instances import Instance, Moved, advance, lock_instance, world_for
from .offered import Deed, all_deeds, may_do, starters_of
from .row import keep, task_for


class DeedOver(Conflict):
    """The diagram does not listen for it any more, or not under these circumstances."""

    sentence = "案卷已有变化，这件事现在不能办理。您填写的内容仍保留在本页，未提交。"


class NoSuchDeed(NotFound):
    """There is no such deed, or not for this person, who is not told which."""

    sentence = "没有这件事可办：可能已经办过或期限已过，或者它不由您办理。"


def do_deed(
    uow: UnitOfWork, actor: Actor, instance_id: int, element: str, handed_in: Completing, at: int | None = None
) -> tuple[Completion, Moved]:
    """A person does what the diagram listens for at an element, and the instance moves on.

    `at` tells deeds of one element apart (see Deed.at); without it the first that is the person's. Raises NoSuchDeed,
    DeedOver, CaseMovedOn, RequestKeyUsed, AnswersIncomplete, AgainstTheRules, ToConfirm.
    """
    instance = lock_instance(uow, instance_id)
    earlier = _same_request(uow, actor, instance, element, handed_in.request_key)
    if earlier is not None:
        return earlier, Moved()
    procedure = registry.load(uow, instance.version_id)
    deed = _find(uow, actor, instance, procedure, element, at)
    if handed_in.seen is not None and handed_in.seen != instance.content_version:
        raise CaseMovedOn
    task, world = task_for(uow, instance, deed), world_for(uow, instance, procedure)
    answers = checked_answers(uow, instance, procedure, task, handed_in.answers, world)
    answers = bind(uow, actor, instance, form_of(procedure, task), answers)
    keep_the_rules(uow, instance, procedure, task, answers, handed_in.acknowledged, world)

    keep(uow, task, actor.id)
    completion = evidence(uow, actor, instance, task, answers, handed_in.request_key)
    if not completion.opinion_box:
        instance.content_version += 1
    moved = advance(uow, instance, _message(procedure, instance, deed, answers), actor.id)
    if not moved.matched:
        raise Faulty(f"“{deed.title}”（{deed.element}）没有被流程接收。")
    record_completion(uow, procedure, completion, moved)
    return completion, moved


def _same_request(
    uow: UnitOfWork, actor: Actor, instance: Instance, element: str, key: str | None
) -> Completion | None:
    """What this very request has done already. A key of another deed or task is refused when it is written."""
    if not key:
        return None
    same = (Completion.request_key == key, Completion.actor_id == actor.id, Completion.element == element)
    return uow.session.scalar(select(Completion).where(*same, Completion.instance_id == instance.id))


def _find(uow: UnitOfWork, actor: Actor, instance: Instance, procedure: Procedure, name: str, at: int | None) -> Deed:
    offered = [d for d in all_deeds(uow, instance) if d.element == name and at in (None, d.at)]
    for deed in offered:
        if may_do(actor, deed, instance):
            return deed
    if offered or not _was_theirs(uow, actor, instance, procedure, name):
        raise NoSuchDeed
    raise DeedOver


def _was_theirs(uow: UnitOfWork, actor: Actor, instance: Instance, procedure: Procedure, name: str) -> bool:
    """Whether a deed that is over was this person's, as far as it can be told without the place it listened at."""
    element = procedure.pool(instance.process).elements.get(name)
    starters = element.properties.get("starters", "") if element is not None else ""
    if not starters or starters.startswith("="):
        return False
    return may_act(actor, starters_of(uow, instance, procedure, starters))


def _message(procedure: Procedure, instance: Instance, deed: Deed, answers: dict[str, object]) -> engine.Deliver:
    """With output mappings these alone write, and see the whole as `answers`; else every answer is a variable."""
    outputs = procedure.pool(instance.process).elements[deed.element].extensions.outputs
    payload = {**answers, "answers": answers} if outputs else answers
    return engine.Deliver(deed.catch.name, deed.catch.key, payload, (deed.element, deed.at))
