"""Checks of single elements: what kind they are and what they must say."""

import re
from collections.abc import Iterator

from .assembling import participants, reachable_processes
from .definition import Problem, Severity
from .dialect import extensions
from .drawing import Drawing, Node
from .parsing import TAGS
from .source import bpmn, children

RESERVED = frozenset(("Start", "End", "StartEventSplit", "StartEventJoin"))
INNER = (".BoundaryEventSplit", ".BoundaryEventJoin", ".EndJoin", " [child]")
NAME = re.compile(r"[^\W\d]\w*")
WORDS = {
    "transaction": "事务子流程",
    "adHocSubProcess": "即席子流程",
    "complexGateway": "复杂网关",
    "task": "没有写明种类的任务（请改用用户任务、服务任务等）",
    "manualTask": "手工任务（请改用用户任务）",
    "dataObject": "数据对象",
    "dataObjectReference": "数据对象",
    "dataStoreReference": "数据存储",
}


def problem(node: Node, message: str, severity: Severity = "error") -> Problem:
    """A problem of a node."""
    return Problem(node.element.file, node.id, message, severity)


def check_kinds(drawing: Drawing) -> Iterator[Problem]:
    """Only elements that we execute faithfully; every id once."""
    for file, name in drawing.twice:
        yield Problem(file, name, "编号重复：流程、子流程和环节的编号在全部文件中只能出现一次。")
    for source in drawing.sources:
        for store in source.root.iter(bpmn("dataStore")):
            yield Problem(source.name, store.get("id") or "", "不支持数据存储，数据请放在流程变量里。")
    for node in drawing.nodes.values():
        if node.kind not in TAGS:
            yield problem(node, f"不支持{WORDS.get(node.kind, node.kind)}。")
        if node.id in RESERVED or node.id.endswith(INNER):
            yield problem(node, "这个编号是系统内部用的，请换一个。")
        if next(children(node.xml, "standardLoopCharacteristics"), None) is not None:
            yield problem(node, "不支持标准循环，请画成带网关的回退，或用多实例。")
        if next(children(node.xml, "ioSpecification", "dataInputAssociation", "dataOutputAssociation"), None) is not None:
            yield problem(node, "不支持数据对象的关联，数据请用输入输出映射传递。")


def check_pools(drawing: Drawing) -> Iterator[Problem]:
    """There is something to run, and all of it is marked executable."""
    if not participants(drawing):
        yield Problem(drawing.sources[0].name if drawing.sources else "", "", "没有可以执行的流程。")
    for source in drawing.sources:
        for process in source.root.iter(bpmn("process")):
            if process.get("isExecutable", "true") != "true":
                yield Problem(source.name, process.get("id") or "", "流程没有标为可执行（isExecutable）。")
    for drawn in drawing.participants:
        if drawn.process and drawn.process not in drawing.processes:
            yield Problem(drawn.file, drawn.id, f"泳池“{drawn.name}”的流程“{drawn.process}”不存在。")


def check_tasks(drawing: Drawing) -> Iterator[Problem]:
    """Every task says what it does."""
    for node in drawing.nodes.values():
        for message in _missing(node):
            yield problem(node, message)


def _missing(node: Node) -> Iterator[str]:
    given = node.element.extensions
    if next(node.xml.iter(bpmn("script")), None) is not None and node.kind == "scriptTask":
        yield "不执行 bpmn:script 脚本，请用 FEEL 表达式。"
    elif node.kind == "scriptTask" and not (given.script and given.result_variable):
        yield "脚本任务要写明 FEEL 表达式和结果变量。"
    if node.kind == "userTask" and not given.form_id:
        yield "用户任务没有指定表单。"
    if node.kind == "serviceTask" and not given.effect:
        yield "服务任务没有写明处理的种类（taskDefinition type）。"
    if node.kind == "businessRuleTask" and not (given.called_decision and given.result_variable):
        yield "业务规则任务要写明决策编号和结果变量。"


def check_calls(drawing: Drawing) -> Iterator[Problem]:
    """Called processes are fixed, exist, begin without a message, and never call each other in a circle."""
    for node in drawing.nodes.values():
        if node.kind != "callActivity":
            continue
        called = node.element.extensions.called_process
        raw = node.element.extensions.raw.get("calledElement", {})
        if not called or called.startswith("="):
            yield problem(node, "调用活动要写明固定的流程编号，不能用表达式。")
        elif called not in drawing.processes:
            yield problem(node, f"调用的流程“{called}”不存在。")
        elif node.element.process in reachable_processes(drawing, called):
            yield problem(node, f"流程“{called}”直接或间接调用了自己。")
        elif any(start.events for start in drawing.inside(called) if start.kind == "startEvent"):
            yield problem(node, f"被调用的流程“{called}”不能由消息或定时启动。")
        for name in ("propagateAllChildVariables", "propagateAllParentVariables"):
            if raw.get(name) == "true":
                yield problem(node, f"不支持 {name}，数据只能经输入输出映射传递。")


def check_many(drawing: Drawing) -> Iterator[Problem]:
    """Multi-instance activities in the zeebe form."""
    for node in drawing.nodes.values():
        if node.loop is None:
            continue
        many = extensions(node.loop).loop
        if many is None or not many.collection.startswith("="):
            yield problem(node, "多实例要用 zeebe:loopCharacteristics 写明集合（以“=”开头的表达式）。")
        elif bool(many.output_collection) != bool(many.output_element):
            yield problem(node, "多实例的结果集合和结果元素要么都写，要么都不写。")
        if node.triggered or node.kind not in TAGS or node.kind.endswith(("Event", "Gateway")):
            yield problem(node, "这里不能用多实例。")


def check_names(drawing: Drawing) -> Iterator[Problem]:
    """What is written has a plain name."""
    for node in drawing.nodes.values():
        given = node.element.extensions
        many = extensions(node.loop).loop if node.loop is not None else None
        targets = [target for _, target in (*given.inputs, *given.outputs)]
        written = [*targets, given.result_variable, *((many.item, many.output_collection) if many else ())]
        for name in written:
            if name is not None and not NAME.fullmatch(name):
                yield problem(node, f"“{name}”不能作变量名：只用一个词，不含点和空格。")


def check_zeebe(drawing: Drawing) -> Iterator[Problem]:
    """Features of the platform that have no meaning here would be lost silently."""
    for node in drawing.nodes.values():
        given = node.element.extensions
        for name in given.unknown:
            yield problem(node, f"“zeebe:{name}”在这里没有意义，请去掉。")
        if "retries" in given.raw.get("taskDefinition", {}):
            yield problem(node, "作业重试次数（retries）在这里没有意义，请去掉。")
        if any("modelerTemplate" in name for name in node.element.attributes) or "modelerTemplate" in given.raw:
            yield problem(node, "不支持连接器模板，请改用普通任务。")
        if (given.effect or "").startswith("io.camunda"):
            yield problem(node, "不支持连接器，请改用系统提供的处理。")
        if any(r.get("bindingType") == "versionTag" or "versionTag" in r for r in given.raw.values()):
            yield problem(node, "不支持按版本标签绑定，一个办法的全部文件总是同一版本。")
        for name in ("taskHeaders", "priorityDefinition"):
            if name in given.raw:
                yield problem(node, f"“zeebe:{name}”将被忽略。", "warning")
