"""The machine that runs a program over a text, all ways at once: time is text times program, never more.

Only a pattern that refers back to a group is run otherwise (backtracking.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..limits import Meter, size_allowed
from .backtracking import Tries, at_edge
from .program import BACK, CHAR, FORK, FOUND, JUMP, LINE_START, MARK, Step, compile_pattern

_PLAIN = re.compile(r"[^\\$]+")
Marks = tuple[int, ...]
Span = tuple[int, int, Marks]


@lru_cache(maxsize=512)
def matcher(pattern: str, flags: str) -> Matcher:
    """A compiled pattern; raises ValueError where it is not one."""
    return Matcher(*compile_pattern(pattern, flags), flags)


class Matcher:
    """One pattern, ready to run."""

    def __init__(self, program: list[Step], groups: int, flags: str) -> None:
        self._program = program
        self._groups = groups
        self._lines = "m" in flags
        self._literal = "q" in flags
        self._refers_back = any(step[0] == BACK for step in program)

    def search(self, text: str, start: int, meter: Meter) -> Span | None:
        """The first match from `start`: its begin, its end, and the places of its groups (-1 where unused)."""
        empty: Marks = (-1,) * (2 * self._groups + 2)
        if self._refers_back:
            tried = Tries(self._program, text, self._lines, meter).first(start, empty)
            return None if tried is None else (tried[0], tried[1], tried)
        best = self._linear(text, start, empty, meter)
        return None if best is None else (best[0], best[1], best)

    def _linear(self, text: str, start: int, empty: Marks, meter: Meter) -> Marks | None:
        threads: list[tuple[int, Marks]] = []
        best: Marks | None = None
        work = 0
        for place in range(start, len(text) + 1):
            if best is None:
                self._follow(threads, 0, empty, text, place)
            work += 1 + len(threads)
            if work > 1_024:
                meter.charge(work >> 3)
                work = 0
            if best is not None and not threads:
                break
            best, threads = self._advance(threads, best, text, place)
        meter.charge(work >> 3)
        return best

    def _advance(
        self, threads: list[tuple[int, Marks]], best: Marks | None, text: str, place: int
    ) -> tuple[Marks | None, list[tuple[int, Marks]]]:
        """All threads take the character at `place`; a thread that has found cuts off those after it."""
        onward: list[tuple[int, Marks]] = []
        seen: set[int] = set()
        for at, marks in threads:
            operation, charset, _ = self._program[at]
            if operation == FOUND:
                return marks, onward
            if place < len(text) and charset(text[place]):
                self._follow(onward, at + 1, marks, text, place + 1, seen)
        return best, onward

    def _follow(
        self,
        threads: list[tuple[int, Marks]],
        at: int,
        marks: Marks,
        text: str,
        place: int,
        seen: set[int] | None = None,
    ) -> None:
        """Add the threads that stand at a character or at the end when one goes on from `at`, best first."""
        visited = {at for at, _ in threads} if seen is None else seen
        stack = [(at, marks)]
        while stack:
            at, marks = stack.pop()
            if at in visited:
                continue
            visited.add(at)
            operation, one, two = self._program[at]
            if operation in (CHAR, FOUND):
                threads.append((at, marks))
            elif operation == FORK:
                stack.append((at + two, marks))
                stack.append((at + one, marks))
            elif operation == JUMP:
                stack.append((at + one, marks))
            elif operation == MARK:
                stack.append((at + 1, (*marks[:one], place, *marks[one + 1 :])))
            elif at_edge(text, place, operation == LINE_START, self._lines):
                stack.append((at + 1, marks))

    def all(self, text: str, meter: Meter) -> Iterator[Span]:
        """All matches from the left; raises ValueError if the pattern matches nothing at all (XPath FORX0003)."""
        if self.search("", 0, meter):
            raise ValueError("the pattern matches the empty text")
        place = 0
        while place < len(text) and (found := self.search(text, place, meter)):
            if found[1] == found[0]:
                raise ValueError("the pattern matches the empty text")
            yield found
            place = found[1]

    def split(self, text: str, meter: Meter) -> list[str]:
        """The pieces between the matches."""
        pieces, place = [], 0
        for start, end, _ in self.all(text, meter):
            pieces.append(text[place:start])
            place = end
        return [*pieces, text[place:]]

    def replaced(self, text: str, replacement: str, meter: Meter) -> str:
        """Each match replaced; `$1` is a group, `$0` the match, `\\$` and `\\\\` are signs. ValueError otherwise."""
        parts = [replacement] if self._literal else _parts(replacement, self._groups)
        out: list[str] = []
        size = place = 0
        for start, end, marks in self.all(text, meter):
            out.append(text[place:start])
            for part in parts:
                piece = part if isinstance(part, str) else _group(text, marks, part)
                out.append(piece)
                size += len(piece)
            size_allowed(size)
            place = end
        return "".join([*out, text[place:]])


def _group(text: str, marks: Marks, number: int) -> str:
    if 2 * number + 1 >= len(marks) or marks[2 * number] < 0 or marks[2 * number + 1] < 0:
        return ""
    return text[marks[2 * number] : marks[2 * number + 1]]


def _parts(replacement: str, groups: int) -> list[str | int]:
    parts: list[str | int] = []
    place = 0
    while place < len(replacement):
        char, ahead = replacement[place], replacement[place + 1 : place + 2]
        if char == "\\":
            if ahead not in ("\\", "$"):
                raise ValueError("a backslash that escapes nothing")
            parts.append(ahead)
            place += 2
        elif char == "$":
            if not ahead.isdecimal() or not ahead.isascii():
                raise ValueError("a $ without a number")
            number, place = _number(replacement, place + 1, groups)
            parts.append(number)
        else:
            plain = _PLAIN.match(replacement, place)
            parts.append(plain.group() if plain else char)
            place = plain.end() if plain else place + 1
    return parts


def _number(replacement: str, place: int, groups: int) -> tuple[int, int]:
    """The number of a group: as many digits as there are groups for."""
    number = int(replacement[place])
    place += 1
    while (digit := replacement[place : place + 1]) and digit in "0123456789" and number * 10 + int(digit) <= groups:
        number = number * 10 + int(digit)
        place += 1
    return number, place
