"""From a DMN file to decisions that can be made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lxml import etree

from .boxes import BOXES, function_box
from .compiling import Compiler, Maker, box_in
from .decisions import Decisions, ends
from .errors import DmnError
from .importing import MAX_CHAIN, Neighbours
from .nodes import Link, Node
from .scope import Box
from .tables import table_box
from .types import Types
from .xml import Element, kind, name_of, part, parts, read_xml, target_of

_NAMED = ("variable", "itemComponent", "formalParameter", "output", "column", "parameter", "parameters", "inputData",
          "decision", "businessKnowledgeModel", "decisionService", "import", "for", "some", "every")  # fmt: skip

MAKERS: dict[str, Maker] = {**BOXES, "decisionTable": table_box}


def parse_dmn(xml: bytes, strict: bool = True, others: Iterable[bytes] = ()) -> Decisions:
    """The decisions of a DMN file (1.1 to 1.5); `others` are the files it may import models from.

    Raises DmnError for hostile or broken XML, and, when `strict`, for the first thing in the model that could not be
    decided; `problems` of the decisions lists them all.
    """
    root = read_xml(xml)
    if kind(root) != "definitions" or "/DMN/" not in str(root.tag):
        raise DmnError("不是 DMN 文件。")
    with ends():
        decisions = _Reading(root, Neighbours(others), ()).decisions()
    if strict and decisions.problems:
        raise decisions.problems[0]
    return decisions


class _Reading:
    """One model being read; `above` are the namespaces of those that import it."""

    def __init__(self, root: Element, neighbours: Neighbours, above: tuple[str, ...]) -> None:
        self.root = root
        self.namespace = str(root.get("namespace", ""))
        self.problems: list[DmnError] = []
        self._neighbours = neighbours
        self._above = (*above, self.namespace)
        self._prefixes: dict[str, str] = {}
        self._used: dict[str, set[str]] = {}

    def decisions(self) -> Decisions:
        """The model with all that it imports."""
        imported = dict(self._imports())
        names = frozenset(_names(self.root)).union(*(model.vocabulary for model in imported.values()))
        types = Types(
            parts(self.root, "itemDefinition"), names, {name: model.types for name, model in imported.items()}
        )
        compiler = Compiler(types, sorted(names), MAKERS)
        nodes = {node.id: node for node in self._nodes(compiler)}
        links = [*_broken_links(nodes, imported), *self._unlinked(nodes, imported)]
        problems = [*self.problems, *types.problems(), *compiler.problems, *links]
        made = frozenset(_computed(self.root)).union(imported)
        return Decisions(nodes, types, imported, tuple(problems), tuple(compiler.grids), names, made)

    def _imports(self) -> Iterator[tuple[str, Decisions]]:
        for element in parts(self.root, "import"):
            namespace = str(element.get("namespace", ""))
            name = name_of(element)
            if "/DMN/" not in str(element.get("importType", "/DMN/")):
                self._wrong(element, "只能引入 DMN 模型。")
            elif namespace in self._above or len(self._above) > MAX_CHAIN:
                self._wrong(element, "模型互相引入，成了循环。")
            elif (root := self._neighbours.root(namespace)) is None:
                self._wrong(element, f"要引入的模型“{namespace}”不在这里。")
            else:
                self._prefixes.setdefault(namespace, name)
                model = _Reading(root, self._neighbours, self._above).decisions()
                if model.problems:
                    self._wrong(element, f"引入的模型“{name}”有误：{model.problems[0].sentence}")
                yield name, model

    def _wrong(self, element: Element, sentence: str) -> None:
        self.problems.append(DmnError(sentence, str(element.get("id") or element.get("name") or "import")))

    def _nodes(self, compiler: Compiler) -> Iterator[Node]:
        for element in parts(self.root, "inputData"):
            yield Node(_id(element), _variable(element), "input", _type(compiler, element))
        for element in parts(self.root, "businessKnowledgeModel"):
            with self._reads(compiler, element):
                box = _knowledge(compiler, element)
            yield Node(_id(element), _variable(element), "knowledge", None, box, self._required(element))
        for element in parts(self.root, "decision"):
            inner = box_in(element)
            # A decision without logic is a placeholder of the modeller and answers null (TCK 0088).
            with self._reads(compiler, element):
                decided = None if inner is None else compiler.box(inner, _id(element))
            needs = self._required(element)
            yield Node(_id(element), _variable(element), "decision", _type(compiler, element), decided, needs)
        for element in parts(self.root, "decisionService"):
            given = [*parts(element, "inputData"), *parts(element, "inputDecision")]
            outputs = tuple(map(self._link, parts(element, "outputDecision")))
            if not outputs:
                self._wrong(element, "决策服务没有写明输出哪些决策。")
            inputs = tuple(map(self._link, given))
            reference = _type(compiler, element)
            yield Node(_id(element), _variable(element), "service", reference, None, inputs, outputs)

    @contextmanager
    def _reads(self, compiler: Compiler, element: Element) -> Iterator[None]:
        """Keep which names an element looks up beyond those it introduces itself."""
        compiler.used = set()
        yield
        own = {name for part in element.iter(f"{{{etree.QName(element).namespace}}}*") for name in _introduced(part)}
        self._used[_id(element)] = compiler.used - own

    def _unlinked(self, nodes: dict[str, Node], imported: dict[str, Decisions]) -> Iterator[DmnError]:
        """Names of the model that a node looks up without being linked to what bears them: it would find null."""
        there = {node.name for node in nodes.values()} | imported.keys()
        for identity, used in self._used.items():
            links = nodes[identity].requires
            linked = {nodes[link.id].name for link in links if link.model is None and link.id in nodes}
            linked |= {link.model for link in links if link.model is not None}
            for name in sorted(used & there - linked - {nodes[identity].name}):
                yield DmnError(f"用到了“{name}”，但没有画出对它的需求连线，读不到它的值。", identity)

    def _required(self, element: Element) -> tuple[Link, ...]:
        found = parts(element, "informationRequirement", "knowledgeRequirement")
        return tuple(self._link(link) for requirement in found for link in parts(requirement) if link.get("href"))

    def _link(self, element: Element) -> Link:
        namespace, identity = target_of(element)
        return Link(identity, None if namespace in ("", self.namespace) else self._prefixes.get(namespace))


def _names(root: Element) -> Iterator[str]:
    """Every name an expression of this model might use."""
    for element in root.iter():
        if isinstance(element.tag, str) and kind(element) in _NAMED:
            yield from filter(None, (name_of(element), name_of(element, "iteratorVariable")))


def _introduced(element: Element) -> Iterator[str]:
    """The names an element inside a box brings into sight."""
    if kind(element) == "contextEntry":
        yield name_of(part(element, "variable"))
    elif kind(element) == "formalParameter":
        yield name_of(element)
    yield name_of(element, "iteratorVariable")


def _computed(root: Element) -> Iterator[str]:
    """Names whose values the model makes itself: results of decisions, entries of contexts, variables of loops."""
    for element in root.iter(f"{{{etree.QName(root).namespace}}}*"):
        if kind(element) in ("decision", "contextEntry", "businessKnowledgeModel", "decisionService"):
            yield _variable(element)
        yield name_of(element, "iteratorVariable")


def _knowledge(compiler: Compiler, element: Element) -> Box:
    logic = part(element, "encapsulatedLogic")
    if logic is None:
        return compiler.broken(DmnError("没有封装的逻辑。", _id(element)))
    try:
        reference = compiler.types.result_of(_type(compiler, element))
        return function_box(compiler, logic, _id(element), reference)
    except DmnError as problem:
        return compiler.broken(problem)


def _id(element: Element) -> str:
    return str(element.get("id") or element.get("name") or "")


def _variable(element: Element) -> str:
    return name_of(part(element, "variable")) or name_of(element)


def _type(compiler: Compiler, element: Element) -> str | None:
    variable = part(element, "variable")
    reference = None if variable is None else variable.get("typeRef")
    compiler.known_type(reference, _id(element))
    return reference


def _broken_links(nodes: dict[str, Node], imported: dict[str, Decisions]) -> Iterator[DmnError]:
    for node in nodes.values():
        for link in (*node.requires, *node.outputs):
            there = nodes if link.model is None else imported[link.model].nodes if link.model in imported else {}
            if link.id not in there:
                yield DmnError(f"所依赖的“{link.id}”不存在。", node.id)
        if node.kind != "service" and _reaches(node.id, nodes):
            yield DmnError("决策互相依赖，成了循环。", node.id)


def _reaches(start: str, nodes: dict[str, Node]) -> bool:
    """Whether a node requires itself; a knowledge model may call itself, a decision may not."""
    seen: set[str] = set()
    ahead = [] if nodes[start].kind == "knowledge" else _ahead(nodes[start])
    while ahead:
        identity = ahead.pop()
        if identity == start:
            return True
        if identity in nodes and identity not in seen:
            seen.add(identity)
            ahead += _ahead(nodes[identity])
    return False


def _ahead(node: Node) -> list[str]:
    """A service's requirements are what it is given, its outputs what it asks for."""
    links = node.outputs if node.kind == "service" else node.requires
    return [link.id for link in links if link.model is None]
