"""An objection, its attachments, and apart from both of them who raised it."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Objection(Model):
    """What was objected, against which case. Facts, moment and kind never change; once settled, nothing does.

    status: filed | accepted | dismissed | upheld | not_upheld | withdrawn | referred (see words.py).
    delivered: the campaign heard of it; False for one that came when the campaign was over.
    """

    __tablename__ = "objection"
    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(40), unique=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    facts: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    late: Mapped[bool]
    delivered: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(64))
    word_digest: Mapped[str] = mapped_column(String(64))
    request_digest: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[str] = mapped_column(String(20))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    finding: Mapped[str | None] = mapped_column(Text)

    @property
    def real_name(self) -> bool:
        """Whether a person or a unit stands behind it by name."""
        return self.kind != "anonymous"

    @property
    def open(self) -> bool:
        """Whether it still has to be dealt with."""
        return self.settled_at is None

    @property
    def case_subject(self) -> Subject:
        """The audit's name for the case it is about."""
        return Subject("case", self.case_id)

    @property
    def subject(self) -> Subject:
        """The audit's name for the campaign, on whose chain its deeds stand."""
        return Subject("campaign", self.campaign_id)


class Objector(Model):
    """Who raised an objection. Read through `office.reveal` alone, which records it. No row for anonymous ones."""

    __tablename__ = "objector"
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    contact: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(200))
    seal: Mapped[str] = mapped_column(String(200))


class ObjectionFile(Model):
    """An attachment as it was handed in, without the name it bore: file names tell who wrote them."""

    __tablename__ = "objection_file"
    __table_args__ = (UniqueConstraint("objection_id", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"))
    place: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
