"""The shape of a pool: ids, kinds, nesting and flows. While it stays the same, an instance moves by its version alone.

Names, words, conditions, dates, forms and assignments are no part of it: a change to them moves nobody.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import orjson

from .definition import Pool
from .events import BoundaryEvent, StartEvent
from .instances import MultiInstance
from .nesting import Nested, Start

Shape = tuple[str, str, list[str], list[str]]


@lru_cache(maxsize=64)  # a pool never changes
def fingerprint(pool: Pool) -> str:
    """SHA-256 over the shape of a pool with everything it holds or calls. Each pool has its own."""
    scopes = [pool.spec, *(pool.subs[name] for name in sorted(pool.subs))]
    shape = [pool.starts_by, [[scope.name, list(shape_of(scope))] for scope in scopes]]
    return hashlib.sha256(orjson.dumps(shape)).hexdigest()


def shape_of(scope: Any) -> Iterator[Shape]:
    """Of every node of a scope, by name: its kind, what marks it, and where its flows lead."""
    for name in sorted(scope.task_specs):
        spec = scope.task_specs[name]
        yield name, kind_of(spec), sorted(out.name for out in spec.outputs), sorted(_marks(spec))


def kind_of(spec: Any) -> str:
    """What a node is, as far as a token that stands on it can tell."""
    definition = getattr(spec, "event_definition", None)
    return type(spec).__name__ if definition is None else f"{type(spec).__name__}:{type(definition).__name__}"


def _marks(spec: Any) -> Iterator[str]:
    if isinstance(spec, MultiInstance):
        yield f"each:{'sequential' if spec.sequential else 'parallel'}:{spec.loop.item or ''}"
    if isinstance(spec, Nested):
        yield f"holds:{spec.spec}"
    if isinstance(spec, BoundaryEvent):
        yield f"interrupting:{spec.cancel_activity}"
    if isinstance(spec, StartEvent):
        yield f"interrupting:{spec.interrupting}"
    if isinstance(spec, Start):
        yield from (f"listens:{name}" for name in spec.trigger_specs)
