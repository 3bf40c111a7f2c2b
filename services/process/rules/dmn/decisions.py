"""The requirement graph: a decision asks for what it requires, and sees nothing else of the model (7.3.1, 10.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..errors import FeelTooLarge
from ..feel.api import Library, Lookup
from ..feel.scope import NOTHING, Run
from ..values import Function
from .boxes import metered
from .errors import DmnError
from .scope import Box, Scope
from .types import Types


@contextmanager
def ends() -> Iterator[None]:
    """Boxes call each other outside FEEL too: what goes deeper than the machine allows is said like any limit."""
    try:
        yield
    except RecursionError:
        raise FeelTooLarge("决策嵌套层次过深，已停止计算。") from None


@dataclass(frozen=True, slots=True)
class Node:
    """A decision, a business knowledge model or an input: its variable, its logic, the ids of what it requires."""

    id: str
    name: str
    kind: str
    type_ref: str | None
    box: Box | None
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: its parameters in order, the decisions it answers with."""

    id: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


class Decisions:
    """One decision model, ready to decide. `ids` are its decisions; `problems` what is wrong with it."""

    def __init__(
        self, nodes: Mapping[str, Node], services: Mapping[str, Service], types: Types, problems: list[DmnError]
    ) -> None:
        self._nodes = nodes
        self._services = services
        self._types = types
        self.problems = problems
        self.ids = [node.id for node in nodes.values() if node.kind == "decision"]
        self.names = {node.id: node.name for node in nodes.values() if node.kind == "decision"}
        self.inputs = [node.name for node in nodes.values() if node.kind == "input"]
        self.services = [service.name for service in services.values()]

    def decide(self, decision: str, lookup: Lookup, library: Library = NOTHING) -> Any:
        """The value of a decision, by its id or name. `lookup` gives input data and whatever else the host knows.

        Raises DmnError where there is no such decision or it cannot be made, and FeelTooLarge at a limit.
        """
        node = self._named(decision)
        with ends():
            return _Session(self, lookup, library).value_of(node)

    def serve(self, service: str, arguments: Mapping[str, Any], library: Library = NOTHING) -> Any:
        """Call a decision service (or a business knowledge model) by name with named arguments."""
        session = _Session(self, arguments, library)
        with ends():
            for found in self._services.values():
                if service in (found.id, found.name):
                    return session.served(found, arguments)
            function = session.value_of(self._named(service))
            if not isinstance(function, Function) or function.names is None:
                raise DmnError(f"“{service}”不能调用。")
            return function.call(session.run, *(arguments.get(name) for name in function.names))

    def node(self, identity: str) -> Node | None:
        """A node by its id."""
        return self._nodes.get(identity)

    def service(self, identity: str) -> Service | None:
        """A decision service by its id."""
        return self._services.get(identity)

    @property
    def types(self) -> Types:
        """The types of the model."""
        return self._types

    def _named(self, wanted: str) -> Node:
        node = self._nodes.get(wanted)
        if node is None or node.kind == "input":
            named = (n for n in self._nodes.values() if n.name == wanted and n.kind != "input")
            node = next(named, None)
        if node is None:
            raise DmnError(f"没有名为“{wanted}”的决策。")
        return node


class _Session:
    """One question to a model: every decision it needs is made once."""

    def __init__(self, decisions: Decisions, lookup: Lookup, library: Library) -> None:
        self._decisions = decisions
        self._outside: Callable[[str], Any] = lookup.get if isinstance(lookup, Mapping) else lookup
        self._made: dict[str, Any] = {}
        self._open: list[str] = []
        self.run = Run(self._outside, library)

    def value_of(self, node: Node) -> Any:
        """The value of a node, made when first asked for."""
        if node.id in self._made:
            return self._made[node.id]
        if node.id in self._open:
            raise DmnError("决策互相依赖，成了循环。", node.id)
        self._open.append(node.id)
        try:
            value = self._make(node)
        finally:
            self._open.pop()
        self._made[node.id] = value
        return value

    def _make(self, node: Node) -> Any:
        if node.kind == "input":
            return self._decisions.types.coerced(self._outside(node.name), node.type_ref, self.run)
        if node.box is None:
            return None
        value = node.box(self._scope(node))
        return value if node.kind == "knowledge" else self._decisions.types.coerced(value, node.type_ref, self.run)

    def _scope(self, node: Node) -> Scope:
        required: dict[str, Callable[[], Any]] = {}
        for identity in node.requires:
            found = self._decisions.node(identity)
            service = self._decisions.service(identity)
            if found is not None:
                required[found.name] = lambda found=found: self.value_of(found)  # type: ignore[misc]
            elif service is not None:
                required[service.name] = lambda service=service: self._as_function(service)  # type: ignore[misc]

        def lookup(name: str) -> Any:
            make = required.get(name)
            return make() if make else self._outside(name)

        return Scope(lookup, self.run)

    def _as_function(self, service: Service) -> Function:
        names = tuple(node.name for node in map(self._decisions.node, service.inputs) if node)

        def call(run: Run, *arguments: Any) -> Any:
            given = dict(zip(names, arguments, strict=True))
            scope = Scope(self._outside, self.run)
            return metered(run, scope, lambda: self.served(service, given))

        return Function(service.name, names, call)

    def served(self, service: Service, arguments: Mapping[str, Any]) -> Any:
        """The answer of a service: the value of its one decision, or a context of them."""
        session = _Session(self._decisions, arguments, self.run.library)
        session.run = self.run
        for identity in service.inputs:
            node = self._decisions.node(identity)
            if node is not None:
                session._made[identity] = self._decisions.types.coerced(
                    arguments.get(node.name), node.type_ref, self.run
                )
        nodes = [node for node in map(self._decisions.node, service.outputs) if node]
        values = {node.name: session.value_of(node) for node in nodes}
        return next(iter(values.values())) if len(values) == 1 else values
