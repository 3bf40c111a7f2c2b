"""What the preview of a migration costs: so many cases of a small procedure, each with its deadline computed twice.

A case waits at its second opinion; the new version has another number of working days and another step behind it.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import insert, select

from services import calendar
from services.casework.cases import Case
from services.casework.deadlines import Deadline
from services.casework.instances import start
from services.casework.tasks import Task
from services.designer.deploy import deploy
from services.designer.migrate import plan
from services.foundation.clock import SetClock
from services.foundation.events import Subject
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.foundation.storage.upgrade import upgrade
from services.people.cast import Cast, load_cast
from services.process.registry import Package, ProcedureVersion
from services.wiring import WIRING

HOUR = datetime(2021, 8, 5, 1, 0, tzinfo=UTC)
DRAWN = Path(__file__).with_name("migrations.bpmn")
MANIFEST = """id: hill
title: 青山办法
recommender_level: city
parameters: {days: {value: DAYS, title: 办理时限}}
roles: [{role: "city:office", title: 经办}]
defaults: [{id: D-01, text: 默认}]
"""
CAST = {
    "since": "2020-01-01",
    "organisations": [{"code": "city", "name": "青山市总工会", "level": "city"}],
    "people": [{"login": "office", "name": "王书琴", "seats": [{"at": "city", "role": "office"}]}],
}


@dataclass(frozen=True)
class Previewed:
    """How long it took (seconds), and what came of it."""

    seconds: float
    moves: int
    deadlines: int


def previewed(cases: int) -> Previewed:
    """Preview so many running cases, read from a database on disk."""
    with _house(cases) as house, house.reading() as uow:
        old, new = uow.session.scalars(select(ProcedureVersion.id).order_by(ProcedureVersion.number)).all()
        began = perf_counter()
        rows = list(plan(uow, old, new, {}))
        seconds = perf_counter() - began
    return Previewed(seconds, sum(row.stays is None for row in rows), sum(bool(row.deadlines) for row in rows))


@contextmanager
def _house(cases: int) -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/house.db")
        upgrade(engine)
        house = House(engine, SetClock(HOUR), WIRING)
        try:
            with house.work() as uow:
                calendar.seed(uow)
                people = load_cast(uow, CAST)
                version = deploy(uow, _package(5, ""), uow.wiring.effects).version
                _cases(uow, version.id, cases, people)
                deploy(uow, _package(7, "new"), uow.wiring.effects)
            yield house
        finally:
            engine.dispose()


def _package(days: int, more: str) -> Package:
    drawn = DRAWN.read_bytes()
    if more:  # a step is drawn behind the one at which every case waits
        drawn = drawn.replace(b'targetRef="e"', b'targetRef="more"').replace(
            b'<bpmn:endEvent id="e"',
            b'<bpmn:userTask id="more" name="\xe5\xa4\x8d\xe6\xa0\xb8"><bpmn:extensionElements><zeebe:userTask />'
            b'<zeebe:assignmentDefinition candidateGroups="city:office" /><zeebe:properties>'
            b'<zeebe:property name="system_default" value="D-01" /></zeebe:properties></bpmn:extensionElements>'
            b'</bpmn:userTask><bpmn:sequenceFlow id="F_more" sourceRef="more" targetRef="e" />'
            b'<bpmn:endEvent id="e"',
        )
    return Package("hill", {"procedure.yaml": MANIFEST.replace("DAYS", str(days)).encode(), "procedure.bpmn": drawn})


def _cases(uow: UnitOfWork, version: int, count: int, people: Cast) -> None:
    """One case is begun by the verb; the others are rows like its own."""
    organisation, person = people.organisations["city"], people.people["office"]
    case = Case(
        no="QS-1", campaign_id=0, version_id=version, organisation_id=organisation, recommender_id=organisation,
        applicant_id=person, opened_at=uow.now,
    )  # fmt: skip
    uow.session.add(case)
    uow.session.flush()
    first, _ = start(
        uow, version, "application", Subject("case", case.id), organisation_id=organisation, title="工作室",
        applicant_id=person, variables={"sheet": {f"field_{n}": "创新工作室" * 5 for n in range(30)}},
    )  # fmt: skip
    uow.session.flush()
    for row in (case, first, *uow.session.scalars(select(Task)), *uow.session.scalars(select(Deadline))):
        uow.session.execute(insert(type(row)), list(_like(row, count)))


def _like(row: Any, count: int) -> Iterator[dict[str, Any]]:
    same = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    for number in range(2, count + 1):
        told = {**same, **({"id": number} if "id" in same else {})}
        told |= {key: number for key in ("instance_id", "subject_id") if key in same}
        yield told | ({"no": f"QS-{number}"} if isinstance(row, Case) else {})
