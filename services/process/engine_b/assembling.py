"""From a drawing without errors to a definition that can be stepped."""

from collections.abc import Iterable
from typing import Any

from .definition import Definition, Element, Lane, MessageFlow, Pool, Problem
from .drawing import Drawing, Participant
from .parsing import Parser


def assemble(drawing: Drawing, problems: Iterable[Problem] = ()) -> Definition:
    """The pools with their specs. Raises SpiffWorkflow's ValidationException where it refuses a file."""
    parser = Parser(drawing.sources)
    pools = {p.process: _pool(drawing, parser, p) for p in participants(drawing)}
    flows = tuple(MessageFlow(f.id, f.source, f.target) for f in drawing.message_flows)
    return Definition(pools, flows, tuple(problems))


def participants(drawing: Drawing) -> list[Participant]:
    """The pools that hold a process; a diagram without pools has one for each process that nobody calls."""
    drawn = [p for p in drawing.participants if p.process in drawing.processes]
    if drawn:
        return drawn
    called = {n.element.called for n in drawing.nodes.values()}
    return [
        Participant(p.id, p.file, p.name, p.id, p.extensions) for p in drawing.processes.values() if p.id not in called
    ]


def reachable_processes(drawing: Drawing, process: str) -> list[str]:
    """A process and the processes it calls, directly or not."""
    found, todo = [], [process]
    while todo:
        name = todo.pop(0)
        if name in found or name not in drawing.processes:
            continue
        found.append(name)
        calls = [n for n in drawing.nodes.values() if n.element.process == name and n.kind == "callActivity"]
        todo.extend(n.element.extensions.called_process or "" for n in calls)
    return found


def start_message(drawing: Drawing, process: str) -> str | None:
    """The name of the message that starts a process, None if a deed does."""
    starts = [n for n in drawing.inside(process) if n.kind == "startEvent"]
    named = [found for n in starts if n.events and (found := drawing.message_of(n))]
    return named[0][0] if named else None


def _pool(drawing: Drawing, parser: Any, drawn: Participant) -> Pool:
    process = drawing.processes[drawn.process]
    inside = reachable_processes(drawing, process.id)
    elements: dict[str, Element] = {
        n.id: n.element for name in inside for n in drawing.nodes.values() if n.element.process == name
    }
    lanes: tuple[Lane, ...] = tuple(lane for name in inside for lane in drawing.processes[name].lanes)
    return Pool(
        id=process.id,
        name=drawn.name or process.name,
        participant=drawn.id,
        properties={**process.extensions.properties, **drawn.extensions.properties},
        elements=elements,
        flows=tuple(e.flow for e in drawing.edges if e.scope in inside or e.scope in elements),
        lanes=lanes,
        starts_by=start_message(drawing, process.id) or "deed",
        spec=parser.get_spec(process.id),
        subs=parser.get_subprocess_specs(process.id),
    )
