"""A diagram as a small still picture (SVG), for the gallery: shapes, lanes and lines, names where they can be read."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from ..steps import CannotRead, Source
from ..steps.drawing import Box, bounds, box, plane, waypoints
from ..steps.source import Node
from .layout import CannotLayOut, has_layout, laid_out

MARGIN = 20.0
POOLS = frozenset({"participant", "lane"})
MOST = 3000
LEGIBLE = 1600.0
EMPTY = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><rect width="320" height="180" fill="#f4f6f8"/>'
    '<text x="160" y="95" text-anchor="middle" font-size="14" fill="#667">没有可显示的图</text></svg>'
)


def picture(raw: bytes) -> str:
    """The diagram as SVG; one without a layout is given one, one that cannot be read gives an empty card."""
    try:
        source = Source(raw if has_layout(raw) else laid_out(raw))
    except (CannotRead, CannotLayOut):
        return EMPTY
    on = plane(source)
    shapes = [(n, b) for n in (on.children if on is not None else ()) if (b := box(bounds(n))) is not None][:MOST]
    if not shapes or on is None:
        return EMPTY
    left, top = (min(b[i] for _, b in shapes) - MARGIN for i in (0, 1))
    right, bottom = (max(b[i] + b[i + 2] for _, b in shapes) + MARGIN for i in (0, 1))
    legible = right - left < LEGIBLE
    drawn = [text for node, stands in shapes for text in _shape(source, node, stands, legible)]
    lines = [text for node in on.children[:MOST] if node.tag == "BPMNEdge" for text in _line(node)]
    stroke = max(1.5, (right - left) / 450)  # seen at a few hundred pixels, a line must still be a line
    size = f"{left:g} {top:g} {right - left:g} {bottom - top:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" font-family="sans-serif" font-size="12" '
        f'stroke-width="{stroke:.1f}">{"".join(drawn)}<g fill="none" stroke="#5b6776">{"".join(lines)}</g></svg>'
    )


def _shape(source: Source, node: Node, stands: Box, legible: bool) -> Iterator[str]:
    x, y, width, height = stands
    drawn = source.by_id.get(node.attributes.get("bpmnElement", ""))
    tag = drawn.tag if drawn is not None else ""
    middle, centre = x + width / 2, y + height / 2
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    if tag in POOLS:
        yield f'<rect {place} fill="#fff" stroke="#8a94a3"/>'
    elif tag.endswith("Gateway"):
        points = f"{middle:g},{y:g} {x + width:g},{centre:g} {middle:g},{y + height:g} {x:g},{centre:g}"
        yield f'<polygon points="{points}" fill="#f2c94c" stroke="#a06a00"/>'
    elif tag.endswith("Event"):
        filled = "#2b7a3d" if tag == "endEvent" else "#fff"
        yield (f'<circle cx="{middle:g}" cy="{centre:g}" r="{width / 2:g}" fill="{filled}" stroke="#2b7a3d"/>')
    else:
        yield f'<rect {place} rx="8" fill="{"#9cc0ea" if tag == "userTask" else "#eef1f5"}" stroke="#3a5f8f"/>'
        if drawn is not None and legible:
            yield from _words(drawn.attributes.get("name", ""), middle, centre)


def _words(name: str, x: float, y: float) -> Iterator[str]:
    for number, line in enumerate(_cut(name)):
        yield f'<text x="{x:g}" y="{y + 4 + number * 14:g}" text-anchor="middle" fill="#1d2733">{escape(line)}</text>'


def _cut(name: str) -> list[str]:
    """At most two lines of seven characters: more cannot be read at this size."""
    return [name[at : at + 7] for at in range(0, min(len(name), 14), 7)]


def _line(edge: Node) -> Iterator[str]:
    points = " ".join(f"{x:g},{y:g}" for x, y in waypoints(edge))
    if points:
        yield f'<polyline points="{points}"/>'
