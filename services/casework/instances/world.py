"""What an instance can see while it steps: functions, facts about its subject, decisions. All read-only."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from services import calendar
from services.calendar.feel_functions import library as calendar_functions
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.process.registry import Procedure

from .models import Instance
from .organisation_facts import organisation_functions


@dataclass(frozen=True)
class EffectEntry:
    """A row of the table of effects: who carries it out, and whether the diagram waits for a value."""

    carry_out: Callable[[UnitOfWork, Instance, engine.Effect], dict[str, Any] | None]
    returns: bool = False


class Known(Mapping[str, Any]):
    """Facts by name, asked for at first use only: most steps need one or two of them."""

    def __init__(self, uow: UnitOfWork, instance: Instance) -> None:
        self._uow, self._instance = uow, instance
        self._facts: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._facts:
            self._facts[name] = self._uow.wiring.known[name](self._uow, self._instance)
        return self._facts[name]

    def __contains__(self, name: object) -> bool:
        return name in self._uow.wiring.known

    def __iter__(self) -> Iterator[str]:
        return iter(self._uow.wiring.known)

    def __len__(self) -> int:
        return len(self._uow.wiring.known)


def world_for(
    uow: UnitOfWork, instance: Instance, procedure: Procedure, command: engine.Command | None = None
) -> engine.World:
    """The world as it is now for one step of one instance.

    A clock that ends a period (property `clock_of`) fires by a Tick alone: before it, whoever counts that period's
    days is asked (see tick.py). Another deed that comes when it is due passes it by; a change of version fires none.
    """
    elements = procedure.pool(instance.process).elements.values()
    refit, ticks = isinstance(command, engine.Refit), isinstance(command, engine.Tick)
    library = {
        **calendar_functions(calendar.load(uow), uow.now),
        **organisation_functions(uow, procedure.manifest.recommender_level),
        **wired_functions(uow),
    }
    return engine.World(
        library=library,
        known=Known(uow, instance),
        decide=lambda decision, lookup: procedure.decide(decision, lookup, library),
        returning=frozenset(kind for kind, entry in uow.wiring.effects.items() if entry.returns),
        held=frozenset(e.id for e in elements if refit or ("clock_of" in e.properties and not ticks)),
    )


def wired_functions(uow: UnitOfWork) -> dict[str, Callable[..., Any]]:
    """FEEL functions about rows of higher rooms, as the wiring names them."""
    return {name: make(uow) for name, make in uow.wiring.functions.items()}


class Scope(Mapping[str, Any]):
    """Names in layers, each hiding those behind it; a fact of the house is asked for when its name is."""

    def __init__(self, *layers: Mapping[str, Any]) -> None:
        self._layers = layers

    def __getitem__(self, name: str) -> Any:
        for layer in self._layers:
            if name in layer:
                return layer[name]
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(name in layer for layer in self._layers)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for layer in self._layers for name in layer))

    def __len__(self) -> int:
        return len(dict.fromkeys(self))


def scope_of(
    uow: UnitOfWork,
    instance: Instance,
    procedure: Procedure,
    first: Mapping[str, Any] | None = None,
    world: engine.World | None = None,
) -> Mapping[str, Any]:
    """The variables of an instance now, for reading: what the house knows hides `first`, which hides its own."""
    own = engine.variables(procedure.pool(instance.process), instance.snapshot)
    return Scope(world.known if world else Known(uow, instance), first or {}, own)


def lock_instance(uow: UnitOfWork, instance_id: int) -> Instance:
    """The instance, locked until this transaction ends (on SQLite the transaction already is). Raises NotFound."""
    query = select(Instance).where(Instance.id == instance_id).with_for_update()
    instance = uow.session.scalar(query.execution_options(populate_existing=True))
    if instance is None:
        raise NotFound
    return instance
