"""Fill an empty house with invented units, people and campaigns that stand at every stage on the first morning.

Nothing is written by hand into tables: earlier campaigns are opened some weeks ago and carried on by the production
verbs (see autopilot.py) until the demonstration begins; the answers come from the packages' own stories. What stands
where is said in plans/, one file for each procedure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from services import calendar
from services.designer.deploy import deploy
from services.designer.rehearse import Player, Story, read_story
from services.foundation.clock import SetClock, local_day
from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import House
from services.foundation.storage.upgrade import upgrade
from services.people.cast import load_cast
from services.people.identity import Person
from services.process.registry import Manifest, Package, current, load, read_folder

from .autopilot import Autopilot, Passenger, answers_of, carry, openings_of
from .clock import BEGINS
from .crowd import add_crowd
from .errands import Errands, in_order
from .plan import plans

PEOPLE = Path(__file__).parent / "people.yaml"
PASSWORD = "jiangxin-2021"  # everybody's in the demonstration; nobody's anywhere else
BEFORE = timedelta(weeks=1)  # the house stands this long before its first campaign


@dataclass(frozen=True)
class Entry:
    """One campaign of a plan: what the plan says of it, its package, and the story that gives the answers."""

    said: Mapping[str, Any]
    package: Package
    manifest: Manifest
    story: Story


def load_demonstration(
    house: House,
    clock: SetClock,
    processes: Path,
    only: Collection[str] = (),
    size: int = 0,
    practice: datetime | None = None,
) -> bool:
    """Load everything; False when this house has been loaded before.

    only: procedures whose campaigns are wanted, where not all are; packages and people come all the same. size: so many
    cases more, in the newest campaign. practice: no campaign at all, the clock stands at this moment and visitors begin
    with opening one. Raises Invalid for a procedure that has no plan.
    """
    if unknown := set(only) - plans().keys():
        raise Invalid(f"演示里没有这些办法：{'、'.join(sorted(unknown))}。")
    upgrade(house.engine)
    with house.reading() as uow:
        if uow.session.scalar(select(Person.id).limit(1)) is not None:
            return False
    packages = {p.name: p for p in _packages(processes)}
    wanted = {name: plan for name, plan in plans().items() if practice is None and (not only or name in only)}
    clock.set(practice or min(_opens(said) for plan in wanted.values() for said in plan["earlier"]) - BEFORE)
    with house.work() as uow:
        calendar.seed(uow)
        # Before the stories' casts: what stands there stays as it is, and only here organisations have short names.
        load_cast(uow, yaml.safe_load(PEOPLE.read_text(encoding="utf-8")), PASSWORD)
        for plan in plans().values():
            load_cast(uow, plan.get("cast") or {}, PASSWORD)
        for package in packages.values():
            deploy(uow, package, uow.wiring.effects)
            people = load_cast(uow, _cast(package), PASSWORD).people
    if practice:
        return True
    _carry_earlier(house, clock, _entries(house, packages, wanted, "earlier"), people)
    for entry in _entries(house, packages, wanted, "now"):
        _open(house, clock, entry)
    if size:
        add_crowd(house, size, PASSWORD)
    return True


def _packages(processes: Path) -> list[Package]:
    folders = sorted(p for p in processes.iterdir() if (p / "procedure.yaml").is_file())
    return [read_folder(folder) for folder in folders]


def _cast(package: Package) -> dict[str, Any]:
    raw = package.files.get("scenarios/cast.yaml", b"{}")
    return yaml.safe_load(raw.decode()) or {}


def _entries(
    house: House, packages: Mapping[str, Package], wanted: Mapping[str, dict[str, Any]], when: str
) -> list[Entry]:
    """The campaigns of all plans, in the order of their opening."""
    found = []
    for name, plan in wanted.items():
        with house.reading() as uow:
            manifest = load(uow, current(uow, name).id).manifest
        for said in plan.get(when) or []:
            story = read_story(said["story"], packages[name].scenarios[said["story"]], packages[name])
            found.append(Entry(said, packages[name], manifest, story))
    return sorted(found, key=lambda entry: _opens(entry.said))


def _carry_earlier(house: House, clock: SetClock, entries: list[Entry], people: Mapping[str, int]) -> None:
    """Each campaign opens on its own day; all that are open are carried on together."""
    pilots: list[Autopilot] = []
    for entry in entries:
        carry(house, clock, pilots, _opens(entry.said))
        before = {
            name: key
            for e, pilot in zip(entries, pilots, strict=False)
            if e.package is entry.package
            for name, key in pilot.errands.player.played.cases.items()
        }
        pilots.append(_pilot(house, clock, entry, people, before))
    carry(house, clock, pilots, BEGINS)


def _pilot(
    house: House, clock: SetClock, entry: Entry, people: Mapping[str, int], before: Mapping[str, int]
) -> Autopilot:
    campaign_id = _open(house, clock, entry)
    story, said = entry.story, entry.said
    pilot = Autopilot(
        house,
        campaign_id,
        answers_of(story, said.get("answers") or {}),
        *openings_of(story),
        people,
        _back(said),
        _errands(house, clock, entry, campaign_id, before),
        local_day(story.start or BEGINS),
        said.get("until"),
    )
    for row in said["cases"]:
        pilot.board(Passenger(**row))
    return pilot


def _back(said: Mapping[str, Any]) -> timedelta:
    """How far a campaign's days are moved; one that only names its day (`day`) stands where its notice puts it.

    With both, `day` is the day it opens, and `weeks_ago` below zero moves an older notice's days towards it.
    """
    return timedelta(weeks=said.get("weeks_ago", 0))


def _opens(said: Mapping[str, Any]) -> datetime:
    return BEGINS - (BEGINS.date() - said["day"] if "day" in said else _back(said))


def _errands(house: House, clock: SetClock, entry: Entry, campaign_id: int, before: Mapping[str, int]) -> Errands:
    told = {"title": entry.said["title"], "steps": entry.said.get("errands") or []}
    raw = yaml.safe_dump(told, allow_unicode=True, sort_keys=False).encode()
    story = read_story(entry.said["title"], raw, entry.package)
    player = Player(house, clock, entry.manifest.id, story)
    player.played.campaign_id = campaign_id
    return Errands(player, in_order(story.steps), before)


def _open(house: House, clock: SetClock, entry: Entry) -> int:
    """Open a campaign as the story does, with every window moved back, or with the days that the plan says."""
    back, said = _back(entry.said), entry.said
    opening = next(s for s in entry.story.steps if s.do == "open_campaign")
    details = dict(opening.details)
    if back or "windows" in said:
        windows = {name: [w.start - back, w.end - back] for name, w in entry.manifest.windows.items()}
        details |= {"windows": said.get("windows") or windows, "year": _opens(said).year}
    details |= {"title": said["title"]} if "title" in said else {}
    step = replace(opening, at=None, expect={}, details=details)
    player = Player(house, clock, entry.manifest.id, replace(entry.story, steps=(step,)))
    player.play()
    assert player.played.campaign_id is not None
    return player.played.campaign_id
