"""Events at the edge of an open activity, brought to what the new version draws there.

One that is still drawn goes on listening from the moment it was armed; one that is gone is waited for no more; a new
one begins to be waited for when the instance is stepped next. One that was renamed is known by its kind, where that
leaves no doubt.
"""

from collections.abc import Mapping

from SpiffWorkflow.util.task import TaskState

from .definition import Pool
from .events import BoundaryEvent
from .fingerprint import kind_of
from .gateways import CHILD
from .node import LIVE
from .renaming import BOUNDARY, Row, Scope, base_of, renamed_kept


def edges_follow(
    old: Pool, new: Pool, scopes: list[Scope], said: Mapping[str, str], highest: int
) -> tuple[int, list[str], list[str]]:
    """Change the rows in place. Returns the highest id given, and the ids of events that are gone and that are new."""
    gone: list[str] = []
    added: list[str] = []
    for scope in scopes:
        for row in [row for row in scope.rows if row.state & LIVE and _is_activity(scope, row)]:
            highest = _follow(scope, row, highest, gone, added)
        _drop_what_is_past(scope)
    return highest, gone, added


def _is_activity(scope: Scope, row: Row) -> bool:
    """An open activity as a whole: events stand at the edge of it, not of one of its instances."""
    if row.name.endswith((CHILD, BOUNDARY, ".BoundaryEventJoin")):
        return False
    split = _split_of(scope, row)
    return split is None or split.name == f"{row.name}{BOUNDARY}"


def _follow(scope: Scope, row: Row, highest: int, gone: list[str], added: list[str]) -> int:
    split = _split_of(scope, row)
    specs = scope.new.task_specs
    drawn = specs.get(f"{row.name}{BOUNDARY}")
    events = [out for out in drawn.outputs if isinstance(out, BoundaryEvent)] if drawn is not None else []
    here = [r for r in scope.rows if split is not None and r.parent == split.id and r is not row]
    _recognise(scope, here, events)
    names = {event.name for event in events}
    for edge in [r for r in here if r.name not in names]:
        scope.rows.remove(edge)
        if edge.state == TaskState.WAITING:
            gone.append(base_of(edge.name))
    if not events:
        if split is not None:
            row.parent = split.parent
            scope.rows.remove(split)
        return highest
    if split is None:
        highest += 1
        split = Row(highest, row.parent, f"{row.name}{BOUNDARY}", TaskState.COMPLETED, 0, {})
        scope.rows.insert(scope.rows.index(row), split)
        row.parent = split.id
    last = max(scope.rows.index(r) for r in scope.rows if r is row or r in here)
    for event in [e for e in events if e.name not in {r.name for r in here if r in scope.rows}]:
        highest, last = highest + 1, last + 1
        scope.rows.insert(last, Row(highest, split.id, event.name, TaskState.WAITING, 0, {}))
        added.append(event.name)
    return highest


def _recognise(scope: Scope, here: list[Row], events: list[BoundaryEvent]) -> None:
    """A single event that is missing and a single one of its kind that is new are the same, renamed."""
    names = {event.name for event in events}
    there = {row.name for row in here}
    for kind in {_kind(scope.old, row.name) for row in here}:
        missing = [row for row in here if row.name not in names and _kind(scope.old, row.name) == kind]
        fresh = [event for event in events if event.name not in there and _kind(scope.new, event.name) == kind]
        if len(missing) == len(fresh) == 1 and kind is not None:
            missing[0].kept = renamed_kept(missing[0].kept, {missing[0].name: fresh[0].name})
            missing[0].name = fresh[0].name


def _kind(scope: object, name: str) -> tuple[str, bool] | None:
    spec = scope.task_specs.get(name)  # type: ignore[attr-defined]
    return (kind_of(spec), spec.cancel_activity) if isinstance(spec, BoundaryEvent) else None


def _split_of(scope: Scope, row: Row) -> Row | None:
    parent = next((r for r in scope.rows if r.id == row.parent), None)
    return parent if parent is not None and parent.name.endswith(BOUNDARY) else None


def _drop_what_is_past(scope: Scope) -> None:
    """Finished rows that the new version does not know hang nothing up: what lay below them goes to their parent."""
    for row in [r for r in scope.rows if r.name not in scope.new.task_specs]:
        for below in scope.rows:
            if below.parent == row.id:
                below.parent = row.parent
        scope.rows.remove(row)
