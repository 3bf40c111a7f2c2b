"""抄送: whoever deals with a step lets others read it; each has read it or not, and the trail says when."""

from collections.abc import Sequence

from sqlalchemy import func, select

from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import of_person, standing_back_from
from services.people.identity import Actor

from ..completions.complete import lock_task
from ..tasks import Task, require_may_act
from ..tasks.verbs import CC, colleague, require_offered
from .events import CopyRead, CopySent
from .models import Copy

NOTE_MAX = 500
PAGE = 50
COUNT_CAP = 1000


def send_copy(uow: UnitOfWork, actor: Actor, task_id: int, person_ids: Sequence[int], note: str = "") -> list[Copy]:
    """Send a copy of an open task that is one's own, or of one that one has completed; to each person once.

    Raises NotYours, OwnCase, NotOfferedHere, Invalid, NotFound.
    """
    instance, task = lock_task(uow, task_id)
    if task.closed_by != actor.id:
        require_may_act(actor, task, instance.applicant_id)
    require_offered(task, CC)
    note = note.strip()
    if len(note) > NOTE_MAX:
        raise Invalid("附言太长。", fields={"note": f"附言不超过 {NOTE_MAX} 字。"})
    people = [colleague(uow, actor, n, None) for n in dict.fromkeys(person_ids)]
    if not people:
        raise Invalid("请选择抄送给谁。", fields={"people": "请至少选择一个人。"})
    back = standing_back_from(uow, instance.subject)
    had = {row.person_id for row in copies_of(uow, task.id)}
    new = [p for p in people if p.id not in had and p.id not in back]
    rows = [
        Copy(
            task_id=task.id,
            person_id=p.id,
            person_name=p.name,
            sent_by=actor.id,
            sent_by_name=actor.name,
            note=note,
            sent_at=uow.now,
        )
        for p in new
    ]
    if not rows:
        return []
    uow.session.add_all(rows)
    task.readers = list(dict.fromkeys([*(task.readers or []), *(of_person(p.id) for p in new)]))
    uow.session.flush()
    uow.record(
        CopySent(
            subject=instance.subject,
            actor_id=actor.id,
            task_id=task.id,
            task=task.name,
            actor_name=actor.name,
            names=[p.name for p in new],
            person_ids=[p.id for p in new],
            note=note,
        )
    )
    return rows


def read_copy(uow: UnitOfWork, actor: Actor, copy_id: int) -> Task:
    """Whoever it was sent to reads it; the first time is written down. Raises NotFound."""
    row = uow.session.get(Copy, copy_id, with_for_update=True)
    if row is None or row.person_id != actor.id:
        raise NotFound("没有这份抄送。")
    task = uow.session.get_one(Task, row.task_id)
    if row.read_at is None:
        row.read_at = uow.now
        uow.record(CopyRead(subject=task.subject, actor_id=actor.id, task=task.name, actor_name=actor.name))
    return task


def copies_of(uow: UnitOfWork, task_id: int) -> list[Copy]:
    """To whom a task was copied, oldest first."""
    return list(uow.session.scalars(select(Copy).where(Copy.task_id == task_id).order_by(Copy.id)))


def my_copies(uow: UnitOfWork, actor: Actor, before: int | None = None) -> tuple[list[tuple[Copy, Task]], int | None]:
    """What was sent to me, newest first, from below number `before`; and where the next page begins."""
    query = select(Copy, Task).join(Task, Task.id == Copy.task_id).where(Copy.person_id == actor.id)
    if before is not None:
        query = query.where(Copy.id < before)
    rows = [(copy, task) for copy, task in uow.session.execute(query.order_by(Copy.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1][0].id if len(rows) > PAGE else None


def unread_copies(uow: UnitOfWork, actor: Actor) -> int:
    """How many copies I have not read, counted up to COUNT_CAP and one more."""
    unread = select(Copy.id).where(Copy.person_id == actor.id, Copy.read_at.is_(None)).limit(COUNT_CAP + 1)
    return uow.session.scalar(select(func.count()).select_from(unread.subquery())) or 0
