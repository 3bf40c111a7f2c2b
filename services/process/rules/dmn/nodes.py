"""The nodes of a requirement graph and the links between them."""

from __future__ import annotations

from dataclasses import dataclass

from .scope import Box


@dataclass(frozen=True, slots=True)
class Link:
    """What a node requires: an id, in this model (`model` None) or in the one imported under a name."""

    id: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A decision, a business knowledge model, a decision service or an input: its variable, its logic, what it
    requires. A service's `requires` are its parameters in order, its `outputs` the decisions it answers with."""

    id: str
    name: str
    kind: str
    type_ref: str | None
    box: Box | None = None
    requires: tuple[Link, ...] = ()
    outputs: tuple[Link, ...] = ()
