"""Between which forks and joins a node of a scope lies: what a token that stands there owes to a join.

A join that lies behind a fork which the token has not reached yet gets its tokens from that fork, so it is no matter
of this token. One that can be reached without passing its fork waits for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .gateways import CHILD, InclusiveGateway, Join, ParallelGateway

Edges = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Owed:
    """A join that waits for a token: with its fork (None: it has none of its own), and how many ways both have."""

    join: str
    fork: str | None
    kind: str
    ways_in: int
    ways_out: int


class Regions:
    """The forks and joins of one scope."""

    def __init__(self, scope: Any) -> None:
        specs = scope.task_specs
        self._out: Edges = {name: tuple(out.name for out in spec.outputs) for name, spec in specs.items()}
        dominator = _dominators(self._out, scope.start.name)
        self._joins: dict[str, Owed] = {}
        for name, spec in specs.items():
            if isinstance(spec, Join) and len(spec.inputs) > 1:
                above = dominator.get(name)
                fork = above if above is not None and _forks(specs[above]) else None
                ways = len(specs[fork].outputs) if fork else 0
                self._joins[name] = Owed(name, fork, type(spec).__name__, len(spec.inputs), ways)

    def owed(self, node: str) -> dict[str, Owed]:
        """The joins that wait for a token which stands on a node, by name."""
        node = node.removesuffix(CHILD)
        return {
            name: owed
            for name, owed in self._joins.items()
            if name in _reached(self._out, [node], {owed.fork} if owed.fork else set())
        }

    def branch(self, owed: Owed, node: str) -> frozenset[str]:
        """Over which ways out of the fork a node is reached before the join: tokens of one branch share them."""
        if owed.fork is None:
            return frozenset({node})
        node = node.removesuffix(CHILD)
        return frozenset(
            way for way in self._out[owed.fork] if node in _reached(self._out, [way], {owed.fork, owed.join})
        )


@lru_cache(maxsize=512)
def regions(scope: Any) -> Regions:
    """Of a parsed scope, worked out once."""
    return Regions(scope)


def _forks(spec: Any) -> bool:
    return isinstance(spec, (ParallelGateway, InclusiveGateway)) and len(spec.outputs) > 1


def _reached(out: Edges, begin: Iterable[str], barred: set[str]) -> set[str]:
    """Where tokens can get from some nodes, those included, without passing barred ones (they may end there)."""
    seen: set[str] = set()
    todo = list(begin)
    first = set(todo)
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        if name not in barred or name in first:
            todo.extend(out.get(name, ()))
    return seen


def _dominators(out: Edges, root: str) -> dict[str, str]:
    """The nearest node that every way from the root to a node passes."""
    order: list[str] = []
    seen: set[str] = set()
    stack: list[tuple[str, int]] = [(root, 0)]
    while stack:
        name, nth = stack.pop()
        if nth == 0:
            if name in seen:
                continue
            seen.add(name)
        ways = out.get(name, ())
        if nth < len(ways):
            stack.append((name, nth + 1))
            if ways[nth] not in seen:
                stack.append((ways[nth], 0))
        else:
            order.append(name)
    place = {name: number for number, name in enumerate(order)}
    into: dict[str, list[str]] = {name: [] for name in order}
    for name in order:
        for way in out.get(name, ()):
            into[way].append(name)
    nearest: dict[str, str] = {root: root}

    def meet(a: str, b: str) -> str:
        while a != b:
            while place[a] < place[b]:
                a = nearest[a]
            while place[b] < place[a]:
                b = nearest[b]
        return a

    changed = True
    while changed:
        changed = False
        for name in reversed(order[:-1]):
            known = [other for other in into[name] if other in nearest]
            found = known[0]
            for other in known[1:]:
                found = meet(found, other)
            if nearest.get(name) != found:
                nearest[name], changed = found, True
    del nearest[root]
    return nearest
