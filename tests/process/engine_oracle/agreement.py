"""Walks through a diagram with the engine and the oracle side by side, compared at every step."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from services.process import engine
from services.process.engine import OpenTask, Pool, World

from .blocks import Plan
from .frames import known_by
from .layout import Layout
from .oracle import Game
from .writing import written

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FIRST = {"again": False, "pick": 1, "path": ""}
MOST_STEPS_TO_THE_END = 400
OTHER_ORDERS = 60


@dataclass(frozen=True)
class Move:
    """One step of a walk. what: complete, message or time; `which` counts round what there is."""

    what: str
    which: int = 0
    again: bool = False
    pick: int = 1


class Pair:
    """An instance in the engine and the same in the oracle. Every step goes through JSON.

    `reordered`: steps at which the engine took another order of simultaneous moves than the oracle's first.
    """

    def __init__(self, layout: Layout, pool: Pool) -> None:
        self.pool, self.now, self.steps, self.reordered = pool, MONDAY, 0, 0
        self.game = Game(layout.top, FIRST, self.now)
        self.raw = ""
        before = deepcopy(self.game)
        self._engine(engine.Start(FIRST))
        self.game.start()
        self._agree(before, Game.start)

    def _engine(self, command: engine.Command) -> None:
        before = json.loads(self.raw) if self.raw else None
        self.step = engine.step(self.pool, before, command, self.now, World())
        self.raw = json.dumps(self.step.snapshot)
        self.steps += 1

    def shown(self) -> dict[str, Any]:
        """What the engine shows."""
        step = self.step
        known = engine.variables(self.pool, step.snapshot)
        return {
            "tasks": Counter(map(place, step.waiting_tasks)),
            "messages": Counter(name for name, _ in step.listens),
            "clocks": Counter((timer.element, timer.due) for timer in step.timers),
            "passed": Counter(step.passed),
            "variables": {name: known[name] for name in ("again", "pick")},
            "finished": step.finished,
        }

    def move(self, move: Move) -> None:
        """One step of both, then compare. What is not possible becomes the passing of time."""
        self.now += timedelta(seconds=1)
        if move.what == "complete" and self.step.waiting_tasks:
            self._complete(move)
        elif move.what == "message" and self.step.listens:
            names = sorted({name for name, _ in self.step.listens})
            name, number = names[move.which % len(names)], self.steps
            self._both(engine.Deliver(name, None, {"n": number}), lambda game: game.deliver(name, number, self.now))
        else:
            self.now += timedelta(days=move.which % 6, hours=7)
            self._both(engine.Tick(), lambda game: game.pass_time(self.now))

    def _complete(self, move: Move) -> None:
        tasks = sorted(self.step.waiting_tasks, key=lambda task: (place(task), task.id))
        nth = move.which % len(tasks)
        answers = {"again": move.again, "pick": move.pick}
        self._both(engine.Complete(tasks[nth].id, answers), lambda game: game.complete(nth, answers, self.now))

    def _both(self, command: engine.Command, deed: Callable[[Game], int | None]) -> None:
        before = deepcopy(self.game)
        self._engine(command)
        matched = deed(self.game)
        assert self.step.matched == (1 if isinstance(command, engine.Complete) else matched or 0)
        self._agree(before, deed)

    def _agree(self, before: Game, deed: Callable[[Game], int | None]) -> None:
        """Raise AssertionError unless both show the same, in some order of what happens at one time."""
        shown = self.shown()
        if shown == believed(self.game):
            return
        for seed in range(OTHER_ORDERS):
            other = deepcopy(before)
            other.dice = Random(seed)
            deed(other)
            if shown == believed(other):
                self.game, self.game.dice = other, None
                self.reordered += 1
                return
        assert shown == believed(self.game)

    def to_the_end(self) -> None:
        """Whoever answers "go on", brings what is waited for and lets time pass, ends it."""
        sent = 0
        for _ in range(MOST_STEPS_TO_THE_END):
            if self.step.finished:
                return
            if self.step.waiting_tasks:
                self.move(Move("complete"))
            elif self.step.timers:
                self.move(Move("time", 5))
            else:
                self.move(Move("message", sent))
                sent += 1
        raise AssertionError(f"no end in sight: {self.shown()}")

    @property
    def stuck(self) -> bool:
        """Tokens stand at joins and nothing is left to be done, by either account."""
        return not self.step.finished and not (self.step.waiting_tasks or self.step.timers or self.step.listens)


def believed(game: Game) -> dict[str, Any]:
    """What the oracle holds."""
    return {
        "tasks": Counter(map(known_by, game.tasks())),
        "messages": Counter(game.listens()),
        "clocks": Counter((name, due) for due, name in game.clocks()),
        "passed": Counter(game.passed),
        "variables": {name: game.root.variables[name] for name in ("again", "pick")},
        "finished": game.finished,
    }


def place(task: OpenTask) -> tuple[str, str, str]:
    """By what an open task is known: its element, the way to it, and what it sees."""
    known = task.locals.get("again"), task.locals.get("pick")
    return task.element, task.locals.get("path", ""), str(known)


def prepared(plan: Plan) -> tuple[Layout, Pool]:
    """The oracle's graphs and the engine's pool of one plan."""
    layout = Layout(plan)
    return layout, engine.parse({"drawn.bpmn": written(layout)}).pools["p"]


def walk(layout: Layout, pool: Pool, moves: Sequence[Move]) -> Pair:
    """Walk as long as there is something to do."""
    pair = Pair(layout, pool)
    for move in moves:
        if pair.step.finished:
            break
        pair.move(move)
    return pair
