"""Words with values between them: `{FEEL}` in a text. What is filled in is printed as it is and never read again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from services.process.rules.values import Function

from .data import PaperData
from .shapes import Source
from .values import SHANGHAI, by_name, read, written

UNITS = "零一二三四五六七八九"


class WordingBroken(Exception):
    """Braces that do not match; the text is the sentence."""


@dataclass(frozen=True)
class Wording:
    """Literal texts and sources of values, in order."""

    parts: tuple[str | Source, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names the values are read from."""
        return tuple(name for part in self.parts if isinstance(part, Source) for name in names_of(part))


Names = tuple[Wording, ...] | Source
"""Names of organs: each with its words, or FEEL that yields them."""


@dataclass(frozen=True)
class Scope:
    """Where names are looked up: in the items of the enclosing repetitions, innermost last, then at large."""

    data: PaperData
    items: tuple[Mapping[str, Any], ...] = ()

    def value(self, source: Source) -> Any:
        """The value at a source."""
        if source.expression is not None:
            found = source.expression.evaluate(self.named, PAPER_FUNCTIONS)
            # A name that nobody gave may be that of a function of FEEL.
            return None if isinstance(found, Function) else found
        return read(source, self.data)

    def named(self, name: str) -> Any:
        """What a name means here."""
        for names in reversed(self.items):
            if name in names:
                return names[name]
        if name == "header":
            return self.data.header
        if name == "number":
            return by_name(name, self.data) or ""
        return self.data.answers if name == "answers" else by_name(name, self.data)

    def each(self, source: Source) -> Iterator["Scope"]:
        """One scope for each item of the list: its entries by their names, `item`, `index` from 1, `rows` for all."""
        rows = listed(self.value(source))
        for index, item in enumerate(rows, 1):
            entries = item if isinstance(item, Mapping) else {}
            yield Scope(self.data, (*self.items, {**entries, "item": item, "index": index, "rows": rows}))

    def fill(self, wording: Wording) -> str:
        """The words, every value as a paper writes it."""
        return "".join(part if isinstance(part, str) else written(self.value(part)) for part in wording.parts)

    def texts(self, names: Names) -> list[str]:
        """The names, those left out that are empty."""
        if isinstance(names, tuple):
            return [text for name in names if (text := self.fill(name))]
        return [text for name in listed(self.value(names)) if (text := written(name))]

    def holds(self, condition: Source | None) -> bool:
        """Whether the condition is true; no condition always is."""
        return condition is None or self.value(condition) is True


def listed(value: Any) -> list[Any]:
    """The items of a list; a text is as many as it has lines, any other single value is one."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    return [] if value is None else [value]


def names_of(source: Source) -> tuple[str, ...]:
    """The names a source reads."""
    return source.expression.names if source.expression else (source.text.split(".")[0],)


def read_for(names: Names) -> tuple[str, ...]:
    """The names that names of organs are read from."""
    return names_of(names) if isinstance(names, Source) else tuple(n for name in names for n in name.names)


def pieces(text: str) -> list[tuple[bool, str]]:
    """(is FEEL, text) in order; a doubled brace is a brace. Raises WordingBroken."""
    found: list[tuple[bool, str]] = []
    literal, at = "", 0
    while at < len(text):
        sign = text[at]
        if sign in "{}" and text[at : at + 2] == sign * 2:
            literal, at = literal + sign, at + 2
        elif sign == "{":
            end = _closing(text, at)
            found += [(False, literal)] if literal else []
            found.append((True, text[at + 1 : end].strip()))
            literal, at = "", end + 1
        elif sign == "}":
            raise WordingBroken("花括号不成对：多了一个 }；要印花括号请写两个")
        else:
            literal, at = literal + sign, at + 1
    return found + ([(False, literal)] if literal else [])


def _closing(text: str, start: int) -> int:
    """Where the brace at `start` is closed; braces in strings and contexts inside are part of the expression."""
    depth, quoted, at = 0, False, start
    while at < len(text):
        sign = text[at]
        if quoted and sign == "\\":
            at += 1
        elif sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += (sign == "{") - (sign == "}")
            if depth == 0:
                return at
        at += 1
    raise WordingBroken("花括号不成对：缺少 }")


def numeral(number: Any) -> str | None:
    """一, 十二, 二十 ... up to 九十九, as headings are counted; None for what is no such number."""
    if isinstance(number, bool) or not isinstance(number, int | Decimal) or number != int(number):
        return None
    tens, ones = divmod(int(number), 10)
    if not 1 <= number <= 99:
        return None
    return ("" if tens == 0 else "十" if tens == 1 else UNITS[tens] + "十") + (UNITS[ones] if ones else "")


def until(value: Any) -> str | None:
    """The last day or moment of a period: 24:00 belongs to the day it ends, as clocks of the house are set."""
    if not isinstance(value, datetime):
        return written(value, "date") or None
    local = value.astimezone(SHANGHAI) if value.tzinfo else value
    if local.time() == time(0, 0):
        return written(local.date() - timedelta(days=1), "date")
    minute = f"{local.minute}分" if local.minute else ""
    return f"{written(local.date(), 'date')}{local.hour}时{minute}"


PAPER_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "dated": lambda value: written(value, "date") or None,
    "numeral": numeral,
    "until": until,
}
"""What FEEL can do on a paper beyond its own functions: `dated(day)` 2021年8月5日, `numeral(3)` 三, `until(moment)`
2021年8月5日 also for 24:00 of that day."""
