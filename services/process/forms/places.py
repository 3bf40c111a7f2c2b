"""Where an answer stands: `("members", 0, "name")` is `members[0].name` to people and `members-0-name` in HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Place = tuple[str | int, ...]

_STEP = re.compile(r"\[(\d{1,4})\]|(?:^|\.)([^.\[\]]+)")


def spelled(place: Place) -> str:
    """`members[0].name`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")


def html_name(place: Place) -> str:
    """`members-0-name`, the name of the control in a posted form."""
    return "-".join(str(step) for step in place)


def place_of(text: str) -> Place | None:
    """Read `members[0].name` back; None when it is no such thing."""
    steps: list[str | int] = []
    position = 0
    for match in _STEP.finditer(text):
        if match.start() != position:
            return None
        position = match.end()
        steps.append(int(match[1]) if match[1] is not None else match[2])
    return tuple(steps) if steps and position == len(text) else None


def dig(data: Any, place: Place) -> Any:
    """What stands there, or None when any step of the way is missing."""
    for step in place:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = data.get(step) if isinstance(data, Mapping) else None
        if data is None:
            return None
    return data


def plant(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value at a path of names, making the contexts on the way."""
    for step in path[:-1]:
        inner = data.get(step)
        if not isinstance(inner, dict):
            inner = data[step] = {}
        data = inner
    data[path[-1]] = value
