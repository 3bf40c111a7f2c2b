"""What a diagram is for the oracle: nodes, sequence flows, and scopes inside scopes. Nothing of the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

Lookup = Callable[[str], object]


@dataclass(frozen=True)
class Condition:
    """`again = true` (no numbers), or `pick` being one of some numbers."""

    picks: tuple[int, ...] = ()

    @property
    def feel(self) -> str:
        """The same as text of an expression."""
        return " or ".join(f"pick = {number}" for number in self.picks) if self.picks else "again = true"

    def holds(self, lookup: Lookup) -> bool:
        """Whether it is true over these variables."""
        return lookup("pick") in self.picks if self.picks else lookup("again") is True


class Drawn:
    """What is drawn is shared by all copies of a game."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


@dataclass(frozen=True)
class Flow(Drawn):
    """A sequence flow; of several that leave an exclusive or inclusive gateway one is the default."""

    source: str
    target: str
    condition: Condition | None = None
    default: bool = False


@dataclass(frozen=True)
class Event:
    """What is waited for. kind: message (by the id of its node), timer (once), cycle (`times`), or error."""

    kind: str
    days: int = 0
    minutes: int = 0
    times: int = 1

    @property
    def span(self) -> timedelta:
        """How long a clock runs. The minutes are another for every clock, so that few are due at one moment."""
        return timedelta(days=self.days, minutes=self.minutes)


@dataclass(frozen=True)
class Many:
    """Multi-instance. size: number of items, None for none at pick 1, else pick. until: a number done, or again."""

    size: int | None
    sequential: bool
    until: int | Condition | None = None

    def count(self, lookup: Lookup) -> int:
        """How many items there are over these variables."""
        if self.size is not None:
            return self.size
        pick = lookup("pick")
        return pick if isinstance(pick, int) and pick > 1 else 0


@dataclass(frozen=True)
class Node(Drawn):
    """A node. kind: start, end, terminate, error, user, exclusive, parallel, inclusive, events (event-based gateway),
    catch, boundary, sub, call. `shares`: a call takes `again` and `pick` in and gives them back; else the called
    process knows nothing of them.
    """

    id: str
    kind: str
    event: Event | None = None
    many: Many | None = None
    inside: Graph | None = None
    host: str = ""
    interrupts: bool = True
    shares: bool = False


@dataclass(frozen=True)
class Handler(Drawn):
    """An event sub-process that a message with the handler's id starts."""

    id: str
    inside: Graph
    interrupts: bool


@dataclass
class Graph(Drawn):
    """A process or sub-process. Flows leave a gateway in the order of the list."""

    id: str
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    handlers: list[Handler] = field(default_factory=list)

    def out_of(self, node: str) -> list[Flow]:
        """Flows that leave a node."""
        return [flow for flow in self.flows if flow.source == node]

    def into(self, node: str) -> list[Flow]:
        """Flows that enter a node."""
        return [flow for flow in self.flows if flow.target == node]

    def edges(self, node: str) -> list[Node]:
        """Boundary events of an activity."""
        return [n for n in self.nodes.values() if n.kind == "boundary" and n.host == node]
