"""From a pattern to a program for the machine: characters, forks, jumps, marks of groups, anchors."""

from __future__ import annotations

from typing import Any

from .charsets import CLASSES, SINGLE, Charset, any_case, category, dot, just, minus, negated, span, union, unspaced

MAX_PATTERN = 1_000
MAX_PROGRAM = 3_000
MAX_NESTING = 40

CHAR, FORK, JUMP, MARK, LINE_START, LINE_END, FOUND, BACK = range(8)
Step = tuple[int, Any, Any]
"""(operation, argument, second argument); a fork tries its first way first."""


class _Parser:
    """Reads one pattern; every method returns steps whose jumps count from their own place."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.text = unspaced(pattern) if "x" in flags else pattern
        self.place = 0
        self.flags = flags
        self.groups = 0
        self._nesting = 0
        self._closed: set[int] = set()  # the groups that a reference may mean

    def program(self) -> list[Step]:
        steps = self._choice()
        if self.place < len(self.text):
            raise ValueError("a bracket too many")
        return self._sized([(MARK, 0, None), *steps, (MARK, 1, None), (FOUND, None, None)])

    def _sized(self, steps: list[Step]) -> list[Step]:
        if len(steps) > MAX_PROGRAM:
            raise ValueError("the pattern is too large")
        return steps

    def _peek(self) -> str:
        return self.text[self.place : self.place + 1]

    def _take(self) -> str:
        char = self.text[self.place : self.place + 1]
        if not char:
            raise ValueError("the pattern ends too early")
        self.place += 1
        return char

    def _choice(self) -> list[Step]:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise ValueError("nested too deeply")
        steps = self._sequence()
        while self._peek() == "|":
            self._take()
            other = self._sequence()
            steps = self._sized([(FORK, 1, len(steps) + 2), *steps, (JUMP, len(other) + 1, None), *other])
        self._nesting -= 1
        return steps

    def _sequence(self) -> list[Step]:
        steps: list[Step] = []
        while (char := self._peek()) and char not in "|)":
            steps = self._sized(steps + self._piece())
        return steps

    def _piece(self) -> list[Step]:
        atom = self._atom()
        sign = self._peek()
        if not sign or sign not in "*+?{":
            return atom
        low, high = self._times()
        lazy = self._peek() == "?"
        if lazy:
            self._take()
        if (self._peek() or " ") in "*+?{":
            raise ValueError("two repetitions in a row")
        return self._repeated(atom, low, high, lazy)

    def _times(self) -> tuple[int, int | None]:
        sign = self._take()
        if sign != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        inside, closed, _ = self.text[self.place :].partition("}")
        self.place += len(inside) + 1
        low, comma, high = inside.partition(",")
        if not closed or not low.isdecimal() or len(inside) > 9 or (high and not high.isdecimal()):
            raise ValueError("a wrong number of repetitions")
        most = int(low) if not comma else (int(high) if high else None)
        if most is not None and most < int(low):
            raise ValueError("a wrong number of repetitions")
        return int(low), most

    def _repeated(self, atom: list[Step], low: int, high: int | None, lazy: bool) -> list[Step]:
        copies = max(low, high or 0) + 1
        if copies * (len(atom) + 1) > MAX_PROGRAM:
            raise ValueError("the pattern is too large")
        steps = atom * low
        if high is None:
            return [*steps, _fork(1, len(atom) + 2, lazy), *atom, (JUMP, -len(atom) - 1, None)]
        rest: list[Step] = []
        for _ in range(high - low):
            rest = [_fork(1, len(atom) + len(rest) + 1, lazy), *atom, *rest]
        return steps + rest

    def _atom(self) -> list[Step]:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "^":
            return [(LINE_START, None, None)]
        if char == "$":
            return [(LINE_END, None, None)]
        if char == "[":
            return self._char(self._class())
        if char == ".":
            return self._char(dot("s" in self.flags))
        if char == "\\":
            return self._reference() if self._peek() in set("123456789") else self._char(self._escape()[0])
        if char in "*+?{}])":
            raise ValueError("a sign that needs a backslash")
        return self._char(self._cased(just(char)))

    def _char(self, charset: Charset) -> list[Step]:
        return [(CHAR, charset, None)]

    def _cased(self, charset: Charset) -> Charset:
        return any_case(charset) if "i" in self.flags else charset

    def _reference(self) -> list[Step]:
        """`\\1`: what a group has found. Its number has as many digits as there are groups for."""
        number = int(self._take())
        while (digit := self._peek()) and digit in "0123456789" and number * 10 + int(digit) <= self.groups:
            number = number * 10 + int(self._take())
        if number not in self._closed:
            raise ValueError("a reference to a group that is not there yet")
        return [(BACK, number, "i" in self.flags)]

    def _group(self) -> list[Step]:
        number = 0
        if self.text.startswith("?:", self.place):
            self.place += 2
            steps = self._choice()
        else:
            self.groups += 1
            number = self.groups
            steps = [(MARK, 2 * number, None), *self._choice(), (MARK, 2 * number + 1, None)]
        if self._peek() != ")":
            raise ValueError("a bracket is missing")
        self._take()
        self._closed.add(number)
        return steps

    def _escape(self) -> tuple[Charset, str]:
        """The set of an escape, and its character where it is a single one."""
        char = self._take()
        if char in CLASSES:
            return CLASSES[char], ""
        if char in "pP":
            name, closed, _ = self.text[self.place + 1 :].partition("}")
            if self._take() != "{" or not closed:
                raise ValueError("a wrong category")
            self.place += len(name) + 1
            return (category(name) if char == "p" else negated(category(name))), ""
        if char not in SINGLE:
            raise ValueError("an unknown escape")
        return self._cased(just(SINGLE[char])), SINGLE[char]

    def _class(self) -> Charset:
        turned = self.text.startswith("^", self.place)
        self.place += turned
        sets: list[Charset] = []
        taken: Charset | None = None
        while (char := self._take()) != "]" or not sets:
            if char == "-" and self.text.startswith("[", self.place) and sets:
                self.place += 1
                self._nesting += 1
                if self._nesting > MAX_NESTING:
                    raise ValueError("nested too deeply")
                taken = self._class()
                if self._take() != "]":
                    raise ValueError("a subtraction must come last")
                break
            sets.append(self._class_item(char))
        whole = negated(union(sets)) if turned else union(sets)
        return minus(whole, taken) if taken else whole

    def _class_item(self, char: str) -> Charset:
        if char in "[]":
            raise ValueError("a bracket that needs a backslash")
        charset, single = self._escape() if char == "\\" else (self._cased(just(char)), char)
        ahead = self.text[self.place : self.place + 2]
        if single and len(ahead) == 2 and ahead[0] == "-" and ahead[1] not in "[]":
            self._take()
            high = self._take()
            return self._cased(span(single, self._escape()[1] or single if high == "\\" else high))
        return charset


def _fork(on: int, past: int, lazy: bool) -> Step:
    return (FORK, past, on) if lazy else (FORK, on, past)


def compile_pattern(pattern: str, flags: str) -> tuple[list[Step], int]:
    """The program and the number of groups; raises ValueError for a pattern or a flag that is not XPath's.

    Refused: more than MAX_PATTERN characters, more than MAX_PROGRAM steps, Unicode blocks that blocks.py lacks.
    """
    if len(pattern) > MAX_PATTERN or set(flags) - set("smixq"):
        raise ValueError("pattern too long, or unknown flag")
    if "q" in flags:
        signs = [any_case(just(char)) if "i" in flags else just(char) for char in pattern]
        literal: list[Step] = [(CHAR, charset, None) for charset in signs]
        return [(MARK, 0, None), *literal, (MARK, 1, None), (FOUND, None, None)], 0
    parser = _Parser(pattern, flags)
    return parser.program(), parser.groups
