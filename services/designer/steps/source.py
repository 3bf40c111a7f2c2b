"""A diagram's XML as its own bytes, with the place of every element: whoever changes one leaves all the others alone.

A tree library would write the whole file anew, and the next comparison would show changes that nobody made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from services.foundation.errors import Invalid

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
USUAL = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "zeebe": ZEEBE}
ATTRIBUTE = re.compile(rb"\s+([^\s=\"'<>/]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
MAX_DEPTH = 100
MAX_NODES = 200_000


class CannotRead(Invalid):
    """The bytes are no diagram that can be changed step by step; the sentence says where and why."""


@dataclass(eq=False)
class Node:
    """An element: namespace, local name, attributes as written, and where it stands in the bytes.

    start..open_end is the start tag, close..end the end tag; of an empty element the last three are the same.
    """

    space: str
    tag: str
    attributes: dict[str, str]
    start: int
    open_end: int
    parent: "Node | None"
    close: int = 0
    end: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The attribute `id`, empty without one."""
        return self.attributes.get("id", "")

    def below(self) -> Iterator["Node"]:
        """Everything inside, in the order of the file."""
        for child in self.children:
            yield child
            yield from child.below()

    def named(self, space: str, tag: str) -> list["Node"]:
        """The children with this name."""
        return [child for child in self.children if child.tag == tag and child.space == space]


class Source:
    """One diagram: the bytes and the tree of places in them. Raises CannotRead."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.prefixes: dict[str, str] = {}
        self.root: Node = _Reading(raw, self.prefixes).root
        if (self.root.space, self.root.tag) != (BPMN, "definitions"):
            raise CannotRead("这不是 BPMN 流程图。")
        self.by_id = {node.id: node for node in self.root.below() if node.id and node.space == BPMN}

    def text(self, node: Node) -> str:
        """What stands between the tags of an element without children."""
        inside = self.raw[node.open_end : node.close].decode().strip()
        if inside.startswith("<![CDATA[") and inside.endswith("]]>"):
            return inside[9:-3].strip()
        return inside.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&").strip()

    def name(self, space: str, tag: str) -> str:
        """How an element of a namespace is written in this file."""
        prefix = self.prefixes.get(space)
        if prefix is None:
            prefix = next(usual for usual, known in USUAL.items() if known == space)
        return f"{prefix}:{tag}" if prefix else tag

    def indent(self, node: Node) -> str:
        """The white space before an element, line feed included; empty where several stand on one line."""
        found = re.search(rb"\r?\n[ \t]*$", self.raw[: node.start])
        return found[0].decode() if found else ""


Edit = tuple[int, int, str]


def apply(raw: bytes, edits: list[Edit]) -> bytes:
    """The bytes with each (from, to, text) put in. Places are those of the bytes given; none may overlap."""
    parts, at = [], 0
    for start, end, text in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        parts += [raw[at:start], text.encode()]
        at = end
    return b"".join([*parts, raw[at:]])


def set_attribute(source: Source, node: Node, name: str, value: str | None) -> Edit | None:
    """The edit that gives an attribute another value, adds it, or (None) takes it away; None if it is so already."""
    if node.attributes.get(name) == value:
        return None
    tag = source.raw[node.start : node.open_end]
    # One attribute after the other: a value may hold what looks like an attribute.
    found = next((each for each in ATTRIBUTE.finditer(tag) if each[1] == name.encode()), None)
    if found is None:
        tail = 2 if tag.endswith(b"/>") else 1
        at = node.open_end - tail
        while source.raw[at - 1 : at].isspace():
            at -= 1
        return (at, at, f" {name}={quoted(value or '')}")
    if value is None:
        return (node.start + found.start(), node.start + found.end(), "")
    return (node.start + found.start(2), node.start + found.end(2), quoted(value))


def add_child(source: Source, node: Node, text: str, before: Node | None = None) -> Edit:
    """The edit that puts an element into another, as its last child or before one of its children."""
    outer = source.indent(node)
    inner = f"{outer}  " if outer else ""
    if before is not None:
        return (before.start, before.start, f"{text}{source.indent(before)}")
    if node.close == node.open_end == node.end:
        name = re.match(rb"<([^\s/>]+)", source.raw[node.start : node.open_end])
        assert name is not None
        return (node.open_end - 2, node.open_end, f">{inner}{text}{outer}</{name[1].decode()}>")
    last = node.children[-1].end if node.children else node.open_end
    return (last, last, f"{inner}{text}") if node.children else (node.open_end, node.close, f"{inner}{text}{outer}")


def remove(source: Source, node: Node) -> Edit:
    """The edit that takes an element out, with the white space before it."""
    return (node.start - len(source.indent(node).encode()), node.end, "")


def replace_text(node: Node, text: str) -> Edit:
    """The edit that puts another text between the tags."""
    return (node.open_end, node.close, escape(text))


def quoted(value: str) -> str:
    """An attribute's value as XML writes it, in double quotation marks."""
    text = quoteattr(value, {"\n": "&#10;", "\t": "&#9;"})
    return text if text.startswith('"') else '"' + escape(value, {'"': "&quot;", "\n": "&#10;"}) + '"'


class _Reading:
    """One pass of the parser. No entities but XML's own five, no document type, bounded depth and count."""

    def __init__(self, raw: bytes, prefixes: dict[str, str]) -> None:
        self.raw, self.prefixes = raw, prefixes
        self.open: list[Node] = []
        self.spaces: list[dict[str, str]] = [{"": "", "xml": "http://www.w3.org/XML/1998/namespace"}]
        self.count = 0
        self.found: Node | None = None
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise CannotRead("文件不是 UTF-8 编码，请在画图的软件里另存为 UTF-8。") from error
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish
        self.parser.StartDoctypeDeclHandler = self._doctype
        try:
            self.parser.Parse(raw, True)
        except expat.ExpatError as error:
            where = f"第 {error.lineno} 行第 {error.offset + 1} 列附近"
            raise CannotRead(f"不是有效的 XML：{where}格式不对。") from error
        assert self.found is not None
        self.root: Node = self.found

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_NODES or len(self.open) > MAX_DEPTH:
            raise CannotRead("图太大或层次太多，分步表打不开。")
        spaces = dict(self.spaces[-1])
        for key, value in attributes.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                prefix = key.removeprefix("xmlns").removeprefix(":")
                spaces[prefix] = value
                self.prefixes.setdefault(value, prefix)
        self.spaces.append(spaces)
        prefix, _, tag = name.rpartition(":")
        start = self.parser.CurrentByteIndex
        parent = self.open[-1] if self.open else None
        node = Node(spaces.get(prefix, prefix), tag, attributes, start, self._tag_end(start), parent)
        if parent is not None:
            parent.children.append(node)
        elif self.found is None:
            self.found = node
        self.open.append(node)

    def _finish(self, _name: str) -> None:
        node = self.open.pop()
        self.spaces.pop()
        if self.raw[node.open_end - 2 : node.open_end] == b"/>":
            node.close = node.end = node.open_end
        else:
            node.close = self.parser.CurrentByteIndex
            node.end = self.raw.index(b">", node.close) + 1

    def _tag_end(self, start: int) -> int:
        """After the `>` that ends a start tag; one inside quotation marks does not."""
        found = re.compile(rb"(?:[^<>\"']+|\"[^\"]*\"|'[^']*')*>").match(self.raw, start + 1)
        assert found is not None
        return found.end()

    def _doctype(self, *_declared: object) -> None:
        raise CannotRead(f"第 {self.parser.CurrentLineNumber} 行有文档类型声明（DOCTYPE），不予读取。")
