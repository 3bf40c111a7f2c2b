"""How much one evaluation may do. What is too much is an error, never null: a diagram must not go on with a guess."""

from __future__ import annotations

from typing import Any

from .errors import FeelTooLarge

MAX_STEPS = 200_000
"""Turns of loops, items filtered or compared, calls: about a second of work at most."""
CALL = 4
"""Steps that one call of a function written in FEEL counts as."""
MAX_CALLS = 60
"""Depth of calls of functions written in FEEL."""
MAX_ITEMS = 100_000
MAX_CHARACTERS = 200_000


class Meter:
    """Counts the work of one evaluation."""

    __slots__ = ("steps",)

    def __init__(self) -> None:
        self.steps = 0

    def charge(self, steps: int = 1) -> None:
        """Count work; raises FeelTooLarge where there is too much of it."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise FeelTooLarge("表达式的计算步骤过多，已停止。")


def paid(value: Any, meter: Meter) -> Any:
    """`value`, its room paid for where it is a text: many long texts would fill the memory in few steps."""
    if type(value) is str:
        meter.charge(len(value) >> 6)
    return value


def sized_text(text: str) -> str:
    """`text`, if FEEL may hold it."""
    if len(text) > MAX_CHARACTERS:
        raise FeelTooLarge("文字过长，已停止计算。")
    return text


def size_allowed(characters: int) -> None:
    """Refuse a text before it is built, by its length."""
    if characters > MAX_CHARACTERS:
        raise FeelTooLarge("文字过长，已停止计算。")


def sized_list(items: list[Any]) -> list[Any]:
    """`items`, if FEEL may hold so many."""
    if len(items) > MAX_ITEMS:
        raise FeelTooLarge("列表过长，已停止计算。")
    return items
