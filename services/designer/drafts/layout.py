"""Drawing a diagram that has no layout: pools below each other, lanes as bands, steps from left to right.

The desktop modeler refuses a file without BPMNDI and other layouters draw one pool only, so a diagram that was
written by a program would be lost to whoever edits in the browser.
"""

from lxml import etree

from services.foundation.errors import Invalid

from .placing import HEAD, LANE_HEAD, NODES, Placed, place_nodes

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAY = "{http://www.omg.org/spec/DD/20100524/DI}"
PREFIXES = {"bpmndi": DI[1:-1], "dc": DC[1:-1], "di": WAY[1:-1]}
MAX_BYTES = 5 * 1024 * 1024
GAP = 50
LEFT, TOP = 160, 80


class CannotLayOut(Invalid):
    """The file is not a diagram that could be drawn; the sentence says why."""


def has_layout(raw: bytes) -> bool:
    """Whether at least one element of the diagram has its place."""
    return b":BPMNShape" in raw or b"<BPMNShape" in raw


def laid_out(raw: bytes) -> bytes:
    """The same diagram with a place for every pool, lane, step and flow; what it says is not changed.

    Raises CannotLayOut for what is not BPMN.
    """
    root = _read(raw)
    for old in root.findall(f"{DI}BPMNDiagram"):
        root.remove(old)
    participants = root.findall(f".//{BPMN}participant")
    processes = {p.get("id"): p for p in root.findall(f"{BPMN}process")}
    collaboration = root.find(f"{BPMN}collaboration")
    bare = next((p for p in processes.values() if any(_kind(child) in NODES for child in p)), None)
    subject = collaboration if participants else bare
    if subject is None:
        raise CannotLayOut("图里没有泳池，也没有环节，没有可以画的。")
    diagram = etree.SubElement(root, f"{DI}BPMNDiagram", {"id": _free(root, "BPMNDiagram")}, nsmap=PREFIXES)
    plane = etree.SubElement(diagram, f"{DI}BPMNPlane", id=_free(root, "BPMNPlane"), bpmnElement=subject.get("id", ""))
    placed = _Sheet(plane)
    if not participants and bare is not None:
        placed.process(bare, LEFT, TOP)
    else:
        y = TOP
        for participant in participants:
            y = placed.pool(participant, processes.get(participant.get("processRef")), y) + GAP
    for flow in root.iter(f"{BPMN}messageFlow"):
        placed.message(flow)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


class _Sheet:
    """The plane, and where everything stands on it: left, top, width, height."""

    def __init__(self, plane: etree._Element) -> None:
        self.plane = plane
        self.at: dict[str, tuple[int, int, int, int]] = {}

    def pool(self, participant: etree._Element, process: etree._Element | None, y: int) -> int:
        """Draw a pool; gives where it ends."""
        if process is None:
            self.shape(participant, LEFT, y, 600, 60, isHorizontal="true")
            return y + 60
        found = place_nodes(process)
        lanes = process.findall(f"{BPMN}laneSet/{BPMN}lane")
        inset = HEAD + (LANE_HEAD if lanes else 0)
        width = max(found.width + inset, 600)
        self.shape(participant, LEFT, y, width, found.height, isHorizontal="true")
        for lane in lanes:
            top, height = found.bands.get(lane.get("id", ""), (0, 0))
            if height:
                self.shape(lane, LEFT + HEAD, y + top, width - HEAD, height, isHorizontal="true")
        self.draw(found, LEFT + inset, y)
        return y + found.height

    def process(self, process: etree._Element, x: int, y: int) -> None:
        """Draw what a process without a pool holds."""
        self.draw(place_nodes(process), x, y)

    def draw(self, found: Placed, x: int, y: int) -> None:
        """Put steps and flows where they were placed, at this corner; sub-processes stand open."""
        for node, (left, top, width, height) in found.nodes:
            inner = found.inner.get(node.get("id", ""))
            more = {"isExpanded": "true"} if inner is not None else {}
            if _kind(node) == "exclusiveGateway":
                more = {"isMarkerVisible": "true"}
            self.shape(node, x + left, y + top, width, height, **more)
            if inner is not None:
                self.draw(inner, x + left, y + top)
        for flow in found.flows:
            self.edge(flow)

    def shape(self, node: etree._Element, x: int, y: int, width: int, height: int, **more: str) -> None:
        """One shape."""
        name = node.get("id", "")
        self.at[name] = (x, y, width, height)
        made = etree.SubElement(self.plane, f"{DI}BPMNShape", {"id": f"{name}_di", "bpmnElement": name, **more})
        etree.SubElement(made, f"{DC}Bounds", x=str(x), y=str(y), width=str(width), height=str(height))

    def edge(self, flow: etree._Element) -> None:
        """A flow at right angles: straight on, bent half way, or round below where it leads back."""
        source, target = self.at.get(flow.get("sourceRef", "")), self.at.get(flow.get("targetRef", ""))
        if source is None or target is None:
            return
        (sx, sy, sw, sh), (tx, ty, tw, th) = source, target
        start, end = (sx + sw, sy + sh // 2), (tx, ty + th // 2)
        if end[0] >= start[0] + 20:
            middle = end[0] - 25 if end[0] - start[0] > 50 else (start[0] + end[0]) // 2
            points = [start, end] if start[1] == end[1] else [start, (middle, start[1]), (middle, end[1]), end]
        else:
            below = max(sy + sh, ty + th) + 20
            points = [(sx + sw // 2, sy + sh), (sx + sw // 2, below), (tx + tw // 2, below), (tx + tw // 2, ty + th)]
        self._way(flow, points)

    def message(self, flow: etree._Element) -> None:
        """A message flow, down or up between two pools."""
        source, target = self.at.get(flow.get("sourceRef", "")), self.at.get(flow.get("targetRef", ""))
        if source is None or target is None:
            return
        (sx, sy, sw, sh), (tx, ty, tw, th) = source, target
        down = sy < ty
        start = (sx + sw // 2, sy + sh if down else sy)
        end = (tx + tw // 2, ty if down else ty + th)
        half = (start[1] + end[1]) // 2
        self._way(flow, [start, end] if start[0] == end[0] else [start, (start[0], half), (end[0], half), end])

    def _way(self, flow: etree._Element, points: list[tuple[int, int]]) -> None:
        name = flow.get("id", "")
        made = etree.SubElement(self.plane, f"{DI}BPMNEdge", id=f"{name}_di", bpmnElement=name)
        for x, y in points:
            etree.SubElement(made, f"{WAY}waypoint", x=str(x), y=str(y))


def _read(raw: bytes) -> etree._Element:
    if len(raw) > MAX_BYTES:
        raise CannotLayOut("文件过大，不能自动排版。")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise CannotLayOut("文件含有文档类型声明（DOCTYPE），不予读取。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotLayOut(f"不是有效的 XML：{error}") from error
    if root.tag != f"{BPMN}definitions":
        raise CannotLayOut("不是 BPMN 流程图。")
    return root


def _kind(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _free(root: etree._Element, name: str) -> str:
    taken = {node.get("id") for node in root.iter()}
    return next(one for number in range(1, len(taken) + 3) if (one := f"{name}_{number}") not in taken)
