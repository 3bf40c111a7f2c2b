"""Where the steps of one process stand: a column per step of the way, a row per branch, a band per lane."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TASK, EVENT, GATEWAY = (100, 80), (36, 36), (50, 50)
TASKS = ("task", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask", "manualTask",
         "callActivity")  # fmt: skip
EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")
GROUPS = ("subProcess", "transaction", "adHocSubProcess")
NODES = frozenset((*TASKS, *EVENTS, *GATEWAYS, *GROUPS))
SIZES = {**dict.fromkeys(TASKS, TASK), **dict.fromkeys(EVENTS, EVENT), **dict.fromkeys(GATEWAYS, GATEWAY)}
HEAD = LANE_HEAD = 30
ACROSS, DOWN, EDGE = 60, 45, 40
MAX_DEPTH = 20
Box = tuple[int, int, int, int]


@dataclass
class Placed:
    """A process (or the inside of a sub-process) laid out from its own upper left corner.

    nodes: (element, (left, top, width, height)); bands: lane id -> (top, height); inner: sub-process id -> its inside.
    """

    width: int
    height: int
    nodes: list[tuple[etree._Element, Box]] = field(default_factory=list)
    flows: list[etree._Element] = field(default_factory=list)
    bands: dict[str, tuple[int, int]] = field(default_factory=dict)
    inner: dict[str, "Placed"] = field(default_factory=dict)


def place_nodes(scope: etree._Element, depth: int = 0) -> Placed:
    """Lay out the flow nodes that stand directly in a process or sub-process."""
    nodes = {n.get("id", ""): n for n in scope if _kind(n) in NODES}
    flows = [n for n in scope if _kind(n) == "sequenceFlow"]
    inner = {}
    if depth < MAX_DEPTH:
        inner = {name: place_nodes(node, depth + 1) for name, node in nodes.items() if _kind(node) in GROUPS}
    sizes = {
        name: (inner[name].width, inner[name].height) if name in inner else SIZES.get(_kind(node), TASK)
        for name, node in nodes.items()
    }
    hosts = {name: node.get("attachedToRef", "") for name, node in nodes.items() if _kind(node) == "boundaryEvent"}
    after = _after(nodes, flows, hosts)
    column = _columns(nodes, after, hosts)
    lane = _lanes(scope)
    row = _rows(nodes, column, after, lane, hosts)
    return _measured(nodes, flows, inner, sizes, hosts, column, row, lane)


def _after(
    nodes: dict[str, etree._Element], flows: list[etree._Element], hosts: dict[str, str]
) -> dict[str, list[str]]:
    """Who follows whom; what follows a boundary event follows its host."""
    after: dict[str, list[str]] = {name: [] for name in nodes}
    for flow in flows:
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        if source in nodes and target in nodes and target not in hosts:
            after[hosts.get(source, source) if hosts.get(source) in nodes else source].append(target)
    return after


def _columns(nodes: dict[str, etree._Element], after: dict[str, list[str]], hosts: dict[str, str]) -> dict[str, int]:
    """The longest way to each step, flows that lead back left out."""
    entered = {target for targets in after.values() for target in targets}
    starts = [name for name in nodes if name not in entered and name not in hosts]
    done: list[str] = []
    state: dict[str, int] = {}
    back: set[tuple[str, str]] = set()
    for first in [*starts, *nodes]:
        if first in state or first in hosts:
            continue
        state[first] = 1
        stack: list[tuple[str, Iterator[str]]] = [(first, iter(after[first]))]
        while stack:
            name, following = stack[-1]
            step = next(following, None)
            if step is None:
                state[name] = 2
                done.append(name)
                stack.pop()
            elif state.get(step) == 1:
                back.add((name, step))
            elif step not in state:
                state[step] = 1
                stack.append((step, iter(after[step])))
    column = dict.fromkeys(nodes, 0)
    for name in reversed(done):
        for step in after[name]:
            if (name, step) not in back:
                column[step] = max(column[step], column[name] + 1)
    return column


def _lanes(scope: etree._Element) -> dict[str, str]:
    """Node -> the outermost lane that it stands in."""
    return {
        (ref.text or "").strip(): lane.get("id", "")
        for lane in scope.findall(f"{BPMN}laneSet/{BPMN}lane")
        for ref in lane.iter(f"{BPMN}flowNodeRef")
    }


def _rows(
    nodes: dict[str, etree._Element],
    column: dict[str, int],
    after: dict[str, list[str]],
    lane: dict[str, str],
    hosts: dict[str, str],
) -> dict[str, tuple[str, int]]:
    """(lane, row within it): a step goes on in the row of the one before it, a branch takes the next free one."""
    taken: set[tuple[str, int, int]] = set()
    wish: dict[str, tuple[str, int]] = {}
    row: dict[str, tuple[str, int]] = {}
    fresh: dict[str, int] = {}
    for name in sorted((n for n in nodes if n not in hosts), key=lambda n: column[n]):
        band = lane.get(name, "")
        wished_in, wished = wish.get(name, (band, -1))
        at = wished if wished_in == band and wished >= 0 else (fresh.get(band, 0) if name not in wish else 0)
        while (band, at, column[name]) in taken:
            at += 1
        taken.add((band, at, column[name]))
        row[name] = (band, at)
        if name not in wish:
            fresh[band] = max(fresh.get(band, 0), at + 1)
        for number, step in enumerate(after[name]):
            wish.setdefault(step, (band, at + number))
    return row


def _measured(
    nodes: dict[str, etree._Element],
    flows: list[etree._Element],
    inner: dict[str, Placed],
    sizes: dict[str, tuple[int, int]],
    hosts: dict[str, str],
    column: dict[str, int],
    row: dict[str, tuple[str, int]],
    lane: dict[str, str],
) -> Placed:
    """Columns as wide and rows as high as their widest and highest step."""
    wide: dict[int, int] = {}
    high: dict[tuple[str, int], int] = {}
    for name, where in row.items():
        wide[column[name]] = max(wide.get(column[name], 0), sizes[name][0])
        high[where] = max(high.get(where, 0), sizes[name][1])
    bands, tops, y = {}, {}, 0
    for band in dict.fromkeys([*lane.values(), *(band for band, _ in row.values())]):
        rows = sorted(where for where in high if where[0] == band)
        height = sum(high[where] + DOWN for where in rows) + 2 * EDGE - DOWN if rows else 2 * EDGE
        bands[band] = (y, height)
        top = y + EDGE
        for where in rows:
            tops[where] = top
            top += high[where] + DOWN
        y += height
    lefts, x = {}, EDGE
    for number in sorted(wide):
        lefts[number] = x
        x += wide[number] + ACROSS
    boxes: dict[str, Box] = {}
    for name, where in row.items():
        (width, height), at = sizes[name], column[name]
        boxes[name] = (lefts[at] + (wide[at] - width) // 2, tops[where] + (high[where] - height) // 2, width, height)
    _attach(hosts, boxes)
    found = Placed(max(x - ACROSS + EDGE, 200), max(y, 120), flows=flows, bands=bands, inner=inner)
    found.nodes = [(nodes[name], boxes[name]) for name in nodes if name in boxes]
    return found


def _attach(hosts: dict[str, str], boxes: dict[str, Box]) -> None:
    """Boundary events sit on the lower edge of their host, from right to left."""
    seats: dict[str, int] = {}
    for name, host in hosts.items():
        if host not in boxes:
            boxes[name] = (EDGE, EDGE, *EVENT)
            continue
        x, y, width, height = boxes[host]
        seat = seats[host] = seats.get(host, 0) + 1
        boxes[name] = (max(x, x + width - 18 - 40 * seat), y + height - 18, *EVENT)


def _kind(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
