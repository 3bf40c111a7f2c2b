"""Evidence: what was shown, what was said, by whom, for whom, when; and drafts, which are no evidence."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment
from services.process.rules.values import from_json


class Completion(Model):
    """An immutable row for each completed task. One with an `opinion_box` is an opinion in the official form.

    for_person_id: for whom the actor stood in; `actor_name` then names both. `shown` lists [completion id, digest] of
    what the person had before them; `digest` covers every other column.
    """

    __tablename__ = "completion"
    __table_args__ = (Index("ix_completion_subject", "subject_kind", "subject_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), unique=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    element: Mapped[str]
    name: Mapped[str]
    form_id: Mapped[str | None]
    opinion_box: Mapped[str | None]
    verdict: Mapped[str | None]
    comment: Mapped[str | None]
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    shown: Mapped[list[Any]] = mapped_column(Json)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    actor_name: Mapped[str]
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None]
    organisation_name: Mapped[str]
    role: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    request_key: Mapped[str | None] = mapped_column(unique=True)
    digest: Mapped[str]

    @property
    def values(self) -> dict[str, Any]:
        """The answers as FEEL values: days are days again."""
        return {key: from_json(value) for key, value in self.answers.items()}


class Draft(Model):
    """What a person has typed into a task's form and not yet handed in; `page`: in which open page of which device."""

    __tablename__ = "draft"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    page: Mapped[str] = mapped_column(String(80), server_default="")


class TakenBack(Model):
    """Whoever handed it in took it back before the next level acted. The evidence stays as it is and counts no more."""

    __tablename__ = "taken_back"
    completion_id: Mapped[int] = mapped_column(ForeignKey("completion.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
