"""Fill an empty house with invented units, people and campaigns that stand at every stage on the first morning.

Nothing is written by hand into tables: earlier campaigns are the packages' own stories, moved back by whole weeks
and played with the production verbs until the demonstration begins.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from services import calendar
from services.designer.deploy import deploy
from services.designer.rehearse import Player, Story, pass_time, stories_of
from services.foundation.clock import SetClock, local
from services.foundation.storage.unit_of_work import House
from services.foundation.storage.upgrade import upgrade
from services.people.cast import load_cast
from services.people.identity import Person
from services.process.registry import Manifest, Package, compile_package, read_folder

from .clock import BEGINS

PLAN = Path(__file__).parent / "plan.yaml"
PASSWORD = "jiangxin-2021"  # everybody's in the demonstration; nobody's anywhere else


def load_demonstration(house: House, clock: SetClock, processes: Path) -> bool:
    """Load everything; False when this house has been loaded before."""
    upgrade(house.engine)
    with house.reading() as uow:
        if uow.session.scalar(select(Person.id).limit(1)) is not None:
            return False
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    packages = {p.name: p for p in _packages(processes)}
    clock.set(BEGINS - timedelta(days=max(e["weeks_ago"] for e in plan["earlier"]) * 7 + 30))
    with house.work() as uow:
        calendar.seed(uow)
        for package in packages.values():
            deploy(uow, package, uow.wiring.effects)
            load_cast(uow, _cast(package), PASSWORD)
    for entry in plan["earlier"]:
        _play_earlier(house, clock, packages[entry["procedure"]], entry)
    pass_time(house, clock, BEGINS)
    for entry in plan["now"]:
        _play_now(house, clock, packages[entry["procedure"]], entry)
    return True


def _packages(processes: Path) -> list[Package]:
    folders = sorted(p for p in processes.iterdir() if (p / "procedure.yaml").is_file())
    return [read_folder(folder) for folder in folders]


def _cast(package: Package) -> dict[str, Any]:
    raw = package.files.get("scenarios/cast.yaml", b"{}")
    return yaml.safe_load(raw.decode()) or {}


def _play_earlier(house: House, clock: SetClock, package: Package, entry: dict[str, Any]) -> None:
    """A story moved back by whole weeks (so that weekdays stay) and played up to the first morning."""
    back = timedelta(weeks=entry["weeks_ago"])
    story = _moved(_story(package, entry["story"]), back, compile_package(package).manifest, entry)
    steps = [s for s in story.steps if s.at is None or s.at < BEGINS]
    player = Player(house, clock, compile_package(package).manifest.id, replace(story, steps=tuple(steps)))
    player.play()


def _play_now(house: House, clock: SetClock, package: Package, entry: dict[str, Any]) -> None:
    """The campaign of this year: only its opening; the visitor does the rest."""
    story = _story(package, entry["story"])
    opening = [replace(s, at=None, expect={}) for s in story.steps if s.do == "open_campaign"][:1]
    Player(house, clock, compile_package(package).manifest.id, replace(story, steps=tuple(opening))).play()


def _story(package: Package, name: str) -> Story:
    return next(s for s in stories_of(package) if s.name == name)


def _moved(story: Story, back: timedelta, manifest: Manifest, entry: dict[str, Any]) -> Story:
    windows = {n: [_day(w.start, back), _day(w.end, back)] for n, w in manifest.windows.items()}
    people = entry.get("people") or {}
    steps = []
    for step in story.steps:
        details = dict(step.details)
        if step.do == "open_campaign":
            details |= {"windows": windows, "title": entry["title"], "year": local(BEGINS - back).year}
        elif step.do == "open_case" and "studio" in entry:
            details |= {"title": entry["studio"]}
        steps.append(
            replace(
                step,
                at=step.at - back if step.at else None,
                who=people.get(step.who, step.who),
                details=details,
                expect={},
            )
        )
    return replace(story, steps=tuple(steps))


def _day(day: date, back: timedelta) -> date:
    return day - back
