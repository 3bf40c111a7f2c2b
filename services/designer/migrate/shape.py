"""Where an instance stands, apart from who and what it is about: those that stand alike are carried alike."""

from typing import Any

from services.process import engine
from services.process.engine import Pool

HOLDS = ("callActivity", "subProcess")


def position_of(process: str, snapshot: dict[str, Any]) -> tuple[Any, ...]:
    """The same for two instances exactly if tokens stand in the same places of the same nesting."""
    places: dict[int, int] = {}
    whole: list[Any] = [process, snapshot.get("format")]
    for workflow in snapshot["workflows"]:
        rows = []
        for number, parent, spec, state, triggered, _ in workflow["tasks"]:
            places[number] = len(places)
            rows.append((places.get(parent), spec, state, triggered))
        parent = workflow["parent"]
        whole.append((workflow["process"], places.get(parent), workflow["interrupted"], tuple(rows)))
    return tuple(whole)


def steps_of(pool: Pool, snapshot: dict[str, Any]) -> list[str]:
    """The names of what is open, steps rather than the processes around them."""
    found = [pool.elements[name] for name in engine.open_elements(snapshot) if name in pool.elements]
    steps = [element for element in found if element.kind not in HOLDS] or found
    return list(dict.fromkeys(element.name or element.id for element in steps))
