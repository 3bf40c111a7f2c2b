"""A studio is revoked: what else runs about it is told, each instance by a job of its own."""

from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance, Listen, advance, lock_instance, world_for
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry
from services.record import jobs

REVOKED_MESSAGE = "studio_revoked"
JOB = "tell_of_revocation"


def end_other_proceedings(uow: UnitOfWork, instance: Instance) -> None:
    """Let every other instance about the studio know that waits to hear of it (message `studio_revoked`)."""
    others = (
        select(Listen.instance_id)
        .join(Instance, Instance.id == Listen.instance_id)
        .where(
            Listen.name == REVOKED_MESSAGE,
            Instance.subject_kind == instance.subject_kind,
            Instance.subject_id == instance.subject_id,
            Instance.id != instance.id,
        )
        .distinct()
        .order_by(Listen.instance_id)
    )
    for number in uow.session.scalars(others):
        jobs.enqueue(uow, JOB, {"instance": number}, subject=instance.subject, key=f"{JOB}:{number}")


def tell_of_revocation(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Hand the message over; an instance that has ended meanwhile need not hear of it.

    Where a called proceeding listens inside one that listens too, the outer one hears it and takes the inner along.
    """
    instance = lock_instance(uow, payload["instance"])
    procedure = registry.load(uow, instance.version_id)
    pool = procedure.pool(instance.process)
    listening = engine.catches(pool, instance.snapshot, uow.now, world_for(uow, instance, procedure))
    outermost = next((c for c in listening if c.name == REVOKED_MESSAGE), None)
    if instance.finished_at is None and outermost is not None:
        at = (outermost.element, outermost.at)
        advance(uow, instance, engine.Deliver(REVOKED_MESSAGE, outermost.key, {}, at))
