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
