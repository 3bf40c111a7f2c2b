"""A warning about variables: of two parallel branches that write one name, the last one wins."""

from collections.abc import Iterator
from itertools import combinations

from ..definition import Element, Problem
from ..drawing import Drawing
from .seen import Scope, at, scopes

FORKS = frozenset({"parallelGateway", "inclusiveGateway"})


def branches_write_different_names(drawing: Drawing) -> Iterator[Problem]:
    """For each fork: names written in two of its branches before they join."""
    for scope in scopes(drawing):
        for e in scope.nodes.values():
            out = scope.out_of(e.id)
            if e.kind in FORKS and len(out) > 1:
                yield from _fork(scope, e, [_branch(scope, flow.target, e.id) for flow in out])


def _branch(scope: Scope, first: str, fork: str) -> set[str]:
    """The nodes of a branch up to the next gateway that joins several flows of parallel ways."""
    seen, todo = set(), [first]
    while todo:
        name = todo.pop()
        node = scope.nodes.get(name)
        joins = node is not None and node.kind in FORKS and len(scope.into(name)) > 1
        if node is None or name in seen or name == fork or joins:
            continue
        seen.add(name)
        todo += [flow.target for flow in scope.out_of(name)] + [edge.id for edge in scope.edges(name)]
    return seen


def _fork(scope: Scope, fork: Element, branches: list[set[str]]) -> Iterator[Problem]:
    for one, other in combinations(branches, 2):
        both = one & other
        names = _written(scope, one - both) & _written(scope, other - both)
        for name in sorted(names):
            yield at(fork, f"两个并行分支都写变量“{name}”，后写的会盖掉先写的。", "warning")


def _written(scope: Scope, nodes: set[str]) -> set[str]:
    found: set[str] = set()
    for name in nodes:
        x = scope.nodes[name].extensions
        if x.loop is not None:
            found |= {x.loop.output_collection} if x.loop.output_collection else set()
            continue
        found |= {target for _, target in x.outputs}
        if x.result_variable and not x.outputs:
            found.add(x.result_variable)
    return found


RULES = (branches_write_different_names,)
