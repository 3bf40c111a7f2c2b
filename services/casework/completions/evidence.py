"""Evidence of a completion: written once, digested, never read back from workflow data."""

import hashlib
from typing import Any

from sqlalchemy.exc import IntegrityError

from services.foundation.errors import Conflict
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import acts_for, of_role
from services.people.identity import Actor, Seat, StandingIn
from services.people.organisations import Organisation
from services.process.rules.values import to_json

from ..instances import Instance
from ..tasks import Task
from .models import Completion
from .queries import digests_of


class RequestKeyUsed(Conflict):
    """The key of this request belongs to another one: nothing was done."""

    sentence = "这次提交的编号已被使用，请刷新页面后再提交。"


def evidence(
    uow: UnitOfWork,
    actor: Actor,
    instance: Instance,
    task: Task,
    answers: dict[str, Any],
    key: str | None,
) -> Completion:
    """Write the row: who said what, in which office, with what before them. Raises RequestKeyUsed."""
    other = acts_for(actor, task.principals)
    seat = _seat_for(actor, task, instance.applicant_id, other)
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
        shown=digests_of(uow, instance.subject),
        actor_id=actor.id,
        actor_name=f"{actor.name}（代{other.name}）" if other else actor.name,
        for_person_id=other.person_id if other else None,
        organisation_id=seat.organisation_id if seat else None,
        organisation_name=_unit_name(uow, instance, seat),
        role=seat.role if seat else "applicant",
        at=uow.now,
        request_key=key,
    )
    row.digest = digest_of(row)
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as double:  # the task is locked and open, so only the key can be taken
        raise RequestKeyUsed from double
    return row


def _unit_name(uow: UnitOfWork, instance: Instance, seat: Seat | None) -> str:
    if seat is None or seat.organisation_id == instance.organisation_id:
        return instance.unit
    return uow.session.get_one(Organisation, seat.organisation_id).name


NOT_IN_DIGEST = {"id", "digest"}
LATER = ("for_person_id",)
"""Columns that earlier evidence did not have: where they say nothing, its digest is as it was."""


def digest_of(row: Completion) -> str:
    """SHA-256 over `body_of`."""
    return hashlib.sha256(body_of(row)).hexdigest()


def body_of(row: Completion) -> bytes:
    """The canonical bytes of every column but the number and the digest itself: what an export carries."""
    columns = {c.key: getattr(row, c.key) for c in Completion.__table__.columns if c.key not in NOT_IN_DIGEST}
    for name in LATER:
        if columns[name] is None:
            del columns[name]
    columns["at"] = row.at.isoformat()
    return canonical(columns)


NO_OFFICE = {"lead", "staff"}  # seats that say where somebody belongs, not what they decide


def _seat_for(actor: Actor, task: Task, applicant_id: int | None, other: StandingIn | None = None) -> Seat | None:
    """The office in which the person acts: the seat, or that of whom they stand in for, whose queue the task opened in.

    Whoever was named in person (an expert drawn by lot) acts from their own office, the applicant from none; whoever
    was handed a task from an office of that organisation.
    """
    for seat in other.seats if other else actor.positions:
        if of_role(seat.organisation_id, seat.role) in task.desk:
            return seat
    if actor.id == applicant_id:
        return None
    offices = [seat for seat in actor.positions if seat.role not in NO_OFFICE] or list(actor.positions)
    near = [seat for seat in offices if any(p.startswith(f"q:{seat.organisation_id}:") for p in task.desk)]
    return next(iter(near or offices), None)
