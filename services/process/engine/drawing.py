"""All files of a definition seen as one: processes, pools, messages and their ways."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from .definition import Element, MessageFlow
from .dialect import extensions
from .elements import Process, processes_of
from .source import Source, bpmn, children


@dataclass(frozen=True)
class Participant:
    """A pool as drawn: id of the participant, its name and properties."""

    id: str
    name: str
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """A message, error or escalation that events refer to by id; `key` is a message's correlation key."""

    id: str
    name: str
    file: str
    key: str | None = None


@dataclass(frozen=True, eq=False)
class Drawing:
    """What the files hold together. `repeated`: (file, id) of ids that occur more than once."""

    sources: tuple[Source, ...]
    processes: Mapping[str, Process]
    pools: Mapping[str, Participant]
    message_flows: tuple[MessageFlow, ...]
    messages: Mapping[str, Named]
    errors: Mapping[str, Named]
    escalations: Mapping[str, Named]
    repeated: tuple[tuple[str, str], ...]

    def reached_from(self, process: str) -> Iterator[Process]:
        """A process and everything it calls, each once."""
        seen, todo = set(), [process]
        while todo:
            name = todo.pop(0)
            if name in seen or name not in self.processes:
                continue
            seen.add(name)
            yield self.processes[name]
            todo += [e.called for e in self.processes[name].elements.values() if is_call(e) and e.called]


def is_call(element: Element) -> bool:
    """Whether an element calls a process."""
    return element.kind == "callActivity"


def draw(sources: Iterable[Source]) -> Drawing:
    """See the files as one drawing."""
    sources = tuple(sources)
    found = [process for source in sources for process in processes_of(source)]
    processes = {process.id: process for process in found}
    return Drawing(
        sources=sources,
        processes=processes,
        pools=_pools(sources, processes),
        message_flows=tuple(_message_flows(sources)),
        messages=_named(sources, "message"),
        errors=_named(sources, "error"),
        escalations=_named(sources, "escalation"),
        repeated=tuple(_repeated(sources)),
    )


def _pools(sources: tuple[Source, ...], processes: Mapping[str, Process]) -> dict[str, Participant]:
    pools: dict[str, Participant] = {}
    for node in _anywhere(sources, "participant"):
        process = node.get("processRef", "")
        if process in processes:
            pools[process] = Participant(node.get("id", ""), node.get("name", ""), extensions(node).properties)
    if pools:
        return pools
    # A diagram without pools is a process that can be started; what others call is not one.
    called = {e.called for p in processes.values() for e in p.elements.values() if is_call(e)}
    return {name: Participant(name, p.name) for name, p in processes.items() if name not in called}


def _message_flows(sources: tuple[Source, ...]) -> Iterator[MessageFlow]:
    for node in _anywhere(sources, "messageFlow"):
        yield MessageFlow(node.get("id", ""), node.get("sourceRef", ""), node.get("targetRef", ""))


def _named(sources: tuple[Source, ...], tag: str) -> dict[str, Named]:
    found = {}
    for source in sources:
        for node in children(source.root, tag):
            name = node.get("name", "") or node.get(f"{tag}Code", "")
            found[node.get("id", "")] = Named(node.get("id", ""), name, source.name, extensions(node).correlation_key)
    return found


def _repeated(sources: tuple[Source, ...]) -> Iterator[tuple[str, str]]:
    """Ids of processes and of everything in them must be unique over all files: they name scopes and tasks."""
    seen: set[str] = set()
    for source in sources:
        for process in children(source.root, "process"):
            for node in process.iter(etree.Element):
                name = node.get("id")
                if name and node.tag.startswith(bpmn("")) and not node.tag.endswith("EventDefinition"):
                    if name in seen:
                        yield source.name, name
                    seen.add(name)


def _anywhere(sources: tuple[Source, ...], tag: str) -> Iterator[etree._Element]:
    for source in sources:
        yield from source.root.iter(bpmn(tag))
