"""What is there while a process runs: frames (scopes that run), and stays (tokens that rest).

Whoever removes a stay or a frame removes what it holds, so nothing has to be cancelled one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .model import Flow, Graph, Handler, Node

Variables = dict[str, Any]


@dataclass(eq=False)
class Frame:
    """A scope that runs. `interrupted`: an interrupting event sub-process has taken over."""

    graph: Graph
    holder: Stay | None
    variables: Variables
    tokens: list[Flow] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    handlers: list[Stay] = field(default_factory=list)
    interrupted: bool = False
    closed: bool = False


@dataclass(eq=False)
class Stay:
    """A token that rests at a node. Of a multi-instance activity there is one stay for the whole, `instances` in it.

    born: the step in which it began. due: the moments of the clocks that run here with the firings left, by event.
    """

    node: Node | Handler
    frame: Frame
    born: int = 0
    locals: Variables = field(default_factory=dict)
    inner: Frame | None = None
    whole: Stay | None = None
    number: int = 0
    instances: list[Stay] = field(default_factory=list)
    items: int = 0
    begun: int = 0
    done: int = 0
    due: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Through which scopes and instances this stay is reached."""
        return path_of(self.frame) + (f"#{self.number}" if self.whole else "")


def path_of(frame: Frame) -> str:
    """The way to a scope: "/sub_3#2" is the second instance of sub_3, "/on_4@7" what message 7 started."""
    holder = frame.holder
    if holder is None:
        return ""
    mark = f"@{holder.number}" if isinstance(holder.node, Handler) else f"#{holder.number}" if holder.whole else ""
    return f"{path_of(holder.frame)}/{holder.node.id}{mark}"


def awaited(stay: Stay) -> list[Node]:
    """The events a stay waits for: itself, those behind an event-based gateway, those at its edge."""
    if stay.whole is not None or not isinstance(stay.node, Node):
        return []
    graph, kind = stay.frame.graph, stay.node.kind
    if kind == "catch":
        return [stay.node]
    if kind == "events":
        return [graph.nodes[flow.target] for flow in graph.out_of(stay.node.id)]
    return graph.edges(stay.node.id)


def leaving(stay: Stay) -> list[Flow]:
    """The flows over which a resting token can go on."""
    graph = stay.frame.graph
    return graph.out_of(stay.node.id) + [flow for edge in graph.edges(stay.node.id) for flow in graph.out_of(edge.id)]


def lookup(stay: Stay) -> Callable[[str], Any]:
    """What a name means where a token stands: outwards from scope to scope, never out of a called process."""

    def look(name: str) -> Any:
        at: Stay | None = stay
        while at is not None:
            for known in (at.locals, at.frame.variables):
                if name in known:
                    return known[name]
            holder = at.frame.holder
            at = None if holder is None or is_call(holder) else holder
        return None

    return look


def seen(stay: Stay) -> tuple[object, object]:
    """`again` and `pick` where a token stands, but for those of the process itself."""
    found: Variables = {}
    at: Stay | None = stay
    while at is not None:
        found = {**(at.frame.variables if at.frame.holder else {}), **at.locals, **found}
        holder = at.frame.holder
        at = None if holder is None or is_call(holder) else holder
    return found.get("again"), found.get("pick")


def known_by(stay: Stay) -> tuple[str, str, str]:
    """By what an open task is known: its element, the way to it, and what it sees."""
    return stay.node.id, stay.path, str(seen(stay))


def assign(stay: Stay, values: Mapping[str, Any]) -> None:
    """Write where the name is, else outermost; never out of a called process or of one instance of several."""
    for name, value in values.items():
        _home(stay, name)[name] = value


def _home(stay: Stay, name: str) -> Variables:
    if stay.whole is not None:
        return stay.locals
    frame = stay.frame
    while name not in frame.variables and frame.holder is not None and not is_call(frame.holder):
        if frame.holder.whole is not None:
            return frame.holder.locals if name in frame.holder.locals else frame.variables
        frame = frame.holder.frame
    return frame.variables


def is_call(holder: Stay) -> bool:
    """Whether a scope is a called process."""
    return isinstance(holder.node, Node) and holder.node.kind == "call"
