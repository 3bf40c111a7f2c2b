"""Carrying an instance over to another version of its pool: the snapshot as the new diagram would have it, or why not.

Pure, and about structure alone: what stands open must stand there in the new version too, of the same kind, in the same
nesting and between the same forks and joins. A person may say which element another has become. Due moments, inputs and
people are computed afterwards, in the new version's own words (see refit.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from SpiffWorkflow.util.task import TaskState

from .definition import Pool
from .edges import edges_follow
from .fingerprint import fingerprint, kind_of
from .gateways import Join
from .instances import MultiInstance
from .marking import open_elements
from .nesting import Nested
from .node import LIVE
from .regions import Owed, regions
from .renaming import BOUNDARY, Row, Scope, base_of, generated, renamed_kept, scopes_of
from .snapshot import FORMAT, Snapshot

Becomes = Mapping[str, str]


@dataclass(frozen=True)
class Carried:
    """What became of an instance. With `stays` (a sentence) there is no snapshot and nothing is to change.

    kept, mapped: open elements that are what they were, and those that are now others (old -> new). asks: the
    elements for which a person would have to say what they have become. gone, new: events at the edge of an open
    activity that are waited for no more, and those that are waited for now.
    """

    snapshot: Snapshot | None = None
    kept: list[str] = field(default_factory=list)
    mapped: dict[str, str] = field(default_factory=dict)
    stays: str | None = None
    asks: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


class _Stays(Exception):
    """Why it cannot be carried over; `element` is set where a person could help by mapping it."""

    def __init__(self, sentence: str, element: str | None = None) -> None:
        self.element = element
        super().__init__(sentence)


def carry(old: Pool, new: Pool, snapshot: Snapshot, mapping: Becomes | None = None) -> Carried:
    """The snapshot in the new version. `mapping`: old element -> new element; what is not named keeps its id."""
    if snapshot.get("format") != FORMAT:
        return Carried(stays="案卷状态的格式较早，办理一步之后才能迁移。")
    said = dict(mapping or {})
    if not said and fingerprint(old) == fingerprint(new):
        return Carried(snapshot=snapshot, kept=open_elements(snapshot))
    asks: list[str] = []
    reasons: list[str] = []
    scopes: list[Scope] = []
    for scope in scopes_of(old, snapshot):
        try:
            _place(scope, scopes, new, said)
            _follow(scope, old, new, said, asks, reasons)
        except _Stays as why:
            reasons.append(str(why))
            break
        scopes.append(scope)
    if reasons:
        return Carried(stays=reasons[0], asks=list(dict.fromkeys(asks)))
    highest, gone, added = edges_follow(old, new, scopes, said, snapshot["highest"])
    carried = {**snapshot, "highest": highest, "workflows": [scope.written() for scope in scopes]}
    before = open_elements(snapshot)
    return Carried(
        snapshot=carried,
        kept=[name for name in before if said.get(name, name) == name],
        mapped={name: said[name] for name in before if said.get(name, name) != name},
        gone=gone,
        new=added,
    )


def _place(scope: Scope, outer: list[Scope], new: Pool, said: Becomes) -> None:
    """Find the scope of the new version in which a workflow of the snapshot goes on."""
    if scope.parent is None:
        scope.new = new.spec
        return
    row = next(row for around in outer for row in around.rows if row.id == scope.parent)
    spec = next(around for around in outer if row in around.rows).new.task_specs.get(row.name)
    if not isinstance(spec, Nested) or spec.spec not in new.subs:
        raise _Stays(f"“{row.name}”在新版本里不再是一个子流程。")
    scope.new = new.subs[spec.spec]


def _follow(scope: Scope, old: Pool, new: Pool, said: Becomes, asks: list[str], reasons: list[str]) -> None:
    """Rename the rows of a workflow; what cannot follow is told."""
    was = {row.id: row.name for row in scope.rows}
    tokens: list[tuple[str, str, str, str]] = []
    for row in scope.rows:
        before, row.name = row.name, _renamed(row.name, scope, said)
        row.kept = renamed_kept(row.kept, said)
        if not row.state & LIVE or _at_edge(scope, row, was):
            continue
        try:
            _require_same(before, row, scope, old, new)
            tokens.append((before, row.name, *_flow(scope, row, was)))
        except _Stays as why:
            reasons.append(str(why))
            if why.element:
                asks.append(why.element)
    if not reasons:
        _same_forks_and_joins(scope, tokens, said, old)


def _renamed(name: str, scope: Scope, said: Becomes) -> str:
    if name.endswith(".EndJoin"):
        return f"{scope.new.name}.EndJoin"
    base = base_of(name)
    return said.get(base, base) + name[len(base) :]


def _at_edge(scope: Scope, row: Row, was: Mapping[int, str]) -> bool:
    """A boundary event that listens is no token: it comes and goes with its activity."""
    around = was.get(row.parent or 0, "")
    spec = scope.old.task_specs.get(was[row.id])
    return around.endswith(BOUNDARY) and hasattr(spec, "cancel_activity") and row.state == TaskState.WAITING


def _require_same(before: str, row: Row, scope: Scope, old: Pool, new: Pool) -> None:
    """Of the same kind, in the same nesting."""
    if generated(before):
        if row.name not in scope.new.task_specs:
            raise _Stays("流程在新版本里的收尾方式不同。")
        return
    element, base = base_of(before), base_of(row.name)
    title = _title(old, element)
    there = new.elements.get(base)
    if there is None:
        raise _Stays(f"“{title}”在新版本里没有了，要指定改为哪一个环节，否则留在原版本。", element)
    here, spec = scope.old.task_specs[before], scope.new.task_specs.get(row.name)
    if spec is None and base not in scope.new.task_specs:
        raise _Stays(f"“{title}”在新版本里移到了别的子流程，要另行指定，否则留在原版本。", element)
    if spec is None or isinstance(here, MultiInstance) != isinstance(spec, MultiInstance):
        raise _Stays(f"“{title}”由几个人分别办理的方式在新版本里变了。", element)
    if kind_of(here) != kind_of(spec) or old.elements[element].kind != there.kind:
        raise _Stays(f"“{title}”在新版本里不再是同一种环节，要另行指定，否则留在原版本。", element)
    if isinstance(here, MultiInstance):
        same = here.sequential == spec.sequential and here.loop.item == spec.loop.item
        if not same or bool(here.loop.output_collection) != bool(spec.loop.output_collection):
            raise _Stays(f"“{title}”由几个人分别办理的方式在新版本里变了。", element)


def _flow(scope: Scope, row: Row, was: Mapping[int, str]) -> tuple[str, str]:
    """Where a token stands for telling branches: one that waits at a join still belongs to the flow it came over."""
    spec = scope.new.task_specs[row.name]
    if not isinstance(spec, Join):
        return was[row.id], row.name
    parent = next(other for other in scope.rows if other.id == row.parent)
    if parent.name not in {before.name for before in spec.inputs}:
        raise _Stays(f"已经到达汇合处的一支，在新版本里不再直接到达汇合处“{row.name}”。")
    return was[parent.id], parent.name


def _same_forks_and_joins(scope: Scope, tokens: list[tuple[str, str, str, str]], said: Becomes, old: Pool) -> None:
    before, after = regions(scope.old), regions(scope.new)
    here: dict[str, list[tuple[str, frozenset[str], frozenset[str]]]] = {}
    for name, now, came, comes in tokens:
        owed, owes = before.owed(name), after.owed(now)
        if {_as_new(one, said) for one in owed.values()} != set(owes.values()):
            raise _Stays(f"“{_title(old, base_of(name))}”前后的并行分合在新版本里不同，换过去会等不齐。")
        for one in owed.values():
            there = owes[said.get(one.join, one.join)]
            here.setdefault(one.join, []).append((name, before.branch(one, came), after.branch(there, comes)))
    for standing in here.values():
        for number, (name, branch, becomes) in enumerate(standing):
            for _, other, other_becomes in standing[:number]:
                if (branch == other) != (becomes == other_becomes):
                    raise _Stays(f"“{_title(old, base_of(name))}”在新版本里归到了并行的另一支，换过去会等不齐。")


def _as_new(owed: Owed, said: Becomes) -> Owed:
    fork = None if owed.fork is None else said.get(owed.fork, owed.fork)
    return Owed(said.get(owed.join, owed.join), fork, owed.kind, owed.ways_in, owed.ways_out)


def _title(pool: Pool, element: str) -> str:
    found = pool.elements.get(element)
    return found.name or element if found is not None else element


def may_become(old: Pool, new: Pool, element: str) -> list[str]:
    """Elements of the new version that a person may name for one of the old: of its kind, in the same nesting."""
    here = _spec_of(old, element)
    if here is None:
        return []
    scope, spec = here
    found = []
    for name, there in new.elements.items():
        beside = _spec_of(new, name)
        same = beside is not None and there.kind == old.elements[element].kind and kind_of(beside[1]) == kind_of(spec)
        if same and beside is not None and beside[0] == scope:
            found.append(name)
    return found


def _spec_of(pool: Pool, element: str) -> tuple[str, object] | None:
    for number, scope in enumerate([pool.spec, *pool.subs.values()]):
        if element in scope.task_specs:
            return ("" if number == 0 else scope.name), scope.task_specs[element]
    return None
