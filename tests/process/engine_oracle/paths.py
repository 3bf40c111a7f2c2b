"""When an inclusive gateway that merges has to wait: the two clauses of table 13.3 of BPMN 2.0."""

from collections.abc import Iterable

from .model import Flow, Graph


def held_up(graph: Graph, gateway: str, tokens: list[Flow], standing: Iterable[list[Flow]]) -> bool:
    """Whether some token must be awaited. `standing`: for each token the flows it is on or can leave by.

    It must if there is a path from it to an empty incoming flow, and none to a filled one; neither path may visit
    the gateway.
    """
    incoming = graph.into(gateway)
    filled = {id(flow) for flow in incoming if flow in tokens}
    empty = {id(flow) for flow in incoming} - filled
    for flows in standing:
        ahead = reachable(graph, gateway, flows)
        if ahead & empty and not ahead & filled:
            return True
    return False


def reachable(graph: Graph, gateway: str, flows: list[Flow]) -> set[int]:
    """Flows on paths that begin with one of these and do not visit the gateway; by identity."""
    seen: set[int] = set()
    todo = list(flows)
    while todo:
        flow = todo.pop()
        if id(flow) in seen:
            continue
        seen.add(id(flow))
        if flow.target != gateway:
            todo += graph.out_of(flow.target)
            for edge in graph.edges(flow.target):
                todo += graph.out_of(edge.id)
    return seen
