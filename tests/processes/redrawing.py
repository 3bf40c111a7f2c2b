"""Change a city's diagram as a designer would in the modeler."""

from dataclasses import replace

from lxml import etree

from services.process.registry import Package

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


class Drawing:
    """One diagram of a package, with what is done to it."""

    def __init__(self, package: Package, file: str = "procedure.bpmn") -> None:
        self._package, self._file = package, file
        self.tree = etree.fromstring(package.files[file])

    def package(self) -> Package:
        """The package with this diagram, and not one other byte changed."""
        drawn = etree.tostring(self.tree, xml_declaration=True, encoding="UTF-8")
        return replace(self._package, files={**self._package.files, self._file: drawn})

    def node(self, id: str) -> etree._Element:
        """An element by its id."""
        (found,) = self.tree.xpath("//*[@id=$id]", id=id)
        return found

    def flow(self, source: str, target: str) -> etree._Element:
        """The sequence flow between two elements."""
        (found,) = [f for f in self.flows() if (f.get("sourceRef"), f.get("targetRef")) == (source, target)]
        return found

    def flows(self) -> list[etree._Element]:
        """All sequence flows."""
        return list(self.tree.iter(f"{BPMN}sequenceFlow"))

    def lead(self, source: str, target: str, to: str) -> None:
        """Take the end of an arrow and put it on another node."""
        arrow = self.flow(source, target)
        for incoming in [n for n in self.node(target).iter(f"{BPMN}incoming") if n.text == arrow.get("id")]:
            self.node(target).remove(incoming)
        etree.SubElement(self.node(to), f"{BPMN}incoming").text = arrow.get("id")
        arrow.set("targetRef", to)
        self.in_order(self.node(to))

    def delete(self, id: str) -> None:
        """Delete a node with its picture and its arrows."""
        for flow in [f for f in self.flows() if id in (f.get("sourceRef"), f.get("targetRef"))]:
            self._forget(flow.get("id"))
        for way in [m for m in self.tree.iter(f"{BPMN}messageFlow") if id in (m.get("sourceRef"), m.get("targetRef"))]:
            self._forget(way.get("id"))
        self._forget(id)

    def bypass(self, id: str) -> None:
        """Delete a node that one arrow leaves: what led to it leads to its next; what nothing leads to goes, too."""
        (out,) = [f for f in self.flows() if f.get("sourceRef") == id]
        after = out.get("targetRef")
        for source in [f.get("sourceRef") for f in self.flows() if f.get("targetRef") == id]:
            if source == after:  # a way back to the node itself
                self._forget(self.flow(source, id).get("id"))
            else:
                self.lead(source, id, to=after)
        for edge in self.tree.xpath("//*[@attachedToRef=$id]", id=id):
            self.delete(edge.get("id"))
        self.delete(id)
        self._prune()

    def never(self, id: str) -> None:
        """A timer that does not fire in anybody's time."""
        (text,) = self.node(id).iter(f"{BPMN}timeDate")
        text.text = "2099-01-01T00:00:00+08:00"

    def without(self, id: str, what: str) -> None:
        """Take an extension of a node away: `guard`, `precheck`, a property; or `due`, its last day."""
        extensions = self.node(id).find(f"{BPMN}extensionElements")
        assert extensions is not None
        tag = f"{ZEEBE}taskSchedule" if what == "due" else f"{ZEEBE}property"
        found = [e for e in extensions.iter(tag) if what == "due" or e.get("name") == what]
        assert found, f"{id} has no {what}"
        for element in found:
            element.getparent().remove(element)

    def _prune(self) -> None:
        """Nodes that nothing leads to any more."""
        while gone := [n for n in self._nodes() if not self._is_reached(n)]:
            for node in gone:
                self.delete(node.get("id"))

    def _nodes(self) -> list[etree._Element]:
        flows = self.flows()
        named = {f.get(end) for f in flows for end in ("sourceRef", "targetRef")}
        return [n for n in self.tree.iter(etree.Element) if n.get("id") in named]

    def _is_reached(self, node: etree._Element) -> bool:
        tag = etree.QName(node).localname
        if tag in {"startEvent", "boundaryEvent"} or node.get("triggeredByEvent") == "true":
            return True
        return any(f.get("targetRef") == node.get("id") for f in self.flows())

    def _forget(self, id: str) -> None:
        named = self.tree.xpath("//*[@id=$id or @bpmnElement=$id]", id=id)
        tags = (f"{BPMN}incoming", f"{BPMN}outgoing", f"{BPMN}flowNodeRef")
        for element in [*named, *(e for e in self.tree.iter(*tags) if e.text == id)]:
            element.getparent().remove(element)
        for node in self.tree.xpath("//*[@default=$id]", id=id):
            del node.attrib["default"]

    @staticmethod
    def in_order(node: etree._Element) -> None:
        """Arrows stand before what a node contains, as the schema has it."""
        order = {f"{BPMN}documentation": 0, f"{BPMN}extensionElements": 1, f"{BPMN}incoming": 2, f"{BPMN}outgoing": 3}
        node[:] = sorted(node, key=lambda child: order.get(child.tag, 4))
