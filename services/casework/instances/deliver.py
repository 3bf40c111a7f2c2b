"""A message from one pool reaches another: a job, tried until somebody waits for it or its time is up."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry
from services.process.rules.values import from_json
from services.record import jobs
from services.record.jobs import NotYet

from .advance import advance, topic_of
from .events import InstanceMoved
from .models import Instance, Listen
from .world import lock_instance

PATIENCE = timedelta(days=400)  # a message that nobody awaited for a whole campaign year is an incident


def deliver(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Hand a message to whoever waits for it, or start the pool that it starts.

    Raises NotYet while nobody waits for it (whoever begins to, wakes it), Faulty when nobody did until its time was up.
    """
    procedure = registry.load(uow, payload["version"])
    pool = procedure.pool(payload["to"])
    sender = uow.session.get_one(Instance, payload["from"])
    values = {k: from_json(v) for k, v in payload["payload"].items()}
    if pool.starts_by == payload["name"]:
        uow.wiring.subjects[pool.properties["subject"]](uow, sender, pool, payload["name"], values)
        return
    reached = [_hand_over(uow, i, payload, values, sender) for i in _waiting(uow, sender, payload)]
    if any(reached):
        return
    ends_at = datetime.fromisoformat(payload["sent_at"]) + PATIENCE
    if uow.now >= ends_at:
        raise Faulty(f"消息“{payload['name']}”在 {PATIENCE.days} 天内没有等到接收的案卷。")
    awaited = jobs.Awaited(topic_of(sender.campaign_id, payload["to"], payload["name"]), payload["key"])
    raise NotYet(ends_at, f"消息“{payload['name']}”暂时没有接收者。", awaited)


def _waiting(uow: UnitOfWork, sender: Instance, payload: dict[str, Any]) -> list[int]:
    query = (
        select(Listen.instance_id)
        .join(Instance, Instance.id == Listen.instance_id)
        .where(
            Listen.name == payload["name"],
            Listen.key.in_([payload["key"], ""]),
            Instance.process == payload["to"],
            Instance.campaign_id == sender.campaign_id,
        )
        .order_by(Listen.instance_id)
    )
    return list(uow.session.scalars(query))


def _hand_over(
    uow: UnitOfWork, instance_id: int, payload: dict[str, Any], values: dict[str, Any], sender: Instance
) -> bool:
    instance = lock_instance(uow, instance_id)
    moved = advance(uow, instance, engine.Deliver(payload["name"], payload["key"], values))
    if moved.matched:
        opened = [t.name for t in moved.opened]
        whose = sender.title if sender.subject != instance.subject else ""
        uow.record(InstanceMoved(subject=instance.subject, message=payload["said"], opened=opened, of=whose))
    return bool(moved.matched)
