"""Which deeds a case, studio or campaign offers a person now.

A message catch of the diagram that bears the property `starters` is a deed while it listens: a start event of an event
sub-process, an event on the way or at the edge of a step, a receive task, a way of an event gateway.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act, of_person, own_case, resolve
from services.people.identity import Actor
from services.process import engine, registry
from services.process.registry import Procedure

from ..instances import Instance, world_for

LEAD = "own:lead"


@dataclass(frozen=True)
class Deed:
    """Something that may be done now. `catch` is the element that listens and which of its tokens (see engine.Catch).

    principals: who may. properties and locals: as the diagram shows them where it listens.
    """

    instance_id: int
    catch: engine.Catch
    title: str
    lane: str
    form_id: str | None
    principals: tuple[str, ...]

    @property
    def element(self) -> str:
        """The id of the element that listens."""
        return self.catch.element

    @property
    def at(self) -> int:
        """Tells apart deeds of one element, where several tokens listen at it."""
        return self.catch.at


def open_deeds(uow: UnitOfWork, actor: Actor, instance: Instance) -> list[Deed]:
    """What this person may do now beside the tasks, in the order of the diagram's scopes."""
    return [deed for deed in all_deeds(uow, instance) if may_do(actor, deed, instance)]


def may_do(actor: Actor, deed: Deed, instance: Instance) -> bool:
    """Whether a deed is this person's; nobody does one by office on the own case (D-08)."""
    if of_person(actor.id) in deed.principals:
        return True
    return may_act(actor, deed.principals) and not own_case(actor, instance.applicant_id, deed.principals)


def all_deeds(uow: UnitOfWork, instance: Instance) -> list[Deed]:
    """Every deed that is possible now, whoever may do it. Raises Faulty where a property cannot be computed."""
    if instance.finished_at is not None:
        return []
    procedure = registry.load(uow, instance.version_id)
    pool = procedure.pool(instance.process)
    if not any("starters" in e.properties for e in pool.elements.values()):
        return []
    world = world_for(uow, instance, procedure)
    found = engine.catches(pool, instance.snapshot, uow.now, world, having="starters")
    return [_deed(uow, instance, procedure, catch) for catch in found if _is_open(catch.properties)]


def _is_open(properties: Mapping[str, Any]) -> bool:
    """Property `only_if`: nothing but true lets it be done."""
    return "only_if" not in properties or properties["only_if"] in (True, "true")


def _deed(uow: UnitOfWork, instance: Instance, procedure: Procedure, catch: engine.Catch) -> Deed:
    element = procedure.pool(instance.process).elements[catch.element]
    return Deed(
        instance_id=instance.id,
        catch=catch,
        title=str(catch.properties.get("title") or element.name or element.id),
        lane=element.lane or "",
        form_id=str(catch.properties.get("form") or "") or None,
        principals=starters_of(uow, instance, procedure, catch.properties["starters"]),
    )


def principals_of_starters(
    uow: UnitOfWork, starters: Any, organisation_id: int, applicant_id: int | None, recommender_level: str | None
) -> tuple[str, ...]:
    """Words `level:role` or `@<organisation>:<role>` as at tasks, or persons' numbers; a list or one text.

    On a case `own:lead` is whoever applied, not every lead of the unit.
    """
    found: dict[str, None] = {}
    for word in _words(starters):
        if word == LEAD and applicant_id is not None:
            found[of_person(applicant_id)] = None
            continue
        person, group = (word, None) if word.isdecimal() else (None, word)
        resolved = resolve(uow, group, person, organisation_id, recommender_level)
        found.update(dict.fromkeys(resolved.principals))
    return tuple(found)


def starters_of(uow: UnitOfWork, instance: Instance, procedure: Procedure, starters: Any) -> tuple[str, ...]:
    """Whom `starters` names in an instance."""
    level = procedure.manifest.recommender_level
    return principals_of_starters(uow, starters, instance.organisation_id, instance.applicant_id, level)


def _words(starters: Any) -> Iterable[str]:
    listed = starters if isinstance(starters, list) else [starters]
    return [word for item in listed if item is not None for word in str(item).replace(",", " ").split()]
