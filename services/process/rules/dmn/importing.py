"""The other models of a folder, found by the namespace a model imports."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import DmnError
from .xml import Element, read_xml

MAX_CHAIN = 20


class Neighbours:
    """Models that a model may import. They are read when first asked for; what cannot be read is not there."""

    def __init__(self, files: Iterable[bytes] = ()) -> None:
        self._files = files
        self._roots: dict[str, Element] | None = None

    def root(self, namespace: str) -> Element | None:
        """The model of a namespace, or None."""
        if self._roots is None:
            self._roots = {}
            for raw in self._files:
                try:
                    found = read_xml(raw)
                except DmnError:
                    continue  # the check of that file says so
                self._roots.setdefault(str(found.get("namespace", "")), found)
        return self._roots.get(namespace)
