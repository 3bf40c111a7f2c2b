"""Tables: persons, the positions they hold, where they are signed in, and the tries at the door."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Person(Model):
    """Somebody with a login. `password_hash` is None for those who may not sign in by password.

    `password_until` is set while the password is one that an administrator gave: its owner has to choose another
    before doing anything else, and after that moment it opens nothing.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(50), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_until: Mapped[datetime | None] = mapped_column(Moment)
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(8), default="zh")
    created_at: Mapped[datetime] = mapped_column(Moment)


class Position(Model):
    """A role that a person holds at an organisation, from one day to another, both included; until None: open."""

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id", "role", "from_day"),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_it_begins"),
        Index("ix_positions_organisation_id_role", "organisation_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str] = mapped_column(String(60))
    from_day: Mapped[date]
    until_day: Mapped[date | None]


class SignedIn(Model):
    """A browser in which a person is signed in. The browser holds the key; here stands only its digest."""

    __tablename__ = "signed_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInTries(Model):
    """How often one login, or one address, was tried within a window.

    The key is a digest: people type passwords into the wrong field.
    """

    __tablename__ = "sign_in_try"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    window_ends_at: Mapped[datetime] = mapped_column(Moment, index=True)
