"""A job that found nobody there yet sleeps; whoever comes wakes it. Nobody looks in vain every few minutes.

A sleeper signs up first and then looks once more; who comes is written down before sleepers are looked for. On
PostgreSQL the two keep out of each other's way by a lock on the topic, so that neither misses the other; on SQLite
there is one writer at a time.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select, update

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import WAITS, Job
from .queue import Claimed, changed, held


@dataclass(frozen=True)
class Awaited:
    """What a job waits for: something of a topic, with a key. Whoever comes without a key is there for every key."""

    topic: str
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.topic}#{self.key or ''}"


def sign_up(uow: UnitOfWork, job: Claimed, awaited: Awaited) -> bool:
    """Write down what a job waits for, while it is still claimed; False if the claim no longer holds."""
    _lock(uow, [awaited], alone=True)
    return changed(uow, held(job).values(awaits=str(awaited))) == 1


def wake(uow: UnitOfWork, coming: Collection[Awaited]) -> int:
    """Have every job that waits for one of these tried at once. Returns how many there were."""
    if not coming:
        return 0
    _lock(uow, coming, alone=False)
    exact = [str(awaited) for awaited in coming if awaited.key is not None]
    whole = [Job.awaits.startswith(f"{awaited.topic}#", autoescape=True) for awaited in coming if awaited.key is None]
    asleep = update(Job).where(WAITS, or_(Job.awaits.in_(exact), *whole))
    return changed(uow, asleep.values(next_at=uow.now, claimed_by=None, awaits=None))


def _lock(uow: UnitOfWork, awaited: Collection[Awaited], alone: bool) -> None:
    """Those who come may come together; who signs up does so alone, when all who were on their way have arrived."""
    if uow.session.get_bind().dialect.name != "postgresql":
        return
    take = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
    numbers = sorted({_number(each.topic) for each in awaited})
    uow.session.execute(select(*(take(number) for number in numbers)))


def _number(topic: str) -> int:
    return int.from_bytes(hashlib.blake2b(topic.encode(), digest_size=8).digest(), signed=True)
