"""What comes with the house: cities to begin from, and the blocks that cities share."""

from functools import lru_cache
from pathlib import Path

from services.process.registry import Package, read_folder
from services.process.registry.package import shared_files

HOUSE = Path(__file__).resolve().parents[3]
SHARED = "shared"


@lru_cache(maxsize=1)
def shipped() -> dict[str, Package]:
    """The cities that the house brings along, by folder name; read once."""
    folders = sorted(path.parent for path in (HOUSE / "processes").glob("*/procedure.yaml"))
    return {folder.name: read_folder(folder) for folder in folders}


@lru_cache(maxsize=1)
def blocks() -> dict[str, bytes]:
    """Everything that cities share, by its path inside a package; read once."""
    return shared_files(HOUSE / "processes" / SHARED, HOUSE)
