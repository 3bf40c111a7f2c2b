"""What a boxed expression sees: names, the host's functions, and the meter of the whole decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..feel.scope import Run


class Scope:
    """Names over those of an outer scope."""

    __slots__ = ("lookup", "run")

    def __init__(self, lookup: Callable[[str], Any], run: Run) -> None:
        self.lookup = lookup
        self.run = run

    def with_names(self, names: Mapping[str, Any]) -> Scope:
        """An inner scope; `names` may still grow while it is used."""
        outer = self.lookup
        return Scope(lambda name: names[name] if name in names else outer(name), self.run)


Box = Callable[[Scope], Any]
"""A compiled boxed expression."""
