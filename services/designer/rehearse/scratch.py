"""Houses for a rehearsal: the production wiring on databases that are gone afterwards.

The tables, the calendar and the package are laid down once; every story plays on a copy of that file.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from services import calendar
from services.calendar.store import stored_days, write_revision
from services.foundation.clock import SetClock
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, UnitOfWork, Wiring
from services.foundation.storage.upgrade import upgrade
from services.process.registry import Package

from ..deploy import deploy


@dataclass(frozen=True)
class Stage:
    """A database on which one package is deployed and nothing has happened yet."""

    folder: Path
    wiring: Wiring
    procedure: str

    @contextmanager
    def house(self, clock: SetClock) -> Iterator[House]:
        """A house of its own for one story; nothing of it is left behind."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            place = Path(name) / "story.db"
            shutil.copy(_blank(self.folder), place)
            engine = open_database(f"sqlite:///{place}")
            event.listen(engine, "connect", _without_waiting_for_the_disk)
            try:
                yield House(engine, clock, self.wiring)
            finally:
                engine.dispose()


@contextmanager
def stage(package: Package, wiring: Wiring, at: datetime) -> Iterator[Stage]:
    """Deploy the package at a moment before every story begins. Raises CannotDeploy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = open_database(f"sqlite:///{_blank(folder)}")
        try:
            upgrade(engine)
            with House(engine, SetClock(at), wiring).work() as uow:
                calendar.seed(uow)
                procedure = deploy(uow, package, wiring.effects).version.procedure
        finally:
            engine.dispose()
        yield Stage(folder, wiring, procedure)


_laid_down: dict[tuple[str, str, datetime], tuple[bytes, str]] = {}
_MOST_LAID_DOWN = 2


@contextmanager
def stage_by_calendar_of(uow: UnitOfWork, package: Package, wiring: Wiring, at: datetime) -> Iterator[Stage]:
    """The same by the calendar in force in a running house. Laid down once for all stories of one package.

    Raises CannotDeploy.
    """
    in_force = stored_days(uow.session)
    key = (package.digest, calendar.revisions(uow)[-1].digest, at)
    if key not in _laid_down:
        with stage(package, wiring, at) as here:
            engine = open_database(f"sqlite:///{_blank(here.folder)}")
            try:
                with House(engine, SetClock(at), wiring).work() as scratch:
                    seeded = stored_days(scratch.session)
                    other = {day: record for day, record in in_force.items() if seeded.get(day) != record}
                    if other:
                        write_revision(scratch, None, "本系统现行日历", "", seeded, other)
            finally:
                engine.dispose()
            while len(_laid_down) >= _MOST_LAID_DOWN:
                _laid_down.pop(next(iter(_laid_down)), None)
            _laid_down[key] = _blank(here.folder).read_bytes(), here.procedure
    raw, procedure = _laid_down[key]
    with tempfile.TemporaryDirectory() as name:
        _blank(Path(name)).write_bytes(raw)
        yield Stage(Path(name), wiring, procedure)


def _without_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    """Nobody will miss a story's database after a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


def _blank(folder: Path) -> Path:
    return folder / "blank.db"
