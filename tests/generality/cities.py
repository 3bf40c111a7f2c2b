"""Five cities that nobody ever built for: procedures as folders of files, each with what the seeds do not ask for."""

from pathlib import Path

from services.designer.rehearse import Story, stories_of
from services.process.registry import Package, read_folder

HERE = Path(__file__).resolve().parent
CITIES = tuple(sorted(file.parent.name for file in HERE.glob("*/procedure.yaml")))


def invented(city: str) -> Package:
    """The package of an invented city."""
    return read_folder(HERE / city)


def story_of(package: Package, name: str) -> Story:
    """One of its stories."""
    return next(story for story in stories_of(package) if story.name == f"{name}.yaml")
