"""From a DMN file to decisions that can be made."""

from __future__ import annotations

from collections.abc import Iterable

from .boxes import BOXES, Compiler, Maker, box_in, function_box
from .decisions import Decisions, Node, Service, ends
from .errors import DmnError
from .tables import table_box
from .types import Types
from .xml import Element, kind, part, parts, read_xml, target_of

_NAMED = ("variable", "itemComponent", "formalParameter", "output", "column", "parameter", "inputData", "decision",
          "businessKnowledgeModel", "decisionService", "for", "some", "every")  # fmt: skip

MAKERS: dict[str, Maker] = {**BOXES, "decisionTable": table_box}


def parse_dmn(xml: bytes, strict: bool = True) -> Decisions:
    """The decisions of a DMN file (1.1 to 1.5). Raises DmnError for hostile or broken XML, and, when `strict`,
    for the first thing in the model that could not be decided; `problems` of the decisions lists them all.
    """
    root = read_xml(xml)
    if kind(root) != "definitions" or "/DMN/" not in str(root.tag):
        raise DmnError("不是 DMN 文件。")
    names = sorted(set(_names(root)))
    types = Types(parts(root, "itemDefinition"), names)
    compiler = Compiler(types, names, MAKERS)
    with ends():
        nodes = {node.id: node for node in _nodes(root, compiler)}
    services = {service.id: service for service in _services(root)}
    problems = [*compiler.problems, *_broken_links(root, nodes, services)]
    if strict and problems:
        raise problems[0]
    return Decisions(nodes, services, types, problems)


def _names(root: Element) -> Iterable[str]:
    """Every name an expression of this model might use."""
    for element in root.iter():
        if isinstance(element.tag, str) and kind(element) in _NAMED:
            name = element.get("name") or element.get("iteratorVariable")
            if name:
                yield str(name)


def _nodes(root: Element, compiler: Compiler) -> Iterable[Node]:
    for element in parts(root, "inputData"):
        yield Node(_id(element), _variable(element), "input", _type(element), None)
    for element in parts(root, "businessKnowledgeModel"):
        logic = part(element, "encapsulatedLogic")
        if logic is None:
            box = compiler.broken(DmnError("没有封装的逻辑。", _id(element)))
        else:
            try:
                box = function_box(compiler, logic, _id(element))
            except DmnError as problem:
                box = compiler.broken(problem)
        yield Node(_id(element), _variable(element), "knowledge", None, box, _required(element))
    for element in parts(root, "decision"):
        inner = box_in(element)
        # A decision without logic is a placeholder of the modeller and answers null (TCK 0088).
        decided = None if inner is None else compiler.box(inner, _id(element))
        yield Node(_id(element), _variable(element), "decision", _type(element), decided, _required(element))


def _services(root: Element) -> Iterable[Service]:
    for element in parts(root, "decisionService"):
        inputs = [*parts(element, "inputDecision"), *parts(element, "inputData")]
        outputs = parts(element, "outputDecision")
        yield Service(_id(element), _variable(element), tuple(map(target_of, inputs)), tuple(map(target_of, outputs)))


def _id(element: Element) -> str:
    return str(element.get("id") or element.get("name") or "")


def _variable(element: Element) -> str:
    variable = part(element, "variable")
    name = None if variable is None else variable.get("name")
    return str(name or element.get("name") or "")


def _type(element: Element) -> str | None:
    variable = part(element, "variable")
    return None if variable is None else variable.get("typeRef")


def _required(element: Element) -> tuple[str, ...]:
    found = []
    for requirement in parts(element, "informationRequirement", "knowledgeRequirement"):
        found += [target_of(link) for link in parts(requirement)]
    return tuple(found)


def _broken_links(root: Element, nodes: dict[str, Node], services: dict[str, Service]) -> list[DmnError]:
    problems = [DmnError("暂不支持引入其他模型。", _id(element)) for element in parts(root, "import")]
    for node in nodes.values():
        for identity in node.requires:
            if identity not in nodes and identity not in services:
                problems.append(DmnError(f"所依赖的“{identity}”不存在。", node.id))
        if _reaches(node.id, node.id, nodes):
            problems.append(DmnError("决策互相依赖，成了循环。", node.id))
    return problems


def _reaches(start: str, target: str, nodes: dict[str, Node]) -> bool:
    seen: set[str] = set()
    ahead = [identity for identity in nodes[start].requires if nodes[start].kind != "knowledge"]
    while ahead:
        identity = ahead.pop()
        if identity == target:
            return True
        if identity in nodes and identity not in seen:
            seen.add(identity)
            ahead += nodes[identity].requires
    return False
