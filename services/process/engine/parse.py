"""From BPMN files to a definition: read, check, build."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.exceptions import SpiffWorkflowException

from .building import Parser
from .checks import check
from .definition import Definition, Element, Flow, Pool, Problem, Unsupported
from .drawing import Drawing, draw
from .elements import Process
from .source import Source, Unreadable, children, read


def parse(files: Mapping[str, bytes]) -> Definition:
    """The definition that the files make together. Raises Unsupported, which names every problem."""
    definition, problems = _attempt(files)
    if definition is None:
        raise Unsupported([p for p in problems if p.severity == "error"])
    return definition


def find_problems(files: Mapping[str, bytes]) -> list[Problem]:
    """Everything the engine would not execute faithfully, and warnings; bad XML is a problem, never an exception."""
    return _attempt(files)[1]


def _attempt(files: Mapping[str, bytes]) -> tuple[Definition | None, list[Problem]]:
    definition, problems = _attempt_once(tuple(files.items()))
    return definition, list(problems)


@lru_cache(maxsize=8)
def _attempt_once(files: tuple[tuple[str, bytes], ...]) -> tuple[Definition | None, tuple[Problem, ...]]:
    """Checked, deployed and run one after the other, the same files are read once: a definition is never changed."""
    definition, problems = _drawn(dict(files))
    return definition, tuple(problems)


def _drawn(files: Mapping[str, bytes]) -> tuple[Definition | None, list[Problem]]:
    sources, problems = _read(files)
    drawing = draw(sources)
    problems += check(drawing)
    if not drawing.pools and not problems:
        problems.append(Problem(next(iter(files), ""), "", "没有可以启动的泳池。"))
    if any(p.severity == "error" for p in problems):
        return None, problems
    try:
        return _build(sources, drawing, problems), problems
    except (ValidationException, SpiffWorkflowException, RecursionError, KeyError) as error:
        at = getattr(error, "id", "") or ""
        return None, [*problems, Problem(getattr(error, "file_name", ""), at, f"流程图无法解析：{error}")]


def _read(files: Mapping[str, bytes]) -> tuple[list[Source], list[Problem]]:
    sources, problems = [], []
    for name in sorted(files):
        try:
            sources.append(read(name, files[name]))
        except Unreadable as error:
            problems.append(Problem(name, "", str(error)))
    return sources, problems


def _build(sources: Iterable[Source], drawing: Drawing, problems: Iterable[Problem]) -> Definition:
    parser = Parser()
    for source in sources:
        parser.add_bpmn_xml(source.root, source.name)
    pools = {process: _pool(parser, drawing, process) for process in drawing.pools}
    return Definition(pools, drawing.message_flows, tuple(problems))


def _pool(parser: Parser, drawing: Drawing, process: str) -> Pool:
    participant, own = drawing.pools[process], drawing.processes[process]
    spec, subs = parser.build(process)
    elements: dict[str, Element] = {}
    flows: list[Flow] = []
    for reached in drawing.reached_from(process):
        elements.update(reached.elements)
        flows += reached.flows
    return Pool(
        id=process,
        name=participant.name or own.name,
        participant=participant.id,
        properties={**own.properties, **participant.properties},
        elements=elements,
        flows=tuple(flows),
        lanes=own.lanes,
        starts_by=_starts_by(drawing, own),
        spec=spec,
        subs=subs,
    )


def _starts_by(drawing: Drawing, process: Process) -> str:
    for start in children(process.node, "startEvent"):
        for definition in children(start, "messageEventDefinition"):
            return drawing.messages[definition.get("messageRef", "")].name
    return "deed"


__all__ = ["find_problems", "parse"]
