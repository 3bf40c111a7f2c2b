"""A deed leaves the same row as a task does, so that evidence, papers and history know no difference."""

from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.rules.values import to_json

from ..instances import Instance
from ..tasks import Task
from .offered import Deed


def task_for(uow: UnitOfWork, instance: Instance, deed: Deed) -> Task:
    """The task a deed would be; it stands in no inbox, and in the table only once it is done."""
    return Task(
        instance_id=instance.id,
        engine_task=deed.at,
        element=deed.element,
        name=deed.title,
        lane=deed.lane,
        form_id=deed.form_id,
        subject_kind=instance.subject_kind,
        subject_id=instance.subject_id,
        campaign_id=instance.campaign_id,
        title=instance.title,
        unit=instance.unit,
        category=instance.category,
        principals=list(deed.principals),
        properties={k: to_json(v) for k, v in deed.catch.properties.items()},
        locals={k: to_json(v) for k, v in deed.catch.locals.items()},
        due_at=None,
        provisional=False,
        opened_at=uow.now,
    )


def keep(uow: UnitOfWork, task: Task, by: int) -> None:
    """The deed is done: its row is opened and closed at once."""
    task.closed_at, task.closed_by = uow.now, by
    uow.session.add(task)
    uow.session.flush()
