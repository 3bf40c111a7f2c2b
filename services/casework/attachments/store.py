"""Where the bytes lie: in a folder of one machine, or in the database that several hosts share. Found by digest."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol, cast

from sqlalchemy import delete, select

from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork, Wiring

from .looking import PIECE, Looked, pieces
from .models import AttachmentPiece


class Store(Protocol):
    """The whole interface."""

    def prepare(self, looked: Looked) -> None:
        """What can be done before the transaction begins, so that nobody waits for it."""

    def keep(self, uow: UnitOfWork, looked: Looked) -> None:
        """Have the bytes; harmless when they are there."""

    def read(self, uow: UnitOfWork, digest: str) -> Iterator[bytes]:
        """The bytes, a piece at a time. Raises Faulty where they are gone."""

    def forget(self, uow: UnitOfWork, digest: str) -> None:
        """Have them no more; harmless when they are gone."""

    def keep_part(self, uow: UnitOfWork, token: str, place: int, at: int, content: bytes) -> None:
        """Have piece number `place` of a file that is still arriving; it begins at byte `at`. Repeats are harmless."""

    def gathered(self, uow: UnitOfWork, token: str) -> IO[bytes]:
        """All pieces as one file that can be sought; the caller closes it."""

    def drop_parts(self, uow: UnitOfWork, token: str) -> None:
        """Have the pieces no more; harmless when they are gone."""


class FolderStore:
    """A folder: one file per digest, complete or not there at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, looked: Looked) -> None:
        """Written beside its place and moved there: nobody ever reads half a file."""
        place = self._place(looked.digest)
        if place.exists():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as there:
            for piece in pieces(looked.file):
                there.write(piece)
            there.flush()
            os.fsync(there.fileno())
        os.replace(there.name, place)

    def keep(self, uow: UnitOfWork, looked: Looked) -> None:
        """The same: a file that no row names does no harm."""
        self.prepare(looked)

    def read(self, uow: UnitOfWork, digest: str) -> Iterator[bytes]:
        """Opened at once, so that a missing file is told before the first byte leaves."""
        try:
            file = self._place(digest).open("rb")
        except FileNotFoundError as fault:
            raise Faulty(f"附件 {digest[:12]} 的内容不在附件文件夹里。") from fault
        return _to_the_end(file)

    def forget(self, uow: UnitOfWork, digest: str) -> None:
        """Remove the file."""
        self._place(digest).unlink(missing_ok=True)

    def keep_part(self, uow: UnitOfWork, token: str, place: int, at: int, content: bytes) -> None:
        """Written where it belongs; what a broken connection left behind that place is cut off."""
        file = self._part(token)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        with file.open("r+b") as there:
            there.seek(at)
            there.write(content)
            there.truncate()
            there.flush()
            os.fsync(there.fileno())

    def gathered(self, uow: UnitOfWork, token: str) -> IO[bytes]:
        """The file they were written to."""
        return self._part(token).open("rb")

    def drop_parts(self, uow: UnitOfWork, token: str) -> None:
        """Remove the file."""
        self._part(token).unlink(missing_ok=True)

    def _part(self, token: str) -> Path:
        return self.folder / "parts" / token

    def _place(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


class DatabaseStore:
    """Rows of a megabyte each: every host reads them, and a backup of the database holds all."""

    def prepare(self, looked: Looked) -> None:
        """Nothing: rows are written in the transaction."""

    def keep(self, uow: UnitOfWork, looked: Looked) -> None:
        """Piece by piece."""
        first = select(AttachmentPiece.place).where(AttachmentPiece.digest == looked.digest).limit(1)
        if uow.session.scalar(first) is not None:
            return
        for place, piece in enumerate(pieces(looked.file)):
            row = AttachmentPiece(digest=looked.digest, place=place, content=piece)
            uow.session.add(row)
            uow.session.flush()
            uow.session.expunge(row)

    def read(self, uow: UnitOfWork, digest: str) -> Iterator[bytes]:
        """All of it is read in this transaction, one piece in memory at a time where the caller takes them so."""
        mine = select(AttachmentPiece.content).where(AttachmentPiece.digest == digest).order_by(AttachmentPiece.place)
        found = iter(uow.session.scalars(mine.execution_options(yield_per=4)))
        first = next(found, None)
        if first is None:
            raise Faulty(f"附件 {digest[:12]} 的内容不在数据库里。")
        return _chained(first, found)

    def forget(self, uow: UnitOfWork, digest: str) -> None:
        """Delete the rows."""
        uow.session.execute(delete(AttachmentPiece).where(AttachmentPiece.digest == digest))

    def keep_part(self, uow: UnitOfWork, token: str, place: int, at: int, content: bytes) -> None:
        """A row of its own."""
        uow.session.merge(AttachmentPiece(digest=_part(token), place=place, content=content))

    def gathered(self, uow: UnitOfWork, token: str) -> IO[bytes]:
        """Copied to a file that has no name and is gone when it is closed."""
        made = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        for piece in self.read(uow, _part(token)):
            made.write(piece)
        made.seek(0)
        return made

    def drop_parts(self, uow: UnitOfWork, token: str) -> None:
        """Delete the rows."""
        self.forget(uow, _part(token))


def _part(token: str) -> str:
    """A key that no digest can be."""
    return f"part:{token}"


def store_of(wiring: Wiring) -> Store:
    """The house's store; where none was named, the database."""
    return cast(Store, wiring.attachments) if wiring.attachments is not None else DatabaseStore()


def _to_the_end(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
