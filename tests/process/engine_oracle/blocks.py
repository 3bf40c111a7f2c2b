"""Of what random diagrams are put together. Blocks are plain values, so a counterexample can be written down."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Condition, Many


@dataclass(frozen=True)
class Edge:
    """A boundary event. kind: message, timer, cycle or error; it leads over `body` back to the way, or to an end."""

    kind: str
    interrupts: bool = True
    body: Block | None = None
    back: bool = True
    days: int = 1


@dataclass(frozen=True)
class On:
    """An event sub-process."""

    body: Block
    interrupts: bool = False


@dataclass(frozen=True)
class Task:
    """A user task."""

    many: Many | None = None
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True)
class Row:
    """One after the other. An empty one is nothing at all."""

    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Choice:
    """Exclusive (one way) or inclusive (all ways whose condition holds, else the other)."""

    ways: tuple[tuple[Condition, Block], ...]
    other: Block
    inclusive: bool = False


@dataclass(frozen=True)
class Fork:
    """Parallel ways."""

    ways: tuple[Block, ...]


@dataclass(frozen=True)
class Loop:
    """The body, then a task after which it may begin again."""

    body: Block


@dataclass(frozen=True)
class Wait:
    """An intermediate event; kind: message or timer."""

    kind: str
    days: int = 1


@dataclass(frozen=True)
class Race:
    """An event-based gateway."""

    ways: tuple[tuple[Wait, Block], ...]


@dataclass(frozen=True)
class Stop:
    """If a condition holds it ends here. kind: end, terminate or error."""

    condition: Condition
    kind: str


@dataclass(frozen=True)
class Scope:
    """An embedded sub-process."""

    body: Block
    many: Many | None = None
    edges: tuple[Edge, ...] = ()
    handlers: tuple[On, ...] = ()


@dataclass(frozen=True)
class Call:
    """A call activity; `process` counts round the processes there are."""

    process: int
    many: Many | None = None
    edges: tuple[Edge, ...] = ()
    shares: bool = True


Block = Task | Row | Choice | Fork | Loop | Wait | Race | Stop | Scope | Call


@dataclass(frozen=True)
class Called:
    """A process that can be called; each may call those before it. `fails`: errors may leave it."""

    body: Block
    handlers: tuple[On, ...] = ()
    fails: bool = False


@dataclass(frozen=True)
class Jump:
    """Unstructured: a task put into one flow of a scope, after which one may go on at another flow of that scope."""

    scope: int
    source: int
    target: int
    condition: Condition


@dataclass(frozen=True)
class Plan:
    """A whole diagram."""

    body: Block
    handlers: tuple[On, ...] = ()
    called: tuple[Called, ...] = ()
    jumps: tuple[Jump, ...] = ()
