"""From a plan to nodes and flows. What a place does not allow becomes the nearest thing that it does allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .blocks import Block, Call, Choice, Edge, Fork, Jump, Loop, On, Plan, Race, Row, Scope, Stop, Task, Wait
from .model import Condition, Event, Flow, Graph, Handler, Many, Node


@dataclass(frozen=True)
class Exit:
    """Where the way goes on: from this node, by a flow with this condition."""

    node: str
    condition: Condition | None = None
    default: bool = False


@dataclass(frozen=True)
class Place:
    """What surrounds a block. parallel: a join waits for its token; caught: some edge around takes errors."""

    parallel: bool = False
    caught: bool = False


class Layout:
    """All graphs of a plan; `top` is the pool's process, `called` the others."""

    def __init__(self, plan: Plan) -> None:
        self.graphs: list[Graph] = []
        self.called: list[Graph] = []
        self._fails = [process.fails for process in plan.called]
        self._count = 0
        for number, process in enumerate(plan.called):
            self.called.append(self._graph(f"q{number}", process.body, process.handlers, process.fails))
        self.top = self._graph("p", plan.body, plan.handlers, False)
        for jump in plan.jumps:
            self._jump(jump)

    def _id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"

    def _graph(self, name: str, body: Block, handlers: Sequence[On], caught: bool) -> Graph:
        graph = Graph(name)
        self.graphs.append(graph)
        writer = Writer(self, graph)
        place = Place(caught=caught)
        writer.add("end", writer.lay(body, Exit(writer.add("start")), place))
        for on in handlers:
            handler = self._id("on")
            graph.handlers.append(Handler(handler, self._graph(handler, on.body, (), caught), on.interrupts))
        return graph

    def _jump(self, jump: Jump) -> None:
        graph = self.graphs[jump.scope % len(self.graphs)]
        writer = Writer(self, graph)
        flows = [flow for flow in graph.flows if graph.nodes[flow.source].kind != "events"]
        onto, off = flows[jump.target % len(flows)], flows[jump.source % len(flows)]
        merge = writer.add("exclusive")
        into, after = replace(onto, target=merge), Flow(merge, onto.target)
        writer.put_in(onto, into, after)
        task, fork = writer.add("user"), writer.add("exclusive")
        off = after if off is onto else off
        way_on = Flow(fork, off.target, default=True)
        writer.put_in(off, replace(off, target=task), Flow(task, fork), Flow(fork, merge, jump.condition), way_on)


