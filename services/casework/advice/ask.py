"""Before deciding, ask colleagues: 委派 (one prepares it for me) and 加签 (several say what they think).

The question stands in their inboxes; the decision stays with whoever has the task, and waits for the answers or for the
question to be recalled (`Task.asked`). No level is added: the diagram does not move.
"""

from collections.abc import Sequence

from sqlalchemy import delete, select

from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import of_person, require_not_recused
from services.people.identity import Actor, Person

from ..completions.complete import lock_task
from ..instances import Instance
from ..tasks import InboxEntry, Task, require_may_act, require_open
from ..tasks.mirror import FAR_FUTURE
from ..tasks.verbs import ADD_SIGNER, DELEGATE, colleague, require_offered
from .events import AdviceAsked, AdviceGiven, AdviceRecalled
from .models import Advice

TEXT_MAX = 1000
ASKED_MAX = 20


class AlreadyAsked(Conflict):
    """They have not answered yet."""


class NotYoursToAnswer(NotAllowed):
    """Somebody else was asked."""

    sentence = "这件事没有请您提意见。"


class NoLongerAsked(Conflict):
    """It was answered or recalled."""

    sentence = "这件事已经答复，或者已经收回。您填写的内容仍保留在本页，未提交。"


def ask(
    uow: UnitOfWork, actor: Actor, task_id: int, verb: str, person_ids: Sequence[int], question: str
) -> list[Advice]:
    """Ask these people.

    Raises TaskAlreadyClosed, NotYours, OwnCase, NotOfferedHere, AlreadyAsked, Invalid, NotFound.
    """
    instance, task = lock_task(uow, task_id)
    require_open(uow, task)
    require_may_act(actor, task, instance.applicant_id)
    require_not_recused(uow, actor, instance.subject)
    require_offered(task, verb if verb in (DELEGATE, ADD_SIGNER) else "")
    question = _text(question, "question", "请写明要对方做什么")
    people = [colleague(uow, actor, n, instance.applicant_id) for n in dict.fromkeys(person_ids)]
    if not people or len(people) > (1 if verb == DELEGATE else ASKED_MAX):
        few = "请选择一个人。" if verb == DELEGATE else f"请选择 1 至 {ASKED_MAX} 个人。"
        raise Invalid("请选择办理的人。", fields={"people": few})
    _not_twice(uow, task, people)
    rows = [_question(uow, actor, task, verb, person, question) for person in people]
    uow.session.add_all(rows)
    task.asked += len(rows)
    task.readers = list(dict.fromkeys([*(task.readers or []), *(of_person(p.id) for p in people)]))
    _into_inboxes(uow, task, people)
    uow.session.flush()
    uow.record(
        AdviceAsked(
            subject=instance.subject,
            actor_id=actor.id,
            task_id=task.id,
            advice_ids=[row.id for row in rows],
            verb=verb,
            task=task.name,
            actor_name=actor.name,
            names=[p.name for p in people],
            question=question,
        )
    )
    return rows


def answer(uow: UnitOfWork, actor: Actor, advice_id: int, text: str) -> Advice:
    """Whoever was asked answers; once. Raises NotFound, NotYoursToAnswer, NoLongerAsked, TaskAlreadyClosed, Invalid."""
    row, task, instance = _locked(uow, advice_id)
    if row.person_id != actor.id:
        raise NotYoursToAnswer
    if not row.waits:
        raise NoLongerAsked
    require_open(uow, task)
    require_not_recused(uow, actor, instance.subject)
    row.answer, row.answered_at = _text(text, "answer", "请写明意见"), uow.now
    _no_longer(uow, task, row)
    uow.record(
        AdviceGiven(
            subject=instance.subject,
            actor_id=actor.id,
            task_id=task.id,
            advice_id=row.id,
            verb=row.verb,
            task=task.name,
            actor_name=actor.name,
            answer=row.answer,
        )
    )
    return row


def recall(uow: UnitOfWork, actor: Actor, advice_id: int) -> Advice:
    """减签: whoever may decide the task recalls a question. Raises NotFound, NotYours, NoLongerAsked."""
    row, task, instance = _locked(uow, advice_id)
    require_may_act(actor, task, instance.applicant_id)
    if not row.waits:
        raise NoLongerAsked
    require_open(uow, task)
    row.recalled_at = uow.now
    _no_longer(uow, task, row)
    uow.record(
        AdviceRecalled(
            subject=instance.subject,
            actor_id=actor.id,
            task_id=task.id,
            advice_id=row.id,
            verb=row.verb,
            task=task.name,
            actor_name=actor.name,
            name=row.person_name,
        )
    )
    return row


def advice_on(uow: UnitOfWork, task_ids: Sequence[int]) -> list[Advice]:
    """Everything that was asked about these tasks, oldest first."""
    return list(uow.session.scalars(select(Advice).where(Advice.task_id.in_(list(task_ids))).order_by(Advice.id)))


def asked_of(uow: UnitOfWork, actor: Actor, task_id: int) -> Advice | None:
    """What was last asked of this person about a task; None: nothing."""
    mine = (Advice.task_id == task_id, Advice.person_id == actor.id)
    return uow.session.scalars(select(Advice).where(*mine).order_by(Advice.id.desc())).first()


def _locked(uow: UnitOfWork, advice_id: int) -> tuple[Advice, Task, Instance]:
    found = uow.session.get(Advice, advice_id)
    if found is None:
        raise NotFound("没有这件事。")
    instance, task = lock_task(uow, found.task_id)
    return uow.session.get_one(Advice, advice_id, populate_existing=True), task, instance


def _not_twice(uow: UnitOfWork, task: Task, people: list[Person]) -> None:
    waiting = {row.person_id for row in advice_on(uow, [task.id]) if row.waits}
    for person in people:
        if person.id in waiting:
            raise AlreadyAsked(f"已经请{person.name}提意见，还没有答复。")


def _question(uow: UnitOfWork, actor: Actor, task: Task, verb: str, person: Person, question: str) -> Advice:
    return Advice(
        task_id=task.id,
        verb=verb,
        person_id=person.id,
        person_name=person.name,
        asked_by=actor.id,
        asked_by_name=actor.name,
        question=question,
        asked_at=uow.now,
    )


def _into_inboxes(uow: UnitOfWork, task: Task, people: list[Person]) -> None:
    due = task.due_at or FAR_FUTURE
    for person in people:
        if of_person(person.id) not in task.principals:
            uow.session.add(InboxEntry(principal=of_person(person.id), due_at=due, task_id=task.id))


def _no_longer(uow: UnitOfWork, task: Task, row: Advice) -> None:
    task.asked -= 1
    if of_person(row.person_id) not in task.principals:
        mine = (InboxEntry.task_id == task.id, InboxEntry.principal == of_person(row.person_id))
        uow.session.execute(delete(InboxEntry).where(*mine))
    uow.session.flush()


def _text(text: str, field: str, lacking: str) -> str:
    text = text.strip()
    if not 1 <= len(text) <= TEXT_MAX:
        raise Invalid(f"{lacking}。", fields={field: f"{lacking}，不超过 {TEXT_MAX} 字。"})
    return text
