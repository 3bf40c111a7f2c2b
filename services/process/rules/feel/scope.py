"""What an evaluation carries: the names in sight, the host's functions, and how much it has done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..limits import Meter

NOTHING: dict[str, Any] = {}


class Run(Meter):
    """One evaluation: where names are looked up, and the work done so far."""

    __slots__ = ("lookup", "library", "calls")

    def __init__(self, lookup: Callable[[str], Any], library: Mapping[str, Callable[..., Any]]) -> None:
        self.steps = 0
        self.calls = 0
        self.lookup = lookup
        self.library = library

    def beside(self, lookup: Callable[[str], Any]) -> Run:
        """Another evaluation that goes on counting where this one stands."""
        run = Run(lookup, self.library)
        run.steps = self.steps
        run.calls = self.calls
        return run


class Frame:
    """The names of one scope, above those of its parent."""

    __slots__ = ("run", "parent", "names")

    def __init__(self, run: Run, parent: Frame | None, names: Mapping[str, Any]) -> None:
        self.run = run
        self.parent = parent
        self.names = names


Code = Callable[[Frame], Any]
"""A compiled expression: the closure that computes it in a frame."""
