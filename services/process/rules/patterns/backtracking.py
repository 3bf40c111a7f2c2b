"""Patterns that refer back to a group (`(a)\\1`) cannot be run in linear time: each way is tried, and paid for."""

from __future__ import annotations

from ..limits import Meter
from .program import BACK, CHAR, FORK, FOUND, JUMP, LINE_START, MARK, Step

Marks = tuple[int, ...]
_PER_CHARGE = 256


class Tries:
    """The ways in which one program may match one text; all its work is charged, so that it ends."""

    def __init__(self, program: list[Step], text: str, lines: bool, meter: Meter) -> None:
        self._program = program
        self._text = text
        self._lines = lines
        self._meter = meter
        self._work = 0

    def first(self, start: int, empty: Marks) -> Marks | None:
        """The marks of the first match from `start`, the best way first; raises FeelTooLarge at the limit."""
        for place in range(start, len(self._text) + 1):
            marks = self._from(place, empty)
            if marks is not None:
                return marks
        return None

    def _from(self, place: int, empty: Marks) -> Marks | None:
        stack = [(0, place, empty)]
        # The same step at the same place with the same groups fails again: this also ends loops that take nothing.
        seen: set[tuple[int, int, Marks]] = set()
        while stack:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            self._charge()
            at, place, marks = state
            if self._program[at][0] == FOUND:
                return marks
            stack.extend(self._onward(at, place, marks))
        return None

    def _onward(self, at: int, place: int, marks: Marks) -> list[tuple[int, int, Marks]]:
        """The states that follow one state, the best last."""
        operation, one, two = self._program[at]
        if operation == CHAR:
            return [(at + 1, place + 1, marks)] if place < len(self._text) and one(self._text[place]) else []
        if operation == FORK:
            return [(at + two, place, marks), (at + one, place, marks)]
        if operation == JUMP:
            return [(at + one, place, marks)]
        if operation == MARK:
            return [(at + 1, place, (*marks[:one], place, *marks[one + 1 :]))]
        if operation == BACK:
            return self._again(at, place, marks)
        return [(at + 1, place, marks)] if at_edge(self._text, place, operation == LINE_START, self._lines) else []

    def _again(self, at: int, place: int, marks: Marks) -> list[tuple[int, int, Marks]]:
        _, number, any_case = self._program[at]
        begin, end = marks[2 * number], marks[2 * number + 1]
        found = self._text[begin:end] if 0 <= begin <= end else ""
        here = self._text[place : place + len(found)]
        alike = here == found or (any_case and here.casefold() == found.casefold())
        return [(at + 1, place + len(found), marks)] if alike else []

    def _charge(self) -> None:
        self._work += 1
        if self._work % _PER_CHARGE == 0:
            self._meter.charge(_PER_CHARGE)


def at_edge(text: str, place: int, start: bool, lines: bool) -> bool:
    """Whether `^` (start) or `$` holds at a place; with `lines` also at the edges of each line."""
    if start:
        return place == 0 or (lines and text[place - 1] == "\n")
    return place == len(text) or (lines and text[place] == "\n")
