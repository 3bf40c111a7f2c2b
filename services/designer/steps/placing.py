"""A step more, a step less, two steps in another order: in the flow, in the lane and in the picture."""

from collections.abc import Callable, Iterator

from services.foundation.errors import Invalid, NotFound

from .changing import NAME_MAX, Changed
from .drawing import (
    STRIDE,
    TASK,
    bounds,
    box,
    edge_text,
    make_room,
    move,
    plane,
    repoint,
    shape_of,
    shape_text,
    waypoints,
)
from .reading import GATEWAYS, flows, step_node
from .source import BPMN, ZEEBE, Edit, Node, Source, add_child, apply, quoted, remove, replace_text, set_attribute


def add_step(raw: bytes, flow: str, name: str) -> Changed:
    """A new person's step on a line, between the steps that it joins. Raises NotFound, Invalid (fields), CannotRead."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_MAX or not name.isprintable():
        raise Invalid("没有加上，请写环节名称。", fields={"name": f"请写环节名称，不超过 {NAME_MAX} 个字。"})
    source = Source(raw)
    line = _flow(source, flow)
    before, after = (_end(source, line, key) for key in ("sourceRef", "targetRef"))
    element, onward = _free(source, "Step"), _free(source, "Flow")
    forward = _runs_forward(source, before, after)
    if forward:
        stands = box(bounds(shape_of(source, after.id)))
        assert stands is not None
        raw = apply(raw, list(make_room(source, stands[0], shape_of(source, flow, "BPMNEdge"))))
    raw = _edited(raw, lambda s: _rewired(s, flow, element, onward, after.id, name))
    raw = _edited(raw, lambda s: _into_lane(s, after.id if forward else before.id, element))
    raw = _edited(raw, lambda s: _drawn(s, flow, (before.id, after.id), element, onward))
    return Changed(raw, f"在“{_called(before)}”之后加环节“{name}”")


def remove_step(raw: bytes, element: str) -> Changed:
    """Take a step out; whatever led to it leads past it. Raises NotFound, CannotRead, Invalid where that is unclear."""
    source = Source(raw)
    node = _step(source, element)
    inward, outward = _lines(node)
    if node.tag in {"startEvent", "endEvent", "boundaryEvent", "subProcess"} or node.tag in GATEWAYS:
        raise Invalid(f"“{_called(node)}”不能在分步表里删去，请在图上改。")
    if _hanging(node):
        raise Invalid(f"“{_called(node)}”上挂着“{_called(_hanging(node)[0])}”，请先在图上处理它。")
    if len(outward) != 1 or not inward or inward[0] is outward[0]:
        raise Invalid(f"从“{_called(node)}”出去的线不止一条，或者没有线，删去以后不知道通到哪里，请在图上改。")
    if _talks(source, node):
        raise Invalid(f"“{_called(node)}”连着消息流，请在图上改。")
    target = outward[0].attributes.get("targetRef", "")
    if any(line.attributes.get("sourceRef") == target for line in inward):
        raise Invalid(f"删去“{_called(node)}”会让“{_called(source.by_id[target])}”连回自己，请在图上改。")
    return Changed(_without(raw, source, node, inward, outward[0]), f"删去环节“{_called(node)}”")


def swap_with_next(raw: bytes, element: str) -> Changed:
    """Let a step and the one after it change places. Raises NotFound, Invalid where they are not plain neighbours."""
    source = Source(raw)
    first = _step(source, element)
    inward, between = _lines(first)
    second = source.by_id.get(between[0].attributes.get("targetRef", "")) if len(between) == 1 else None
    if second is None or not inward or not all(map(_plain, (first, second))) or len(_lines(second)[1]) != 1:
        raise Invalid(f"“{_called(first)}”和后一个环节不是一前一后的两步，不能直接对调，请在图上改。")
    if len(_lines(second)[0]) != 1 or _lane(source, first.id) is not _lane(source, second.id):
        raise Invalid(f"“{_called(first)}”和“{_called(second)}”不在同一条泳道，或者还有别的线，请在图上改。")
    onward = _lines(second)[1][0]
    pairs = [(line, "targetRef", second.id) for line in inward]
    pairs += [
        (between[0], "sourceRef", second.id),
        (between[0], "targetRef", first.id),
        (onward, "sourceRef", first.id),
    ]
    edits = [edit for line, key, end in pairs if (edit := set_attribute(source, line, key, end)) is not None]
    edits += [*_swapped_refs(source, first, second), *_swapped_places(source, first, second)]
    return Changed(apply(raw, edits), f"“{_called(second)}”移到“{_called(first)}”之前")


def _rewired(source: Source, flow: str, element: str, onward: str, after: str, name: str) -> Iterator[Edit]:
    line, target = source.by_id[flow], source.by_id[after]
    task, flow_tag, zeebe = source.name(BPMN, "userTask"), source.name(BPMN, "sequenceFlow"), ZEEBE
    extensions, mark = source.name(BPMN, "extensionElements"), source.name(zeebe, "userTask")
    declared = "" if zeebe in source.prefixes else f' xmlns:zeebe="{zeebe}"'
    ends = "".join(
        f"<{(t := source.name(BPMN, way))}>{f}</{t}>" for way, f in (("incoming", flow), ("outgoing", onward))
    )
    text = (
        f'<{task} id="{element}" name={quoted(name)}><{extensions}><{mark}{declared} /></{extensions}>{ends}</{task}>'
    )
    new = f'<{flow_tag} id="{onward}" sourceRef="{element}" targetRef={quoted(after)} />'
    space = source.indent(line)
    yield (line.start, line.start, f"{text}{space}{new}{space}")
    edit = set_attribute(source, line, "targetRef", element)
    if edit is not None:
        yield edit
    yield from (replace_text(ref, onward) for ref in target.named(BPMN, "incoming") if source.text(ref) == flow)


def _runs_forward(source: Source, before: Node, after: Node) -> bool:
    left, right = (box(bounds(shape_of(source, node.id))) for node in (before, after))
    return left is not None and right is not None and right[0] >= left[0] + left[2]


def _drawn(source: Source, flow: str, ends: tuple[str, str], element: str, onward: str) -> Iterator[Edit]:
    """The new step stands where the next one stood; where the line runs back, below the one before."""
    on = plane(source)
    left, right = (box(bounds(shape_of(source, end))) for end in ends)
    if on is None or left is None or right is None:
        return
    width, height = TASK
    middle = right[1] + right[3] / 2
    if right[0] >= left[0] + left[2]:
        at = (right[0] - STRIDE, middle - height / 2)
        yield add_child(
            source,
            on,
            shape_text(source, element, (*at, *TASK))
            + edge_text(source, onward, [(at[0] + width, middle), (right[0], middle)]),
        )
        return
    at = (left[0] + left[2] / 2 - width / 2, left[1] + left[3] + height / 2)
    foot, across = at[1] + height / 2, right[0] + right[2] / 2
    back = [(at[0], foot), (across, foot), (across, right[1] + right[3])]
    yield add_child(source, on, shape_text(source, element, (*at, *TASK)) + edge_text(source, onward, back))
    down = [(at[0] + width / 2, left[1] + left[3]), (at[0] + width / 2, at[1])]
    yield from repoint(source, shape_of(source, flow, "BPMNEdge"), down)


def _edited(raw: bytes, edits: Callable[[Source], Iterator[Edit]]) -> bytes:
    return apply(raw, list(edits(Source(raw))))


def _into_lane(source: Source, beside: str, element: str) -> Iterator[Edit]:
    lane = _lane(source, beside)
    if lane is not None:
        ref = source.name(BPMN, "flowNodeRef")
        yield add_child(source, lane, f"<{ref}>{element}</{ref}>")


def _without(raw: bytes, source: Source, node: Node, inward: list[Node], outward: Node) -> bytes:
    target = source.by_id[outward.attributes["targetRef"]]
    edits = [e for line in inward if (e := set_attribute(source, line, "targetRef", target.id)) is not None]
    edits += [remove(source, node), remove(source, outward)]
    for ref in target.named(BPMN, "incoming"):
        if source.text(ref) == outward.id:
            tag = source.name(BPMN, "incoming")
            edits.append((ref.start, ref.end, source.indent(ref).join(f"<{tag}>{f.id}</{tag}>" for f in inward)))
    lane = _lane(source, node.id)
    edits += [remove(source, ref) for ref in (lane.children if lane is not None else ()) if source.text(ref) == node.id]
    past = shape_of(source, outward.id, "BPMNEdge")
    for line in inward:
        edge = shape_of(source, line.id, "BPMNEdge")
        points = [*waypoints(edge)[:-1], *waypoints(past)[1:]]
        edits += repoint(source, edge, points) if len(points) > 1 else []
    edits += [remove(source, drawn) for drawn in (shape_of(source, node.id), past) if drawn is not None]
    return apply(raw, edits)


def _swapped_refs(source: Source, first: Node, second: Node) -> Iterator[Edit]:
    """Each step keeps the lines of the place it comes to."""
    for tag in ("incoming", "outgoing"):
        ones, others = first.named(BPMN, tag), second.named(BPMN, tag)
        if ones and others:
            for mine, theirs in ((ones, others), (others, ones)):
                yield (mine[0].start, mine[-1].end, source.raw[theirs[0].start : theirs[-1].end].decode())


def _swapped_places(source: Source, first: Node, second: Node) -> list[Edit]:
    ones, others = (bounds(shape_of(source, node.id)) for node in (first, second))
    here, there = box(ones), box(others)
    if ones is None or others is None or here is None or there is None or here[2:] != there[2:]:
        return []
    return [*move(source, ones, *there[:2]), *move(source, others, *here[:2])]


def _plain(node: Node) -> bool:
    others = {"startEvent", "endEvent", "boundaryEvent", "subProcess"}
    return node.tag not in GATEWAYS and node.tag not in others and not _hanging(node)


def _lines(node: Node) -> tuple[list[Node], list[Node]]:
    every = flows(node.parent) if node.parent is not None else []
    return (
        [line for line in every if line.attributes.get("targetRef") == node.id],
        [line for line in every if line.attributes.get("sourceRef") == node.id],
    )


def _hanging(node: Node) -> list[Node]:
    beside = node.parent.children if node.parent is not None else []
    return [n for n in beside if n.tag == "boundaryEvent" and n.attributes.get("attachedToRef") == node.id]


def _talks(source: Source, node: Node) -> bool:
    lines = (n for n in source.root.below() if n.tag == "messageFlow")
    return any(node.id in (n.attributes.get("sourceRef"), n.attributes.get("targetRef")) for n in lines)


def _lane(source: Source, element: str) -> Node | None:
    """The innermost lane that holds an element."""
    found = None
    for lane in (n for n in source.root.below() if n.tag == "lane" and n.space == BPMN):
        if any(source.text(ref) == element for ref in lane.named(BPMN, "flowNodeRef")):
            found = lane
    return found


def _step(source: Source, element: str) -> Node:
    node = step_node(source, element)
    if node is None:
        raise NotFound("图上没有这个环节，可能已被改动，请刷新。")
    return node


def _flow(source: Source, flow: str) -> Node:
    node = source.by_id.get(flow)
    if node is None or node.tag != "sequenceFlow":
        raise NotFound("图上没有这条线，可能已被改动，请刷新。")
    return node


def _end(source: Source, line: Node, key: str) -> Node:
    return _step(source, line.attributes.get(key, ""))


def _called(node: Node) -> str:
    return node.attributes.get("name") or node.id


def _free(source: Source, word: str) -> str:
    """An id that the whole file does not use."""
    used = {node.id for node in source.root.below()}
    number = 1
    while f"{word}_{number}" in used or f"{word}_{number}_di" in used:
        number += 1
    return f"{word}_{number}"
