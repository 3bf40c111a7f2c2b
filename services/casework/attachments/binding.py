"""The files in answers are the house's own rows: what a browser says of them counts for nothing but their numbers."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process.forms import AnswersIncomplete, Form
from services.process.forms.files import files_in, put_at
from services.process.forms.places import spelled
from services.record import jobs

from ..instances import Instance
from .fitting import misfit
from .models import Attachment
from .store import store_of

FORGET = "forget_attachment"
GONE = "有附件不是为本件上传的，或者已经移除，请重新上传。"


def described(
    uow: UnitOfWork, actor: Actor, instance: Instance, form: Form | None, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Answers as somebody typed them, with each number of a file turned into what the house knows of it.

    A number that is not this person's to name here is left out.
    """
    made = copy.deepcopy(dict(answers))
    for _, place, numbers in files_in(form, made) if form is not None else ():
        rows = _usable(uow, actor, instance, numbers)
        put_at(made, place, [rows[number].answer for number in numbers if number in rows])
    return made


def bind(
    uow: UnitOfWork, actor: Actor, instance: Instance, form: Form | None, answers: dict[str, Any]
) -> dict[str, Any]:
    """Clean answers that are being handed in: every file in them is of this subject and fits its question.

    Raises AnswersIncomplete. What is named becomes evidence; what the same person added here and did not name goes.
    """
    if form is None or not form.asks_for_files:
        return answers
    made, wrong, named = copy.deepcopy(answers), {}, set[int]()
    for question, place, numbers in files_in(form, made):
        rows = _usable(uow, actor, instance, numbers)
        found = [rows[number] for number in numbers if number in rows]
        faults = [fault for row in found if (fault := misfit(question, row.media_type, row.size))]
        if len(found) != len(numbers) or faults:
            wrong[spelled(place)] = faults[0] if faults else GONE
        put_at(made, place, [row.answer for row in found])
        named |= {row.id for row in found}
    if wrong:
        raise AnswersIncomplete(wrong)
    _settle(uow, actor, instance, form, named)
    return made


def _usable(uow: UnitOfWork, actor: Actor, instance: Instance, numbers: Iterable[int]) -> dict[int, Attachment]:
    """Files of this subject that the actor added, or that are evidence of it already."""
    mine = (
        Attachment.id.in_(list(numbers)),
        Attachment.subject_kind == instance.subject_kind,
        Attachment.subject_id == instance.subject_id,
        (Attachment.uploaded_by == actor.id) | Attachment.handed_in_at.is_not(None),
    )
    return {row.id: row for row in uow.session.scalars(select(Attachment).where(*mine))}


def _settle(uow: UnitOfWork, actor: Actor, instance: Instance, form: Form, named: set[int]) -> None:
    waiting = (
        Attachment.instance_id == instance.id,
        Attachment.uploaded_by == actor.id,
        Attachment.handed_in_at.is_(None),
    )
    for row in uow.session.scalars(select(Attachment).where(*waiting)):
        if row.id in named:
            row.handed_in_at = uow.now
        elif row.form_id == form.id:
            uow.session.delete(row)
            jobs.enqueue(uow, FORGET, {"digest": row.digest})


def forget(uow: UnitOfWork, payload: Mapping[str, Any]) -> None:
    """A job: bytes that no row names any more are removed."""
    digest = str(payload["digest"])
    if uow.session.scalar(select(Attachment.id).where(Attachment.digest == digest).limit(1)) is None:
        store_of(uow.wiring).forget(uow, digest)
