"""Checks of sequence flows: every token has a way, and no way is a trap."""

from collections import Counter
from collections.abc import Iterator

from .check_elements import problem
from .definition import Problem
from .drawing import Drawing, Edge, Node

DECIDING = frozenset(("exclusiveGateway", "inclusiveGateway"))
JOINING = frozenset(("parallelGateway", "inclusiveGateway"))
MAY_FORK = frozenset(("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"))
AWAITED = frozenset(("timer", "message", "conditional"))


def check_ends(drawing: Drawing) -> Iterator[Problem]:
    """Flows join two nodes of one scope, leave no end and enter no start; only gateways fork."""
    for edge in drawing.edges:
        source, target = drawing.nodes.get(edge.flow.source), drawing.nodes.get(edge.flow.target)
        if source is None or target is None or not (source.scope == target.scope == edge.scope):
            yield _of(edge, "顺序流的两端须是同一层的环节。")
        elif source.kind == "endEvent" or target.kind in {"startEvent", "boundaryEvent"} or _is_aside(source, target):
            yield _of(edge, "顺序流不能从结束事件出发，也不能进入开始事件、边界事件或事件子流程。")
    for node in drawing.nodes.values():
        out = drawing.out_of(node.id)
        if len(out) > 1 and node.kind not in MAY_FORK:
            yield problem(node, "这里有两条以上的流出，请用网关分开。")


def _is_aside(source: Node, target: Node) -> bool:
    return source.triggered or target.triggered


def _of(edge: Edge, message: str) -> Problem:
    return Problem(edge.file, edge.flow.id, message)


def check_conditions(drawing: Drawing) -> Iterator[Problem]:
    """Conditions stand on flows that leave a deciding gateway, and such a gateway has a default."""
    for edge in drawing.edges:
        source = drawing.nodes.get(edge.flow.source)
        if edge.flow.condition and source is not None and source.kind not in DECIDING:
            yield _of(edge, "条件只能写在排他网关或包容网关流出的线上。")
    for node in drawing.nodes.values():
        if node.kind in DECIDING:
            yield from _deciding(drawing, node)


def _deciding(drawing: Drawing, node: Node) -> Iterator[Problem]:
    out, default = drawing.out_of(node.id), node.xml.get("default")
    if len(out) == 1 and not out[0].flow.condition:
        return
    if default is None:
        yield problem(node, "网关没有默认流向：条件都不成立时流程会停住。")
    elif default not in {e.flow.id for e in out}:
        yield problem(node, f"网关的默认流向“{default}”不是它流出的线。")
    for edge in out:
        if edge.flow.id == default and edge.flow.condition:
            yield _of(edge, "默认流向不能再写条件。")
        if edge.flow.id != default and not edge.flow.condition:
            yield _of(edge, "网关流出的线没有条件，也不是默认流向。")


def check_event_gateways(drawing: Drawing) -> Iterator[Problem]:
    """After an event-based gateway stand only events that are waited for, reached from nowhere else."""
    for node in drawing.nodes.values():
        if node.kind != "eventBasedGateway":
            continue
        following = [drawing.nodes.get(e.flow.target) for e in drawing.out_of(node.id)]
        if len(following) < 2:
            yield problem(node, "事件网关至少要有两个等待的事件。")
        for after in following:
            if after is None:
                continue
            catching = after.kind == "receiveTask" or (
                after.kind == "intermediateCatchEvent" and after.element.event in AWAITED
            )
            if not catching or after.loop is not None or len(drawing.into(after.id)) > 1:
                yield problem(after, "事件网关之后只能是定时、消息、条件的等待，且只由它进入。")


def check_joins(drawing: Drawing) -> Iterator[Problem]:
    """A join counts one token for each node it is entered from, and a parallel one needs them all."""
    for node in drawing.nodes.values():
        if node.kind not in JOINING:
            continue
        sources = Counter(edge.flow.source for edge in drawing.into(node.id))
        for source in (s for s, n in sources.items() if n > 1):
            yield problem(node, f"从“{source}”有两条以上的线进入这个汇合网关。")
        if node.kind == "parallelGateway" and len(sources) > 1:
            first = _reached(drawing, node.scope, without=node.id)
            for source in sorted(set(sources) - first):
                yield problem(node, f"从“{source}”回来的线直接进入并行网关，会永远等待；请先用排他网关合并。")


def check_reach(drawing: Drawing) -> Iterator[Problem]:
    """Every node is reached from a start, and from every node an end is reached."""
    for scope in drawing.scopes():
        reached, ending = _reached(drawing, scope), _ending(drawing, scope)
        for node in drawing.inside(scope):
            if node.triggered:
                continue
            if node.id not in reached:
                yield problem(node, "没有任何路径到达这里。")
            elif node.id not in ending:
                yield problem(node, "从这里到不了结束事件。")


def following(drawing: Drawing, node: Node) -> list[str]:
    """Where a token may go next, boundary events of the node included."""
    attached = [n.id for n in drawing.inside(node.scope) if n.element.attached_to == node.id]
    return [*(e.flow.target for e in drawing.out_of(node.id)), *attached]


def reach_from(drawing: Drawing, first: list[str], without: str = "") -> set[str]:
    """Everything reached from these nodes (themselves included) without entering `without`."""
    seen: set[str] = set()
    todo = list(first)
    while todo:
        name = todo.pop()
        node = drawing.nodes.get(name)
        if node is not None and name not in seen and name != without:
            seen.add(name)
            todo.extend(following(drawing, node))
    return seen


def _reached(drawing: Drawing, scope: str, without: str = "") -> set[str]:
    return reach_from(drawing, [n.id for n in drawing.inside(scope) if n.kind == "startEvent"], without)


def _ending(drawing: Drawing, scope: str) -> set[str]:
    inside = drawing.inside(scope)
    good = {n.id for n in inside if n.kind == "endEvent"}
    while True:
        more = {n.id for n in inside if n.id not in good and any(e.flow.target in good for e in drawing.out_of(n.id))}
        if not more:
            return good
        good |= more


def check_writers(drawing: Drawing) -> Iterator[Problem]:
    """Warn where two branches that run side by side write one name: the last one wins."""
    for node in drawing.nodes.values():
        targets = [e.flow.target for e in drawing.out_of(node.id)]
        if node.kind not in JOINING or len(targets) < 2:
            continue
        branches = [reach_from(drawing, [target], without=node.id) for target in targets]
        common = set.intersection(*branches)
        written = Counter(name for branch in branches for name in _written(drawing, branch - common))
        for name in sorted(name for name, count in written.items() if count > 1):
            yield problem(node, f"并行的分支都写“{name}”，以后写的为准。", "warning")


def _written(drawing: Drawing, nodes: set[str]) -> set[str]:
    names: set[str] = set()
    for name in nodes:
        given = drawing.nodes[name].element.extensions
        names.update(target for _, target in given.outputs)
        if given.result_variable and not given.outputs:
            names.add(given.result_variable)
    return names
