"""Traceability: each clause of the notice lands somewhere, each node of the diagram is founded on something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.process.registry import Package

from .references import Parts

FOUNDED_BY_THEMSELVES = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"}


@dataclass(frozen=True)
class Coverage:
    """How many clauses there are and have landed, the ids of those that have not, and nodes without a reason."""

    total: int
    landed: int
    uncovered: tuple[str, ...]
    unfounded: tuple[str, ...]


NOTHING = Coverage(0, 0, (), ())


def coverage(package: Package, parts: Parts) -> Coverage:
    """Both lists of gaps. Gateways need no clause: they only carry on what the node before them decided."""
    landed = set(_landings(package, parts))
    clauses = parts.manifest.clauses
    uncovered = tuple(c.id for c in clauses.values() if c.must_land and c.id not in landed)
    unfounded = tuple(
        e.id
        for e in parts.elements()
        if e.kind not in FOUNDED_BY_THEMSELVES
        and not e.properties.get("clause")
        and not e.properties.get("system_default")
    )
    return Coverage(len(clauses), len(landed & clauses.keys()), uncovered, unfounded)


def _landings(package: Package, parts: Parts) -> Iterator[str]:
    """Clause ids that a node, a rule, a field, a parameter, a window or a document carries."""
    for element in parts.elements():
        yield from element.properties.get("clause", "").split()
    ids = sorted(parts.manifest.clauses, key=len, reverse=True)
    if not ids:
        return
    pattern = re.compile("|".join(rf"(?<![\w.-]){re.escape(i)}(?![\w]|\.\w)" for i in ids))
    for suffix in (".dmn", ".form"):
        for raw in package.ending(suffix).values():
            yield from pattern.findall(raw.decode("utf-8", "replace"))
    for document in parts.manifest.documents.values():
        yield from str(document.get("clause", "")).split()
    yield from (c for target in parts.manifest.targets for c in target.clause.split())
    yield from (c for c in parts.manifest.parameter_clauses.values() for c in c.split())
