"""Fill an empty house with invented units, people and campaigns that stand at every stage on the first morning.

Nothing is written by hand into tables: earlier campaigns are opened some weeks ago and carried on by the production
verbs (see autopilot.py) until the demonstration begins; the answers come from the packages' own stories.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from services import calendar
from services.designer.deploy import deploy
from services.designer.rehearse import Player, Story, read_story, stories_of
from services.foundation.clock import SetClock
from services.foundation.storage.unit_of_work import House
from services.foundation.storage.upgrade import upgrade
from services.people.cast import load_cast
from services.people.identity import Person
from services.process.registry import Package, compile_package, read_folder

from .autopilot import Autopilot, Errands, Passenger, answers_of, carry, openings_of
from .clock import BEGINS

PLAN = Path(__file__).parent / "plan.yaml"
PEOPLE = Path(__file__).parent / "people.yaml"
PASSWORD = "jiangxin-2021"  # everybody's in the demonstration; nobody's anywhere else


def load_demonstration(house: House, clock: SetClock, processes: Path) -> bool:
    """Load everything; False when this house has been loaded before."""
    upgrade(house.engine)
    with house.reading() as uow:
        if uow.session.scalar(select(Person.id).limit(1)) is not None:
            return False
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    packages = {p.name: p for p in _packages(processes)}
    clock.set(min(map(_opens, plan["earlier"])) - timedelta(weeks=1))
    with house.work() as uow:
        calendar.seed(uow)
        # Before the stories' casts: what stands there stays as it is, and only here organisations have short names.
        load_cast(uow, yaml.safe_load(PEOPLE.read_text(encoding="utf-8")), PASSWORD)
        for package in packages.values():
            deploy(uow, package, uow.wiring.effects)
            people = load_cast(uow, _cast(package), PASSWORD).people
    _carry_earlier(house, clock, packages, plan["earlier"], people)
    for entry in plan["now"]:
        _open(house, clock, packages[entry["procedure"]], entry, timedelta())
    return True


def _packages(processes: Path) -> list[Package]:
    folders = sorted(p for p in processes.iterdir() if (p / "procedure.yaml").is_file())
    return [read_folder(folder) for folder in folders]


def _cast(package: Package) -> dict[str, Any]:
    raw = package.files.get("scenarios/cast.yaml", b"{}")
    return yaml.safe_load(raw.decode()) or {}


def _carry_earlier(
    house: House,
    clock: SetClock,
    packages: Mapping[str, Package],
    entries: list[dict[str, Any]],
    people: Mapping[str, int],
) -> None:
    """Each campaign opens on its own day; all that are open are carried on together."""
    pilots: list[Autopilot] = []
    for entry in sorted(entries, key=_opens):
        back, package = _back(entry), packages[entry["procedure"]]
        carry(house, clock, pilots, _opens(entry))
        campaign_id = _open(house, clock, package, entry, back)
        story = _story(package, entry["story"])
        errands = _errands(house, clock, package, entry, campaign_id)
        pilot = Autopilot(
            house, campaign_id, answers_of(story), *openings_of(story), people, back, errands, entry.get("until")
        )
        for row in entry["cases"]:
            pilot.board(Passenger(**row))
        pilots.append(pilot)
    carry(house, clock, pilots, BEGINS)


def _back(entry: Mapping[str, Any]) -> timedelta:
    """How far a campaign's days are moved; one that names its day (`day`) stands where its notice puts it."""
    return timedelta(weeks=0 if "day" in entry else entry["weeks_ago"])


def _opens(entry: Mapping[str, Any]) -> datetime:
    return BEGINS - (BEGINS.date() - entry["day"] if "day" in entry else _back(entry))


def _errands(
    house: House, clock: SetClock, package: Package, entry: dict[str, Any], campaign_id: int
) -> Errands:
    told = {"title": entry["title"], "steps": entry.get("errands") or []}
    story = read_story(PLAN.name, yaml.safe_dump(told, allow_unicode=True).encode(), package)
    player = Player(house, clock, compile_package(package).manifest.id, story)
    player.played.campaign_id = campaign_id
    return Errands(player, list(story.steps))


def _open(house: House, clock: SetClock, package: Package, entry: dict[str, Any], back: timedelta) -> int:
    """Open a campaign as the story does, with every window moved back."""
    story = _story(package, entry["story"])
    manifest = compile_package(package).manifest
    opening = next(s for s in story.steps if s.do == "open_campaign")
    details = dict(opening.details)
    if back:
        windows = {name: [w.start - back, w.end - back] for name, w in manifest.windows.items()}
        details |= {"windows": windows, "year": (BEGINS - back).year}
    details |= {"title": entry["title"]} if "title" in entry else {}
    step = replace(opening, at=None, expect={}, details=details)
    player = Player(house, clock, manifest.id, replace(story, steps=(step,)))
    player.play()
    assert player.played.campaign_id is not None
    return player.played.campaign_id


def _story(package: Package, name: str) -> Story:
    return next(s for s in stories_of(package) if s.name == name)
