"""What a step of a much returned case costs beside the same step of a fresh one.

A round: a form of 30 fields, an opinion with a reminder, a question and its reply in an inner process, a look into
the matter, two experts one after the other, of whom the second returns the case. Each step reads and writes JSON, as
the house does with every deed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from services.process.engine import Complete, Deliver, Pool, Start, Step, World, parse, step

HOUR = datetime(2021, 8, 5, 1, 0, tzinfo=UTC)
FORM = {f"field_{number}": "创新工作室" * 5 for number in range(30)}
WORLD = World()


@dataclass(frozen=True)
class Case:
    """What is stored of a case: its snapshot as JSON, and beside it the open tasks by element."""

    raw: str
    tasks: Mapping[str, int]
    finished: bool


@cache
def pool() -> Pool:
    """The pool of returns.bpmn."""
    return parse({"returns.bpmn": Path(__file__).with_name("returns.bpmn").read_bytes()}).pools["case"]


def fresh() -> Case:
    """A case that has just been opened."""
    return _saved(step(pool(), None, Start({}), HOUR, WORLD))


def returned(case: Case, times: int) -> Case:
    """The case after so many rounds."""
    for _ in range(times):
        case = through(case, "return")
    return case


def through(case: Case, verdict: str, costs: list[float] | None = None) -> Case:
    """One whole round, after which the case is back at its form or done. `costs` takes the CPU seconds of each step."""
    deeds: Sequence[tuple[str, dict[str, Any]]] = (
        ("fill", FORM), ("question", {}), ("reply", {"reply": "ok"}), ("union", {"said": "agree"}),
        ("look_into", {"seen": "clean"}), ("expert", {"opinion": "agree"}), ("expert", {"opinion": verdict}),
    )  # fmt: skip
    for name, answers in deeds:
        command = Deliver(name) if name == "question" else Complete(case.tasks[name], answers)
        began = process_time()
        case = _saved(step(pool(), json.loads(case.raw), command, HOUR, WORLD))
        if costs is not None:
            costs.append(process_time() - began)
    return case


def ratio(old: Case, rounds: int = 60) -> float:
    """Median cost of a step of the old case, of a fresh one as 1. Measured in turns, so both meet the same machine."""
    new = fresh()
    costs: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for one in (0, 1) if number % 2 else (1, 0):
            through((new, old)[one], "return", costs[one])
    return median(costs[1]) / median(costs[0])


def _saved(after: Step) -> Case:
    tasks = {task.element: task.id for task in after.waiting_tasks}
    return Case(json.dumps(after.snapshot), tasks, after.finished)
