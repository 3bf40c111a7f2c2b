"""The picture of a diagram as numbers: where shapes stand, how lines run, and the edits that move them."""

from collections.abc import Iterator

from .source import BPMNDI, DC, DI, Edit, Node, Source, set_attribute

TASK = (100.0, 80.0)
STRIDE = 150.0
Box = tuple[float, float, float, float]


def plane(source: Source) -> Node | None:
    """The plane on which everything is drawn; None for a diagram without a layout."""
    return next((n for n in source.root.below() if n.space == BPMNDI and n.tag == "BPMNPlane"), None)


def shape_of(source: Source, element: str, tag: str = "BPMNShape") -> Node | None:
    """The shape (or, with `tag`, the line) of an element."""
    on = plane(source)
    drawn = on.named(BPMNDI, tag) if on is not None else []
    return next((n for n in drawn if n.attributes.get("bpmnElement") == element), None)


def bounds(shape: Node | None) -> Node | None:
    """The element that says where a shape stands."""
    found = shape.named(DC, "Bounds") if shape is not None else []
    return found[0] if found else None


def box(node: Node | None) -> Box | None:
    """x, y, width, height; None where a number is missing or is none."""
    if node is None:
        return None
    values = tuple(number(node.attributes.get(name)) for name in ("x", "y", "width", "height"))
    return None if None in values else values  # type: ignore[return-value]


def waypoints(edge: Node | None) -> list[tuple[float, float]]:
    """The points of a line."""
    found = edge.named(DI, "waypoint") if edge is not None else []
    points = [(number(p.attributes.get("x")), number(p.attributes.get("y"))) for p in found]
    return [(x, y) for x, y in points if x is not None and y is not None]


def number(text: str | None) -> float | None:
    """A coordinate, None for what is none."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) < 1e7 else None


def plain(value: float) -> str:
    """As modelers write it: whole where it is whole."""
    return str(int(value)) if value == int(value) else f"{value:.2f}"


def make_room(source: Source, cut: float, but: Node | None) -> Iterator[Edit]:
    """Everything right of `cut` a stride to the right; what spans it (pools, lanes, sub-processes) that much wider.

    `but`: a line that stays as it runs.
    """
    on = plane(source)
    for node in on.below() if on is not None else ():
        if node.parent is but:
            continue
        if node.tag == "Bounds":
            yield from _wider(source, node, cut)
        elif node.tag == "waypoint":
            x = number(node.attributes.get("x"))
            if x is not None and x >= cut:
                yield from _set(source, node, "x", x + STRIDE)


def _wider(source: Source, node: Node, cut: float) -> Iterator[Edit]:
    stands = box(node)
    if stands is None:
        return
    x, _, width, _ = stands
    if x >= cut:
        yield from _set(source, node, "x", x + STRIDE)
    elif x + width > cut:
        yield from _set(source, node, "width", width + STRIDE)


def _set(source: Source, node: Node, name: str, value: float) -> Iterator[Edit]:
    edit = set_attribute(source, node, name, plain(value))
    if edit is not None:
        yield edit


def move(source: Source, node: Node, x: float, y: float) -> list[Edit]:
    """Put a shape's bounds elsewhere."""
    return [*_set(source, node, "x", x), *_set(source, node, "y", y)]


def shape_text(source: Source, element: str, at: Box) -> str:
    """A new shape as XML."""
    shape, where = source.name(BPMNDI, "BPMNShape"), source.name(DC, "Bounds")
    x, y, width, height = map(plain, at)
    return (
        f'<{shape} id="{element}_di" bpmnElement="{element}">'
        f'<{where} x="{x}" y="{y}" width="{width}" height="{height}" /></{shape}>'
    )


def edge_text(source: Source, flow: str, points: list[tuple[float, float]]) -> str:
    """A new line as XML."""
    edge = source.name(BPMNDI, "BPMNEdge")
    return f'<{edge} id="{flow}_di" bpmnElement="{flow}">{points_text(source, points)}</{edge}>'


def points_text(source: Source, points: list[tuple[float, float]]) -> str:
    """The points of a line as XML."""
    point = source.name(DI, "waypoint")
    return "".join(f'<{point} x="{plain(x)}" y="{plain(y)}" />' for x, y in points)


def repoint(source: Source, edge: Node | None, points: list[tuple[float, float]]) -> list[Edit]:
    """A line with other points; its label stays."""
    old = edge.named(DI, "waypoint") if edge is not None else []
    if not old:
        return []
    return [(old[0].start, old[-1].end, points_text(source, points))]
