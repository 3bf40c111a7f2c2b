"""The lot itself, without a database: the same seed, people and loads always give the same order."""

import hashlib
from collections.abc import Iterable, Mapping

from services.foundation.storage.types import canonical


def ranked(people: Iterable[int], seed: str, loads: Mapping[int, int] | None = None) -> list[int]:
    """Everybody in the order of the draw: who sits on fewer panels comes first, among equals SHA-256 of seed and id."""
    carried = loads or {}
    return sorted(people, key=lambda person: (carried.get(person, 0), _lot(seed, person)))


def draw(people: list[int], count: int, seed: str, loads: Mapping[int, int] | None = None) -> list[int]:
    """The first `count` of the order."""
    return ranked(people, seed, loads)[:count]


def seed_of(made_of: Mapping[str, str]) -> str:
    """The seed as 64 hex letters: SHA-256 of the canonical JSON of its parts."""
    return hashlib.sha256(canonical(dict(made_of))).hexdigest()


def list_digest(numbers: Iterable[str]) -> str:
    """SHA-256 over the numbers of a campaign's cases, one a line."""
    return hashlib.sha256("\n".join(numbers).encode()).hexdigest()


def _lot(seed: str, person: int) -> str:
    return hashlib.sha256(f"{seed}:{person}".encode()).hexdigest()
