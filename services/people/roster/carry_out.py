"""A roster is carried out by the verbs everybody uses; the preview is the same deed, undone before anybody sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from services.foundation.clock import local_day
from services.foundation.errors import Invalid, Refusal
from services.foundation.events import Event
from services.foundation.storage.unit_of_work import UnitOfWork

from .. import organisations
from ..identity import (
    ADMINISTRATOR,
    Actor,
    Person,
    Position,
    appoint,
    create_person,
    end_position,
    rename_person,
    require_role,
)
from .lines import COLUMNS, Line, Problem

# What a verb calls a field, and the column it came from.
AT = {"parent_id": "parent", "organisation": "organisation", **{key: key for key in COLUMNS}}


@dataclass(frozen=True)
class Step:
    """One change, told by the event it leaves; `row` is the line it came from."""

    row: int
    sentence: str


@dataclass
class Outcome:
    """What a roster does, in order, and what in it cannot be done. With a problem nothing at all is done."""

    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0


class RosterRefused(Invalid):
    """A roster with problems; nothing of it was kept."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(f"表格里有 {len(outcome.problems)} 处问题，什么也没有导入。请改正后重新上传。")


def foresee(uow: UnitOfWork, actor: Actor, lines: Sequence[Line]) -> Outcome:
    """What carrying out the lines would do. Nothing of it is kept, and nobody hears of it."""
    told: list[Event] = []
    quiet = UnitOfWork(uow.session, uow.now, replace(uow.wiring, reactions={Event: [lambda _uow, e: told.append(e)]}))
    savepoint = uow.session.begin_nested()
    try:
        return _Deed(quiet, actor, told).do(lines)
    finally:
        savepoint.rollback()
        uow.session.expire_all()


def carry_out(uow: UnitOfWork, actor: Actor, lines: Sequence[Line]) -> Outcome:
    """Do all of it, or raise RosterRefused. Refuses with NotAllowed whoever is no administrator."""
    told: list[Event] = []

    def note(_uow: UnitOfWork, event: Event) -> None:
        told.append(event)

    reactions = {**uow.wiring.reactions, Event: [*uow.wiring.reactions.get(Event, ()), note]}
    heard = UnitOfWork(uow.session, uow.now, replace(uow.wiring, reactions=reactions))
    outcome = _Deed(heard, actor, told).do(lines)
    if outcome.problems:
        raise RosterRefused(outcome)
    return outcome


class _Deed:
    """Goes through the lines: first the organisations, parents before children, then who sits where."""

    def __init__(self, uow: UnitOfWork, actor: Actor, told: list[Event]) -> None:
        require_role(actor, ADMINISTRATOR)
        self.uow, self.actor, self.told = uow, actor, told
        self.outcome = Outcome()

    def do(self, lines: Sequence[Line]) -> Outcome:
        self._organisations(lines)
        for line in lines:
            if line.login:
                self._at(line, self._person)
        self.outcome.steps.sort(key=lambda step: step.row)
        touched = {step.row for step in self.outcome.steps} | {each.row for each in self.outcome.problems}
        self.outcome.unchanged = len([line for line in lines if line.row not in touched])
        self.outcome.problems.sort(key=lambda each: each.row)
        return self.outcome

    def _organisations(self, lines: Sequence[Line]) -> None:
        waiting = [line for line in lines if line.organisation or line.parent]
        while waiting:
            ready = [line for line in waiting if not line.parent or self._known(line.parent)]
            if not ready:
                for line in waiting:
                    self._wrong(line, "parent", f"没有代码为“{line.parent}”的单位，表里也没有写清楚它。")
                return
            for line in ready:
                self._at(line, self._organisation)
            waiting = [line for line in waiting if line not in ready]

    def _organisation(self, line: Line) -> None:
        row = organisations.with_code(self.uow, line.code)
        parent = organisations.by_code(self.uow, line.parent).id if line.parent else None
        if row is None:
            organisations.add(
                self.uow,
                code=line.code,
                name=line.organisation,
                level=line.level,
                kind=line.kind,
                parent_id=parent,
                actor_id=self.actor.id,
            )
            return
        wanted = {"name": line.organisation, "level": line.level, "kind": line.kind}
        given = {key: text for key, text in wanted.items() if text}
        if given.get("name", row.name) != row.name and row.short_name != row.name[:100]:
            given["short_name"] = row.short_name
        organisations.change(self.uow, row.id, actor_id=self.actor.id, **given)
        if parent is not None and parent != row.parent_id:
            organisations.move(self.uow, row.id, parent, self.actor.id)

    def _person(self, line: Line) -> None:
        where = organisations.with_code(self.uow, line.code)
        if where is None:
            already = any(each.row == line.row for each in self.outcome.problems)
            if not already:
                self._wrong(line, "code", f"没有代码为“{line.code}”的单位；要新建，请填写单位名称和层级。")
            return
        who = self.uow.session.scalar(select(Person).where(Person.login == line.login.casefold()))
        if who is None:
            who = create_person(self.uow, self.actor, login=line.login, name=line.name)
        elif line.name:
            rename_person(self.uow, self.actor, who.id, line.name)
        if line.role:
            self._seat(line, who, where.id)

    def _seat(self, line: Line, who: Person, organisation_id: int) -> None:
        begin = line.from_day or local_day(self.uow.now)
        same = select(Position).filter_by(person_id=who.id, organisation_id=organisation_id, role=line.role)
        held = [each for each in self.uow.session.scalars(same) if each.until_day is None or each.until_day >= begin]
        if not held:
            appoint(self.uow, self.actor, who.id, organisation_id, line.role, line.from_day, line.until_day)
        elif line.until_day is not None and held[-1].until_day != line.until_day:
            end_position(self.uow, self.actor, held[-1].id, line.until_day)

    def _known(self, code: str) -> bool:
        return organisations.with_code(self.uow, code) is not None

    def _at(self, line: Line, deed: Callable[[Line], None]) -> None:
        before = len(self.told)
        try:
            # A line is done whole or not at all, so that what is wrong in it spoils no other line's answer.
            with self.uow.session.begin_nested():
                deed(line)
        except Refusal as refusal:
            for key, text in (refusal.fields or {"code": refusal.sentence}).items():
                self._wrong(line, "organisation" if deed == self._organisation and key == "name" else AT[key], text)
        self.outcome.steps += [Step(line.row, event.sentence()) for event in self.told[before:]]

    def _wrong(self, line: Line, key: str, reason: str) -> None:
        self.outcome.problems.append(Problem(line.row, COLUMNS[key], reason))
