"""A small town to try things in: a house with a cast and a procedure, and production's verbs by short names."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from services import calendar
from services.casework.cases import Case, open_case
from services.casework.completions import Completing, Completion, complete
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.designer.deploy import Deployed, deploy
from services.designer.rehearse import pass_time, settle
from services.foundation.clock import SHANGHAI, SetClock
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, UnitOfWork, Wiring
from services.foundation.storage.upgrade import upgrade
from services.people.cast import load_cast
from services.people.identity import Actor, actor
from services.process.registry import Package, read_folder
from services.record import jobs
from services.selection.campaigns import campaign_by_id, open_campaign
from services.wiring import WIRING

ROOT = Path(__file__).parents[1]
MORNING = datetime(2021, 11, 2, 1, tzinfo=UTC)


def city(name: str = "liaoning") -> Package:
    """A city's own package, as it stands in processes/."""
    return read_folder(ROOT / "processes" / name)


def edited(whole: Package, path: str, *changes: tuple[str, str]) -> Package:
    """A package in which some texts of one file read otherwise; each must occur exactly once."""
    text = whole.files[path].decode()
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {path}"
        text = text.replace(old, new)
    return replace(whole, files={**whole.files, path: text.encode()})


def moment(text: str) -> datetime:
    """A moment of Shanghai's wall clock: "2021-11-03 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class Town:
    """A house with a cast and a deployed procedure, and every verb a test needs by a short name."""

    house: House
    clock: SetClock
    organisations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    procedure: str = "hill"
    campaign_id: int = 0

    def settle_in(self, cast: Mapping[str, Any]) -> None:
        """Load organisations and people."""
        with self.house.work() as uow:
            loaded = load_cast(uow, cast)
        self.organisations, self.people = dict(loaded.organisations), dict(loaded.people)

    def moved_to(self, house: House, clock: SetClock) -> "Town":
        """The same ids in another house: a copy of the file they were made in."""
        return replace(self, house=house, clock=clock)

    def deploy(self, whole: Package) -> Deployed:
        """Deploy a package; the campaigns opened from now on follow it."""
        with self.house.work() as uow:
            deployed = deploy(uow, whole, uow.wiring.effects)
        self.procedure = deployed.version.procedure
        return deployed

    def who(self, uow: UnitOfWork, login: str) -> Actor:
        """A person of the cast as the verbs receive them."""
        return actor(uow, self.people[login])

    def open_campaign(self, who: str = "office", windows: dict[str, Any] | None = None, year: int = 2021) -> int:
        """Open a campaign; cases are opened in it from now on."""
        with self.house.work() as uow:
            campaign = open_campaign(uow, self.who(uow, who), self.procedure, f"{year}年批次", year, windows)
            self.campaign_id = campaign.id
        self.settle()
        return self.campaign_id

    def open_case(self, who: str = "lin", at: str = "mill", title: str = "林静创新工作室") -> Case:
        """Open a case for a unit."""
        with self.house.work() as uow:
            campaign = campaign_by_id(uow, self.campaign_id)
            case = open_case(uow, self.who(uow, who), campaign.id, campaign.version_id, self.organisations[at], title)
        self.settle()
        return case

    def task(self, element: str, case: Case | None = None) -> Task:
        """The open task of an element (of a case), the oldest where there are several."""
        found = self.tasks(element, case)
        assert found, f"no open task {element}"
        return found[0]

    def tasks(self, element: str | None = None, case: Case | None = None) -> list[Task]:
        """All open tasks (of an element, of a case), oldest first."""
        query = select(Task).where(Task.closed_at.is_(None)).order_by(Task.id)
        query = query.where(Task.element == element) if element else query
        query = query.where(Task.subject_kind == "case", Task.subject_id == case.id) if case is not None else query
        with self.house.reading() as uow:
            return list(uow.session.scalars(query))

    def complete(
        self, who: str, element: str, answers: dict[str, Any] | None = None, case: Case | None = None, **more: Any
    ) -> Completion:
        """Somebody completes the open task of an element; what that sets in motion has happened when this returns."""
        task_id = self.task(element, case).id
        with self.house.work() as uow:
            done, _ = complete(uow, self.who(uow, who), task_id, Completing(answers or {}, **more))
        self.settle()
        return done

    def write(self, case: Case, who: str = "lin", **answers: Any) -> Completion:
        """The applicant fills the sheet."""
        return self.complete(who, "A_write", {"name": "林静创新工作室", "amount": 10, **answers}, case)

    def instance(self, kind: str, number: int) -> Instance:
        """The instance about a subject."""
        query = select(Instance).where(Instance.subject_kind == kind, Instance.subject_id == number)
        with self.house.reading() as uow:
            return uow.session.scalars(query.order_by(Instance.id)).one()

    def rows(self, model: Any) -> list[Any]:
        """All rows of a table."""
        with self.house.reading() as uow:
            return list(uow.session.scalars(select(model).order_by(*model.__table__.primary_key.columns)))

    def incidents(self) -> list[jobs.Incident]:
        """What needs the operator."""
        with self.house.reading() as uow:
            return jobs.open_incidents(uow)

    def settle(self) -> None:
        """Run what is due now."""
        settle(self.house)

    def until(self, text: str) -> None:
        """Let time pass; what falls due on the way happens at its own moment."""
        pass_time(self.house, self.clock, moment(text))


def prepare(url: str, at: datetime = MORNING, wiring: Wiring = WIRING) -> House:
    """An empty house on a database: every table and trigger, and the calendar."""
    engine = open_database(url)
    upgrade(engine)
    house = House(engine, SetClock(at), wiring)
    with house.work() as uow:
        calendar.seed(uow)
    return house


@contextmanager
def copied(
    template: Path, folder: Path, at: datetime = MORNING, wiring: Wiring = WIRING
) -> Iterator[tuple[House, SetClock]]:
    """A house on a copy of an SQLite file that stands ready."""
    shutil.copy(template, folder / "town.db")
    engine, clock = open_database(f"sqlite:///{folder / 'town.db'}"), SetClock(at)
    yield House(engine, clock, wiring), clock
    engine.dispose()
