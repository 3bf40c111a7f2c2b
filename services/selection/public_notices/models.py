"""A notice as it was posted, the ledger of its days, and the evidence. The clock is the diagram's own timer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class PublicNotice(Model):
    """`items` is [{title, unit, lead, category, recommender}]: nothing more is shown to the public (D-17).

    `organisation_id` is whose notice it is: its office manages it and looks into what is objected; every row has it.
    `cases` names for each item the case it is about, None where the list did not say. `least_days` (working days) and
    `planned_end` are what the diagram said at posting, for the page to explain. `seal_digest` is the latest daily
    seal, `head_digest` the end of the subject's own chain at posting. `contact`: where objections are taken, in words.
    `last_day` is set when the notice closes.
    """

    __tablename__ = "public_notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), nullable=True)
    title: Mapped[str]
    organ: Mapped[str]
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    cases: Mapped[list[int | None] | None] = mapped_column(Json)
    digest: Mapped[str]
    seal_digest: Mapped[str | None]
    head_digest: Mapped[str | None]
    least_days: Mapped[int | None]
    planned_end: Mapped[date | None]
    contact: Mapped[str] = mapped_column(default="", server_default="")
    posted_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_day: Mapped[date | None]


class NoticeNumber(Model):
    """The last number given in a year; whoever counts it up holds the row until the number stands."""

    __tablename__ = "public_notice_number"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


COUNTED, OFF_LINE, NOT_WORKING, NOT_COUNTED = "counted", "off_line", "not_working", "not_counted"
JUDGED = (COUNTED, OFF_LINE, NOT_WORKING, NOT_COUNTED)


class NoticeDay(Model):
    """A day of a notice that has been judged; while the notice runs only a new calendar can change it.

    `status`: counted; off_line: a working day without evidence, or taken down; not_working; not_counted: the day of
    posting, where it does not count. `source` is the paper that settles whether it is worked.
    """

    __tablename__ = "public_notice_day"
    __table_args__ = (CheckConstraint(f"status IN ({', '.join(repr(status) for status in JUDGED)})", name="status"),)
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    source: Mapped[str]
    looks_ok: Mapped[int]
    looks_failed: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    why: Mapped[str]
    judged_at: Mapped[datetime] = mapped_column(Moment)


class NoticeLook(Model):
    """A look at the page: by which means, what was seen, the digest of the list seen. Never changed."""

    __tablename__ = "public_notice_look"
    __table_args__ = (Index("ix_public_notice_look_at", "notice_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    ok: Mapped[bool]
    means: Mapped[str]
    seen: Mapped[str]
    digest: Mapped[str | None] = mapped_column(String(64))


class NoticePresence(Model):
    """Somebody took the notice down (`on_line` false) or put it back (true), with the reason. Never changed."""

    __tablename__ = "public_notice_presence"
    __table_args__ = (Index("ix_public_notice_presence_at", "notice_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    on_line: Mapped[bool]
    actor_id: Mapped[int | None]
    reason: Mapped[str]