class Writer:
    """Adds nodes and flows to one graph."""

    def __init__(self, layout: Layout, graph: Graph) -> None:
        self.layout = layout
        self.graph = graph

    def put_in(self, old: Flow, *new: Flow) -> None:
        """Replace a flow at its place."""
        at = self.graph.flows.index(old)
        self.graph.flows[at : at + 1] = new

    def add(self, kind: str, *exits: Exit, **given: object) -> str:
        """A node with flows from these exits. Returns its id."""
        node = Node(self.layout._id(kind), kind, **given)  # type: ignore[arg-type]
        self.graph.nodes[node.id] = node
        for way in exits:
            self.graph.flows.append(Flow(way.node, node.id, way.condition, way.default))
        return node.id

    def lay(self, block: Block, way: Exit, place: Place) -> Exit:
        """Put a block at the end of a way."""
        match block:
            case Row(blocks):
                for one in blocks:
                    way = self.lay(one, way, place)
                return way
            case Task(many, edges):
                edges = tuple(edge for edge in edges if edge.kind != "error")
                return self._activity("user", way, place, many, edges)
            case Choice():
                return self._choice(block, way, place)
            case Fork(ways):
                return self._fork(ways, way, place)
            case Loop(body):
                merge = self.add("exclusive", way)
                last = self.lay(Row((body, Task())), Exit(merge), place)
                gate = self.add("exclusive", last)
                self.graph.flows.append(Flow(gate, merge, Condition()))
                return Exit(gate, default=True)
            case Wait():
                return Exit(self.add("catch", way, event=self._event(block.kind, block.days)))
            case Race(ways):
                gate = self.add("events", way)
                ends = [self.lay(body, self.lay(wait, Exit(gate), place), place) for wait, body in ways]
                return Exit(self.add("exclusive", *ends))
            case Stop(condition, kind):
                return self._stop(condition, kind, way, place)
            case Scope(body, many, edges, handlers):
                caught = place.caught or any(edge.kind == "error" for edge in edges)
                inside = self.layout._graph(self.layout._id("scope"), body, handlers, caught)
                return self._activity("sub", way, place, many, edges, inside=inside)
            case Call():
                return self._call(block, way, place)

    def _call(self, block: Call, way: Exit, place: Place) -> Exit:
        if not self.layout.called:
            return self._activity("user", way, place, block.many, ())
        number = block.process % len(self.layout.called)
        edges = block.edges
        if self.layout._fails[number] and not any(edge.kind == "error" for edge in edges):
            edges += (Edge("error"),)
        inside = self.layout.called[number]
        return self._activity("call", way, place, block.many, edges, inside=inside, shares=block.shares)

    def _event(self, kind: str, days: int) -> Event:
        self.layout._count += 1
        return Event(kind, days, self.layout._count, 2 if kind == "cycle" else 1)

    def _activity(
        self, kind: str, way: Exit, place: Place, many: Many | None, edges: Sequence[Edge], **given: object
    ) -> Exit:
        host = self.add(kind, way, many=many, **given)
        ends = [Exit(host)]
        for edge in edges:
            interrupts = edge.kind == "error" or (edge.interrupts and edge.kind != "cycle")
            name = self.add("boundary", event=self._event(edge.kind, edge.days), host=host, interrupts=interrupts)
            # A join counts on one token: what interrupts must come back to it, what is beside must not.
            back = interrupts if place.parallel else edge.back
            around = replace(place, parallel=place.parallel and interrupts)
            last = self.lay(edge.body or Row(), Exit(name), around)
            if back:
                ends.append(last)
            else:
                self.add("end", last)
        return ends[0] if len(ends) == 1 else Exit(self.add("exclusive", *ends))

    def _choice(self, block: Choice, way: Exit, place: Place) -> Exit:
        kind = "inclusive" if block.inclusive else "exclusive"
        gate = self.add(kind, way)
        ways = [(body, Exit(gate, condition)) for condition, body in block.ways]
        return self._ways(kind, [*ways, (block.other, Exit(gate, default=True))], place)

    def _fork(self, bodies: Sequence[Block], way: Exit, place: Place) -> Exit:
        gate = self.add("parallel", way)
        return self._ways("parallel", [(body, Exit(gate)) for body in bodies], replace(place, parallel=True))

    def _ways(self, kind: str, ways: Sequence[tuple[Block, Exit]], place: Place) -> Exit:
        """At most one way is empty: two flows from one gateway straight into another are refused."""
        ends: list[Exit] = []
        empty = None
        for body, way in ways:
            at = len(self.graph.flows)
            end = self.lay(body, way, place)
            if end == way and empty is None:
                empty = at
            elif end == way:
                end = self.lay(Task(), way, place)
            ends.append(end)
        merge = self.add(kind, *ends)
        if empty is not None:  # the flow stands where the way stands: the order of the ways is that of the flows
            flow = next(f for f in self.graph.flows if (f.source, f.target) == (ways[0][1].node, merge))
            self.graph.flows.remove(flow)
            self.graph.flows.insert(empty, flow)
        return Exit(merge)

    def _stop(self, condition: Condition, kind: str, way: Exit, place: Place) -> Exit:
        if (kind == "end" and place.parallel) or (kind == "error" and not place.caught):
            kind = "terminate"
        gate = self.add("exclusive", way)
        self.add(kind, Exit(gate, condition))
        return Exit(gate, default=True)
