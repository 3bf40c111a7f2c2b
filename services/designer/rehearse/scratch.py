"""A house for a rehearsal: the production wiring on a database that is gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services import calendar
from services.foundation.clock import SetClock
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, Wiring
from services.foundation.storage.upgrade import upgrade


@contextmanager
def scratch_house(clock: SetClock, wiring: Wiring) -> Iterator[House]:
    """An empty house with the calendar in it; nothing of it is left behind."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{Path(folder) / 'rehearsal.db'}")
        try:
            upgrade(engine)
            house = House(engine, clock, wiring)
            with house.work() as uow:
                calendar.seed(uow)
            yield house
        finally:
            engine.dispose()
