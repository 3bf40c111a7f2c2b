"""The rows of a snapshot as they are carried from one version's names to another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .definition import Pool
from .gateways import CHILD
from .snapshot import Snapshot

BOUNDARY = ".BoundaryEventSplit"
SUFFIXES = (CHILD, BOUNDARY, ".BoundaryEventJoin")


@dataclass(eq=False)
class Row:
    """One task of a snapshot; `name` is that of its spec."""

    id: int
    parent: int | None
    name: str
    state: int
    triggered: int
    kept: dict[str, Any]

    def written(self) -> list[Any]:
        """As a snapshot holds it."""
        return [self.id, self.parent, self.name, self.state, self.triggered, self.kept]


@dataclass(eq=False)
class Scope:
    """One workflow of a snapshot; `old` and `new` are the specs it ran on and is to run on."""

    record: dict[str, Any]
    old: Any
    rows: list[Row]
    parent: int | None
    new: Any = None

    def written(self) -> dict[str, Any]:
        """As a snapshot holds it."""
        return {**self.record, "process": self.new.name, "tasks": [row.written() for row in self.rows]}


def scopes_of(pool: Pool, snapshot: Snapshot) -> list[Scope]:
    """The workflows of a snapshot, outer ones first, each with copies of its rows."""
    where: dict[int, Any] = {}
    found = []
    for record in snapshot["workflows"]:
        spec = pool.spec if record["parent"] is None else pool.subs[where[record["parent"]]]
        rows = [Row(*row) for row in record["tasks"]]
        for row in rows:
            inner = getattr(spec.task_specs[row.name], "spec", None)
            if isinstance(inner, str):
                where[row.id] = inner
        found.append(Scope(record, spec, rows, record["parent"]))
    return found


def base_of(name: str) -> str:
    """The element that the name of a spec belongs to."""
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def generated(name: str) -> bool:
    """Whether a spec is SpiffWorkflow's own and not drawn."""
    return name in ("Start", "End") or name.endswith((".EndJoin", BOUNDARY, ".BoundaryEventJoin"))


def renamed_kept(kept: dict[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """What a task keeps by the id of an event is kept by its new one."""
    if "due" not in kept or not said:
        return kept
    return {**kept, "due": {said.get(event, event): entry for event, entry in kept["due"].items()}}
