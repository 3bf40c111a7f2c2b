"""Papers as they were issued. Rows are added and never changed: triggers refuse anything else (migration 0011).

Whether a paper still holds is not a column that could be set: it is superseded when a later row says that it takes
its place, and withdrawn when a second person has confirmed a request.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class NumberSeries(Model):
    """The last number an organ has given under a sign in a year; the row is locked while the next one is given."""

    __tablename__ = "number_series"
    organ: Mapped[str] = mapped_column(primary_key=True)
    sign: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class IssuedPaper(Model):
    """A paper with all that stands on it.

    `no` is empty for a paper outside every series; `matter` tells papers of one kind about one subject apart
    (the second correction letter does not replace the first). `content` is {answers, opinions, header, known} in
    the JSON of FEEL values; `address` is where its code leads, empty where the house did not know its own address.
    `digest` is SHA-256 over every other column but the number of the row.
    """

    __tablename__ = "issued_paper"
    __table_args__ = (
        UniqueConstraint("organ", "sign", "year", "number"),
        Index("ix_issued_paper_subject", "subject_kind", "subject_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str]
    title: Mapped[str]
    organ: Mapped[str]
    sign: Mapped[str | None]
    year: Mapped[int | None]
    number: Mapped[int | None]
    no: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    subject_title: Mapped[str]
    matter: Mapped[str]
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    campaign_id: Mapped[int | None] = mapped_column(index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    public: Mapped[bool]
    copies: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"), unique=True)
    digest: Mapped[str]

    @property
    def subject(self) -> Subject:
        """What the paper is about."""
        return Subject(self.subject_kind, self.subject_id)


class PrintedPaper(Model):
    """The paper as PDF, printed once from its frozen content."""

    __tablename__ = "printed_paper"
    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"), primary_key=True, autoincrement=False)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str]
    printed_at: Mapped[datetime] = mapped_column(Moment)


class PaperWithdrawal(Model):
    """Somebody asks for a paper to be withdrawn, and somebody else decides. `decision` is confirmed or declined."""

    __tablename__ = "paper_withdrawal"
    __table_args__ = (
        CheckConstraint("decided_by <> asked_by", name="second_person"),
        CheckConstraint("decision IN ('confirmed', 'declined')", name="decision"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"), index=True)
    reason: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decision: Mapped[str | None]


# One request at a time, and none on what is withdrawn already: the database keeps the promise.
Index(
    "uq_paper_withdrawal_pending",
    PaperWithdrawal.paper_id,
    unique=True,
    sqlite_where=(PaperWithdrawal.decision.is_(None)) | (PaperWithdrawal.decision == "confirmed"),
    postgresql_where=(PaperWithdrawal.decision.is_(None)) | (PaperWithdrawal.decision == "confirmed"),
)
