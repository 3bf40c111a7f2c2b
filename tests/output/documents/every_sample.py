"""The samples of this room and those that a city keeps beside its own tests, `tests/processes/<city>/samples.py`."""

from importlib import import_module
from pathlib import Path

from services.output.documents import PaperData

from .samples import SAMPLES

CITIES = sorted(file.parent.name for file in (Path(__file__).parents[2] / "processes").glob("*/samples.py"))

EVERY: dict[str, PaperData] = dict(SAMPLES)
for city in CITIES:
    EVERY |= import_module(f"tests.processes.{city}.samples").SAMPLES
"""By `<folder>/<paper>`."""
