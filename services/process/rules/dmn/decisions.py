"""A decision model ready to decide: its nodes, the models it imports, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..errors import FeelTooLarge
from ..feel.api import Library, Lookup
from ..feel.names import normal
from ..feel.scope import NOTHING
from ..values import Function
from .errors import DmnError
from .grids import Grid
from .nodes import Node
from .session import Session
from .types import Types


@contextmanager
def ends() -> Iterator[None]:
    """Boxes call each other outside FEEL too: what goes deeper than the machine allows is said like any limit."""
    try:
        yield
    except RecursionError:
        raise FeelTooLarge("决策嵌套层次过深，已停止计算。") from None


@dataclass(frozen=True, repr=False)
class Decisions:
    """One decision model. `ids` are its decisions; `problems` what is wrong with it; `grids` its tables as written,
    `vocabulary` all its names, `computed` those whose values are made in it and not given to it."""

    nodes: Mapping[str, Node]
    types: Types
    imported: Mapping[str, Decisions] = field(default_factory=dict)
    problems: tuple[DmnError, ...] = ()
    grids: tuple[Grid, ...] = ()
    vocabulary: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()

    @property
    def ids(self) -> list[str]:
        """The ids of the decisions, in the order of the file."""
        return [node.id for node in self.of_kind("decision")]

    @property
    def names(self) -> dict[str, str]:
        """The names of the decisions by id."""
        return {node.id: node.name for node in self.of_kind("decision")}

    @property
    def inputs(self) -> list[str]:
        """The names of the input data."""
        return [node.name for node in self.of_kind("input")]

    @property
    def services(self) -> list[str]:
        """The names of the decision services."""
        return [node.name for node in self.of_kind("service")]

    def of_kind(self, kind: str) -> Iterator[Node]:
        """The nodes of one kind."""
        return (node for node in self.nodes.values() if node.kind == kind)

    def decide(self, decision: str, lookup: Lookup, library: Library = NOTHING) -> Any:
        """The value of a decision, by its id or name. `lookup` gives input data and whatever else the host knows.

        Raises DmnError where there is no such decision or it cannot be made, and FeelTooLarge at a limit.
        """
        node = self.named(decision)
        with ends():
            return Session.of(self, lookup, library).value_of(node)

    def serve(self, service: str, arguments: Mapping[str, Any], library: Library = NOTHING) -> Any:
        """Call a decision service (or a business knowledge model) by name with named arguments; those of imported
        inputs are named `import.name`, or stand in a context under the import's name."""
        node = self.named(service)
        with ends():
            run = Session.of(self, arguments, library)
            function = run.value_of(node)
            if not isinstance(function, Function) or function.names is None:
                raise DmnError(f"“{service}”不能调用。")
            return function.call(run.run, *(_argument(arguments, name) for name in function.names))

    def answers(self, service: str, arguments: Mapping[str, Any], library: Library = NOTHING) -> dict[str, Any]:
        """The values of all output decisions of a service, by name."""
        node = self.named(service)
        with ends():
            run = Session.of(self, arguments, library)
            return run.answers(node, [_argument(arguments, name) for name in run.parameters(node)])

    def named(self, wanted: str) -> Node:
        """A decision, knowledge model or service by its id or name. Raises DmnError where there is none."""
        node = self.nodes.get(wanted)
        if node is None or node.kind == "input":
            name = normal(wanted)
            node = next((n for n in self.nodes.values() if n.name == name and n.kind != "input"), None)
        if node is None:
            raise DmnError(f"没有名为“{wanted}”的决策。")
        return node


def _argument(arguments: Mapping[str, Any], name: str) -> Any:
    if name in arguments or "." not in name:
        return arguments.get(name)
    holder, _, rest = name.partition(".")
    inner = arguments.get(holder)
    return _argument(inner, rest) if isinstance(inner, Mapping) else None
