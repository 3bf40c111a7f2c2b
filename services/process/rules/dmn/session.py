"""The requirement graph: a decision asks for what it requires, and sees nothing else of the model (7.3.1, 10.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..feel.api import Library, Lookup
from ..feel.scope import Run
from ..values import Function
from .boxes import metered
from .errors import DmnError
from .nodes import Link, Node
from .scope import Scope

if TYPE_CHECKING:
    from .decisions import Decisions


class Session:
    """One question to a model: every decision it needs is made once. Each imported model is a session of its own."""

    def __init__(self, decisions: Decisions, outside: Callable[[str], Any], run: Run) -> None:
        self.run = run
        self._decisions = decisions
        self._outside = outside
        self._inputs = frozenset(decisions.inputs)
        self._children: dict[str, Session] = {}
        self._made: dict[str, Any] = {}
        self._open: list[str] = []

    @classmethod
    def of(cls, decisions: Decisions, lookup: Lookup, library: Library) -> Session:
        """A fresh session over what the host knows."""
        outside: Callable[[str], Any] = lookup.get if isinstance(lookup, Mapping) else lookup
        return cls(decisions, outside, Run(outside, library))

    def value_of(self, node: Node) -> Any:
        """The value of a node, made when first asked for; a function of a knowledge model or a service."""
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

    def parameters(self, service: Node) -> tuple[str, ...]:
        """The names of a service's parameters: its input data, then its input decisions."""
        return tuple(
            node.name if not link.model else f"{link.model}.{node.name}"
            for link in service.requires
            for session, node in self._reached(link)
        )

    def answers(self, service: Node, arguments: list[Any]) -> dict[str, Any]:
        """The values of a service's output decisions: it knows its arguments and nothing of the questioner's model."""
        given = dict(zip(self.parameters(service), arguments, strict=True))
        inside = Session(self._decisions, lambda name: given.get(name) if name in given else self._host(name), self.run)
        for link, argument in zip(service.requires, arguments, strict=True):
            for session, node in inside._reached(link):
                session._made[node.id] = session._decisions.types.coerced(argument, node.type_ref, self.run)
        outputs = [found for link in service.outputs for found in inside._reached(link)]
        return {node.name: session.value_of(node) for session, node in outputs}

    def _make(self, node: Node) -> Any:
        types = self._decisions.types
        if node.kind == "input":
            return types.coerced(self._outside(node.name), node.type_ref, self.run)
        if node.kind == "service":
            return self._as_function(node)
        if node.box is None:
            return None
        value = node.box(self._scope(node))
        return value if node.kind == "knowledge" else types.coerced(value, node.type_ref, self.run)

    def _scope(self, node: Node) -> Scope:
        required: dict[str, Callable[[], Any]] = {}
        imported: dict[str, list[Node]] = {}
        for link in node.requires:
            for session, found in self._reached(link):
                if link.model:
                    imported.setdefault(link.model, []).append(found)
                else:
                    required[found.name] = partial(session.value_of, found)
        for model, nodes in imported.items():
            required[model] = partial(self._shown, model, nodes)

        def lookup(name: str) -> Any:
            make = required.get(name)
            return make() if make else self._host(name)

        return Scope(lookup, self.run)

    def _shown(self, model: str, nodes: list[Node]) -> dict[str, Any]:
        """What a node requires of an imported model, as the context of the import's name."""
        child = self._child(model)
        return {node.name: child.value_of(node) for node in nodes}

    def _host(self, name: str) -> Any:
        """What the host knows; input data of the model is only seen by whoever requires it."""
        return None if name in self._inputs else self._outside(name)

    def _reached(self, link: Link) -> list[tuple[Session, Node]]:
        """Where a link leads; nowhere, where the model is broken."""
        if link.model is None:
            node = self._decisions.nodes.get(link.id)
            return [] if node is None else [(self, node)]
        if link.model not in self._decisions.imported:
            return []
        child = self._child(link.model)
        node = child._decisions.nodes.get(link.id)
        return [] if node is None else [(child, node)]

    def _child(self, model: str) -> Session:
        if model not in self._children:

            def outside(name: str) -> Any:
                # Inputs of an imported model are given in a context under the import's name.
                given = self._outside(model) if model else None
                return given[name] if isinstance(given, Mapping) and name in given else self._outside(name)

            self._children[model] = Session(self._decisions.imported[model], outside, self.run)
        return self._children[model]

    def _as_function(self, service: Node) -> Function:
        types = self._decisions.types

        def call(run: Run, *arguments: Any) -> Any:
            values = metered(run, self.run, lambda: self.answers(service, list(arguments)))
            answer = next(iter(values.values())) if len(values) == 1 else values
            return types.coerced(answer, types.result_of(service.type_ref), run)

        return Function(service.name, self.parameters(service), call)
