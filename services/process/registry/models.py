"""Deployed versions. File contents are stored once each, by their SHA-256; nothing here is ever changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class StoredFile(Model):
    """The bytes of a file of some package, shared by all versions that hold the same bytes."""

    __tablename__ = "stored_file"
    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ProcedureVersion(Model):
    """An immutable version of a procedure, named by the SHA-256 over all its files."""

    __tablename__ = "procedure_version"
    __table_args__ = (UniqueConstraint("procedure", "digest"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    procedure: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    number: Mapped[int]
    title: Mapped[str]
    deployed_at: Mapped[datetime] = mapped_column(Moment)
    deployed_by: Mapped[int | None]


class PackageFile(Model):
    """Which file stands where in a version."""

    __tablename__ = "package_file"
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
