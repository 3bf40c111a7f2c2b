"""XML of strangers: no DTD, no entities, nothing fetched, nothing huge."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..feel.names import normal
from .errors import DmnError

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 200_000
Element = etree._Element


def read_xml(xml: bytes) -> Element:
    """The root element; raises DmnError for what is not plain XML of a sensible size."""
    if len(xml) > MAX_BYTES:
        raise DmnError("文件过大。")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        # Before the parser sees it: entities in attributes are expanded whatever it is told.
        raise DmnError("文件中不允许有 DTD 或实体声明。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise DmnError(f"不是有效的 XML 文件：{problem}") from None
    docinfo = root.getroottree().docinfo
    if docinfo is None or docinfo.internalDTD is not None:
        raise DmnError("文件中不允许有 DTD 或实体声明。")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise DmnError("文件过大。")
    return root


def kind(element: Element) -> str:
    """The name of an element without its namespace, so that every version of DMN reads alike."""
    return etree.QName(element).localname


def parts(element: Element, *names: str) -> list[Element]:
    """The children of these names (of all names where none is given), in order."""
    return [child for child in _elements(element) if not names or kind(child) in names]


def part(element: Element, *names: str) -> Element | None:
    """The first child of these names, or None."""
    return next(iter(parts(element, *names)), None)


def text_of(element: Element | None) -> str:
    """The text of an element's `text` child, or its own; without blanks around."""
    if element is None:
        return ""
    inner = part(element, "text")
    return "".join(map(str, (element if inner is None else inner).itertext())).strip()


def target_of(element: Element) -> tuple[str, str]:
    """The namespace (empty: this file's) and the id an `href` points at."""
    namespace, _, identity = str(element.get("href", "")).rpartition("#")
    return namespace, identity


def name_of(element: Element | None, attribute: str = "name") -> str:
    """The name an element bears, as FEEL reads names; empty where it bears none."""
    return "" if element is None else normal(str(element.get(attribute) or ""))


def _elements(element: Element) -> Iterator[Element]:
    return (child for child in element if isinstance(child.tag, str))
