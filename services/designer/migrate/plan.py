"""The preview: what would become of every running instance, one by one. Reads only, in batches; nothing is locked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.completions import Completion
from services.casework.deadlines import Deadline
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.foundation.errors import Faulty, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.selection.campaigns.terms import Terms

from .deadlines import Dues, moved_deadlines
from .shape import position_of, steps_of
from .worlds import Versions, campaigns_that_move, versions, world_by

BATCH = 250


@dataclass(frozen=True)
class Preview:
    """One instance before and after.

    steps, becomes: names of what is open now, and of what would be. deadlines, notes: sentences. opinions: how many
    stay in force; void: the steps whose opinion is kept in the record but counts no more. stays: why it would not
    move; asks: the elements that a person could map then.
    """

    instance_id: int
    subject_kind: str
    subject_id: int
    campaign_id: int | None
    no: str
    title: str
    revision: int
    steps: list[str]
    becomes: list[str] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    opinions: int = 0
    void: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    stays: str | None = None
    asks: list[str] = field(default_factory=list)


@dataclass
class _Rows:
    """What a batch needs besides the instances, asked for together."""

    nos: dict[int, str]
    clocks: dict[int, Dues]
    tasks: dict[int, Dues]
    opinions: dict[int, list[tuple[str, str]]]


def plan(
    uow: UnitOfWork, old_version: int, new_version: int, mapping: Mapping[str, str], limit: int | None = None
) -> Iterator[Preview]:
    """Preview every running instance of a version, in the order of their numbers. `mapping`: old -> new element."""
    both = versions(uow, old_version, new_version, mapping)
    terms = campaigns_that_move(uow, both)
    planner = _Planner(uow, both, {number: becomes for number, (becomes, _) in terms.items()})
    notes = {number: told for number, (_, told) in terms.items()}
    given, last = 0, 0
    while limit is None or given < limit:
        batch = _batch(uow, old_version, last, BATCH if limit is None else min(BATCH, limit - given))
        if not batch:
            return
        rows = _rows(uow, batch)
        for instance in batch:
            own = notes.get(instance.subject_id, []) if instance.subject_kind == "campaign" else []
            yield planner.preview(instance, rows, own)
            uow.session.expunge(instance)
        given, last = given + len(batch), batch[-1].id


def _batch(uow: UnitOfWork, version: int, behind: int, size: int) -> list[Instance]:
    running = (Instance.version_id == version) & Instance.finished_at.is_(None) & (Instance.id > behind)
    return list(uow.session.scalars(select(Instance).where(running).order_by(Instance.id).limit(size)))


def _rows(uow: UnitOfWork, batch: list[Instance]) -> _Rows:
    ids = [instance.id for instance in batch]
    rows = _Rows({}, {i: {} for i in ids}, {i: {} for i in ids}, {i: [] for i in ids})
    cases = [instance.subject_id for instance in batch if instance.subject_kind == "case"]
    rows.nos = {n: no for n, no in uow.session.execute(select(Case.id, Case.no).where(Case.id.in_(cases)))}
    clocks = select(Deadline.instance_id, Deadline.engine_task, Deadline.element, Deadline.name, Deadline.due_at)
    for number, task, element, name, due in uow.session.execute(clocks.where(Deadline.instance_id.in_(ids))):
        rows.clocks[number][task, element] = (name, due)
    tasks = select(Task.instance_id, Task.engine_task, Task.element, Task.name, Task.due_at)
    waiting = Task.instance_id.in_(ids) & Task.closed_at.is_(None) & Task.due_at.is_not(None)
    for number, task, element, name, until in uow.session.execute(tasks.where(waiting)):
        if until is not None:
            rows.tasks[number][task, element] = (name, until)
    said = select(Completion.instance_id, Completion.element, Completion.name)
    boxed = Completion.instance_id.in_(ids) & Completion.opinion_box.is_not(None)
    for number, element, name in uow.session.execute(said.where(boxed).order_by(Completion.id)):
        rows.opinions[number].append((element, name))
    return rows


class _Planner:
    """Previews instances of one plan; where a position cannot be carried it is asked once for all that stand there."""

    def __init__(self, uow: UnitOfWork, both: Versions, terms: Mapping[int, Terms]) -> None:
        self._uow, self._both, self._terms = uow, both, terms
        self._stay: dict[Any, engine.Carried] = {}

    def preview(self, instance: Instance, rows: _Rows, notes: list[str]) -> Preview:
        """One instance before and after."""
        same: dict[str, Any] = {
            "instance_id": instance.id,
            "subject_kind": instance.subject_kind,
            "subject_id": instance.subject_id,
            "campaign_id": instance.campaign_id,
            "no": rows.nos.get(instance.subject_id, "") if instance.subject_kind == "case" else "",
            "title": instance.title,
            "revision": instance.revision,
            "steps": steps_of(self._both.old.pool(instance.process), instance.snapshot),
        }
        position = position_of(instance.process, instance.snapshot)
        carried = self._stay.get(position) or self._both.carried(instance)
        if carried.snapshot is None:
            self._stay[position] = carried
            return Preview(**same, stays=carried.stays, asks=carried.asks)
        try:
            step = self._stepped(instance, carried.snapshot)
        except (Faulty, Refusal) as error:
            return Preview(**same, stays=f"新版本在这里走不下去：{error}")
        return Preview(**same, **self._told(instance, rows, step), notes=[*notes, *self._notes(instance, step)])

    def _stepped(self, instance: Instance, snapshot: dict[str, Any]) -> engine.Step:
        uow, both, now = self._uow, self._both, self._uow.now
        becomes = self._terms.get(instance.campaign_id or 0)
        old_world = world_by(uow, instance, both.old, None)
        before = engine.reckon(both.old.pool(instance.process), instance.snapshot, now, old_world)
        new_world = world_by(uow, instance, both.new, becomes)
        return engine.step(both.new.pool(instance.process), snapshot, engine.Refit(before), now, new_world)

    def _told(self, instance: Instance, rows: _Rows, step: engine.Step) -> dict[str, Any]:
        pool, said = self._both.new.pool(instance.process), self._both.becomes
        opinions = rows.opinions[instance.id]
        void = [name for element, name in opinions if said.get(element, element) not in pool.elements]
        before = rows.clocks[instance.id], rows.tasks[instance.id]
        return {
            "becomes": steps_of(pool, step.snapshot),
            "deadlines": moved_deadlines(*before, step, pool, said, self._uow.now),
            "opinions": len(opinions) - len(void),
            "void": list(dict.fromkeys(void)),
        }

    def _notes(self, instance: Instance, step: engine.Step) -> list[str]:
        elements = self._both.new.pool(instance.process).elements
        passed = [elements[e].name or e for e in step.passed if e in elements]
        return [f"迁移之后随即经过：{'、'.join(passed)}。"] if passed else []
