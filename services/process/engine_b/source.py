"""Reading BPMN XML without trusting it: no entities, no network, no document types, bounded sizes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
NAMESPACES = {
    "bpmn": BPMN,
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "zeebe": ZEEBE,
}
MAX_BYTES = 8_000_000


class Unreadable(Exception):
    """The bytes are not BPMN XML that we read; carries the Chinese sentence."""


@dataclass(frozen=True)
class Source:
    """One file: its name and the root element of its XML."""

    name: str
    root: etree._Element


def read(name: str, raw: bytes) -> Source:
    """The file as an XML tree; raises Unreadable."""
    if len(raw) > MAX_BYTES:
        raise Unreadable("文件过大。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"不是有效的 XML：{error}") from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise Unreadable("文件含有文档类型声明（DOCTYPE），不予读取。")
    if root.tag != bpmn("definitions"):
        raise Unreadable("不是 BPMN 流程图。")
    return Source(name, root)


def bpmn(tag: str) -> str:
    """The full name of a BPMN tag."""
    return f"{{{BPMN}}}{tag}"


def local(node: etree._Element) -> str:
    """The tag of a node without its namespace; "" for comments and the like."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def is_bpmn(node: etree._Element) -> bool:
    """Whether the node is BPMN proper (not an extension, comment or drawing)."""
    return isinstance(node.tag, str) and etree.QName(node).namespace == BPMN


def children(node: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Direct BPMN children, of the named tags if any are named."""
    for child in node:
        if is_bpmn(child) and (not tags or local(child) in tags):
            yield child


def text_of(node: etree._Element | None) -> str | None:
    """The stripped text of a node, None if there is none."""
    if node is None or node.text is None or not node.text.strip():
        return None
    return node.text.strip()


def attributes(node: etree._Element) -> Mapping[str, str]:
    """Attributes as plain text by name."""
    return {str(name): str(value) for name, value in node.attrib.items()}
