"""The demonstration's clock: it runs, from wherever it was last set."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from services.foundation.clock import SHANGHAI, SetClock

BEGINS = datetime(2021, 8, 5, 9, 0, tzinfo=SHANGHAI)


class DemoClock(SetClock):
    """Shows the moment it was set to plus the time since; the moment is kept in a file across restarts."""

    def __init__(self, file: Path, begins: datetime = BEGINS) -> None:
        self._file = file
        kept = file.read_text().strip() if file.exists() else ""
        super().__init__(datetime.fromisoformat(kept) if kept else begins)
        self._since = time.monotonic()

    def now(self) -> datetime:
        """The moment it was set to, and what has passed since, in UTC."""
        return self.moment + timedelta(seconds=time.monotonic() - self._since)

    def set(self, moment: datetime) -> None:
        """Turn the clock and remember it."""
        super().set(moment)
        self._since = time.monotonic()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(self.moment.isoformat())
