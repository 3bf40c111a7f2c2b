"""A token game of BPMN 2.0, written from the words of the standard (chapters 10 and 13) and knowing no engine.

Sequence flows carry tokens. Data, of which the standard says little, has the rule of scopes this house took over
from Camunda 8 (frames.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from random import Random
from typing import Any

from .frames import Frame, Stay, assign, awaited, known_by, leaving, lookup
from .model import Condition, Flow, Graph, Handler, Many, Node
from .paths import held_up

Deed = Callable[[], None]
MOST_MOVES = 5_000


class Game:
    """One instance of a process."""

    def __init__(self, graph: Graph, variables: Mapping[str, Any], now: datetime) -> None:
        self.now, self.turn = now, 0
        self.dice: Random | None = None
        self.passed: list[str] = []
        self.root = Frame(graph, None, dict(variables))

    def start(self) -> None:
        """The first step."""
        self._begin(self.root)
        self._rest()

    @property
    def finished(self) -> bool:
        """Whether no token is left."""
        return self.root.closed

    def tasks(self) -> list[Stay]:
        """User tasks that are open, by element, path and what they see; of two alike the elder first."""
        found = [s for s in self._stays() if isinstance(s.node, Node) and s.node.kind == "user" and not s.instances]
        return sorted(found, key=lambda stay: (*known_by(stay), stay.born))

    def listens(self) -> list[str]:
        """Messages that would be taken."""
        return [name for name, _ in self._listening()]

    def clocks(self) -> list[tuple[datetime, str]]:
        """Due moments, with the event each belongs to."""
        return [(due, name) for due, name, _ in self._clocks()]

    def complete(self, nth: int, answers: Mapping[str, Any], now: datetime) -> None:
        """A person is done with a task."""
        self._turn(now)
        task = self.tasks()[nth]
        assign(task, answers)
        self._leave(task)
        self._rest()

    def deliver(self, name: str, number: int, now: datetime) -> int:
        """A message comes in. Returns how many took it."""
        self._turn(now)
        takers = [take for message, take in self._listening() if message == name]
        for take in takers:
            take(number)
        self._rest()
        return len(takers)

    def pass_time(self, now: datetime) -> None:
        """Nothing happens but that it becomes later."""
        self._turn(now)
        self._rest()

    def _turn(self, now: datetime) -> None:
        self.now, self.passed, self.turn = now, [], self.turn + 1

    # What is there

    def _frames(self, frame: Frame | None = None) -> Iterator[Frame]:
        frame = frame or self.root
        yield frame
        for stay in (*frame.stays, *frame.handlers):
            for one in (stay, *stay.instances):
                if one.inner is not None:
                    yield from self._frames(one.inner)

    def _stays(self) -> Iterator[Stay]:
        for frame in self._frames():
            for stay in frame.stays:
                yield stay
                yield from stay.instances

    def _listening(self) -> Iterator[tuple[str, Callable[[int], None]]]:
        for frame in list(self._frames()):
            if not frame.closed and not frame.interrupted:
                for handler in frame.graph.handlers:
                    yield handler.id, partial(self._handle, frame, handler)
        for stay in list(self._stays()):
            for event in awaited(stay):
                if event.event is not None and event.event.kind == "message":
                    yield event.id, partial(self._happen, stay, event)

    def _clocks(self) -> Iterator[tuple[datetime, str, Stay]]:
        for stay in self._stays():
            for name, (due, _) in stay.due.items():
                yield due, name, stay

    # How it moves

    def _rest(self) -> None:
        """Move every token as far as it goes; then let the clocks go off that are due, the earliest first."""
        while True:
            while self._move():
                if len(self.passed) > MOST_MOVES:
                    raise AssertionError("tokens go round without end")
            due = [clock for clock in self._clocks() if clock[0] <= self.now]
            if not due:
                return
            first = [clock for clock in due if clock[0] == min(due, key=lambda clock: clock[0])[0]]
            _, name, stay = self.dice.choice(first) if self.dice is not None else first[0]
            self._happen(stay, stay.frame.graph.nodes[name])

    def _move(self) -> bool:
        """One thing happens. The standard leaves open which: the first, or with `dice` any, is taken."""
        can = [step for frame in self._frames() for step in self._steps(frame)]
        if self.dice is not None:
            can += [step for frame in self._frames() for step in self._merges(frame)]
            self.dice.shuffle(can)
        can = can or [step for frame in self._frames() for step in self._merges(frame)]
        if can:
            can[0]()
        return bool(can)

    def _steps(self, frame: Frame) -> Iterator[Deed]:
        """Tokens that can go one node further, or the scope is found empty."""
        for flow in frame.tokens:
            node = frame.graph.nodes[flow.target]
            if node.kind not in ("parallel", "inclusive"):
                yield partial(self._enter, frame, node, flow)
            elif all(incoming in frame.tokens for incoming in frame.graph.into(node.id)):
                yield partial(self._fire, frame, node)
        if not (frame.tokens or frame.stays or frame.handlers or frame.closed):
            yield partial(self._close, frame)

    def _merges(self, frame: Frame) -> Iterator[Deed]:
        """Inclusive gateways with some flows empty (table 13.3) at which nothing that can come is to be awaited."""
        for flow in frame.tokens:
            node = frame.graph.nodes[flow.target]
            if node.kind == "inclusive":
                standing = [[token] for token in frame.tokens] + [leaving(stay) for stay in frame.stays]
                if not held_up(frame.graph, node.id, frame.tokens, standing):
                    yield partial(self._fire, frame, node)

    def _close(self, frame: Frame) -> None:
        frame.closed = True
        if frame.holder is not None:
            self._leave(frame.holder)

    def _fire(self, frame: Frame, node: Node) -> None:
        """One token of each flow that has any is consumed (parallel: all have; inclusive: some have)."""
        for flow in frame.graph.into(node.id):
            if flow in frame.tokens:
                frame.tokens.remove(flow)
        self._choose(frame, node)

    def _choose(self, frame: Frame, node: Node) -> None:
        """Tokens leave a gateway."""
        out = frame.graph.out_of(node.id)
        if node.kind != "parallel" and len(out) > 1:
            look = lookup(Stay(node, frame))
            true = [flow for flow in out if flow.condition is not None and flow.condition.holds(look)]
            default = [flow for flow in out if flow.default]
            out = (true[:1] if node.kind == "exclusive" else true) or default
        self.passed.append(node.id)
        frame.tokens.extend(out)

    def _begin(self, frame: Frame) -> None:
        start = next(n for n in frame.graph.nodes.values() if n.kind == "start")
        self._enter(frame, start)

    def _enter(self, frame: Frame, node: Node, flow: Flow | None = None) -> None:
        if flow is not None:
            frame.tokens.remove(flow)
        if node.kind in ("user", "sub", "call", "catch", "events"):
            self._stay(frame, node)
        elif node.kind in ("end", "terminate", "error"):
            self._end(frame, node)
        else:
            self._choose(frame, node)

    def _end(self, frame: Frame, node: Node) -> None:
        self.passed.append(node.id)
        if node.kind == "terminate":
            frame.tokens, frame.stays, frame.handlers = [], [], []
        elif node.kind == "error":
            self._throw(frame.holder)

    def _throw(self, holder: Stay | None) -> None:
        """The nearest activity around that has an error event at its edge is interrupted, with all its instances."""
        assert holder is not None, "nobody catches the error"
        whole = holder.whole or holder
        if isinstance(whole.node, Node):
            for edge in whole.frame.graph.edges(whole.node.id):
                if edge.event is not None and edge.event.kind == "error":
                    self._happen(whole, edge)
                    return
        self._throw(whole.frame.holder)

    def _stay(self, frame: Frame, node: Node) -> None:
        stay = Stay(node, frame, self.turn)
        if node.many is not None:
            stay.items = node.many.count(lookup(stay))
            if stay.items == 0:
                self._choose(frame, node)
                return
        frame.stays.append(stay)
        for event in awaited(stay):
            if event.event is not None and event.event.kind in ("timer", "cycle"):
                stay.due[event.id] = (self.now + event.event.span, event.event.times)
        if node.many is None:
            self._open(stay)
        else:
            for _ in range(1 if node.many.sequential else stay.items):
                self._next_instance(stay)

    def _next_instance(self, whole: Stay) -> None:
        whole.begun += 1
        instance = Stay(whole.node, whole.frame, self.turn, whole=whole, number=whole.begun)
        whole.instances.append(instance)
        self._open(instance)

    def _open(self, stay: Stay) -> None:
        if not isinstance(stay.node, Node) or stay.node.inside is None:
            return
        look, given = lookup(stay), {}
        if stay.node.shares:
            given = {name: look(name) for name in ("again", "pick")}
        stay.inner = Frame(stay.node.inside, stay, given)
        self._begin(stay.inner)

    def _handle(self, frame: Frame, handler: Handler, number: int) -> None:
        """A message starts an event sub-process."""
        if handler.interrupts:
            frame.interrupted = True
            frame.tokens, frame.stays, frame.handlers = [], [], []
        stay = Stay(handler, frame, number=number)
        frame.handlers.append(stay)
        stay.inner = Frame(handler.inside, stay, {})
        self._begin(stay.inner)

    def _happen(self, stay: Stay, event: Node, number: int = 0) -> None:
        """What was waited for at `event` has come."""
        self.passed += [stay.node.id, event.id] if stay.node.id != event.id and event.kind == "catch" else [event.id]
        if event.kind == "boundary" and not event.interrupts:
            due, left = stay.due.pop(event.id, (self.now, 0))
            if left > 1 and event.event is not None:
                stay.due[event.id] = (due + event.event.span, left - 1)
        else:
            stay.frame.stays.remove(stay)
        stay.frame.tokens.extend(stay.frame.graph.out_of(event.id))

    def _leave(self, stay: Stay) -> None:
        """An activity, an instance of one, or an event sub-process is complete."""
        self.passed.append(stay.node.id)
        if isinstance(stay.node, Handler):
            stay.frame.handlers.remove(stay)
            return
        if stay.inner is not None:
            self._give_back(stay, stay.node, stay.inner)
        if stay.whole is not None:
            self._instance_done(stay, stay.whole, stay.node.many)
        else:
            stay.frame.stays.remove(stay)
            stay.frame.tokens.extend(stay.frame.graph.out_of(stay.node.id))

    def _give_back(self, stay: Stay, node: Node, inner: Frame) -> None:
        if node.shares:
            assign(stay, {name: inner.variables.get(name) for name in ("again", "pick")})
        elif stay.whole is not None and node.kind == "sub":
            stay.locals.update(inner.variables)

    def _instance_done(self, instance: Stay, whole: Stay, many: Many | None) -> None:
        assert many is not None
        whole.done += 1
        enough = many.until.holds(lookup(instance)) if isinstance(many.until, Condition) else whole.done == many.until
        if whole.done == whole.items or enough:
            whole.frame.stays.remove(whole)
            whole.frame.tokens.extend(whole.frame.graph.out_of(whole.node.id))
            return
        whole.instances.remove(instance)
        if many.sequential:
            self._next_instance(whole)
