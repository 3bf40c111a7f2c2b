"""Rules about single nodes: what can be executed, and what each kind must say."""

from collections.abc import Iterator

from lxml import etree

from ..building import TAGS
from ..definition import Element, Problem
from ..dialect import extensions
from ..drawing import Drawing
from ..elements import loop_of
from ..source import bpmn, children, is_bpmn, local
from .seen import ACTIVITIES, at, is_event_subprocess, nodes

WORDS = {
    "complexGateway": "复杂网关", "transaction": "事务子流程", "adHocSubProcess": "特别子流程",
    "choreographyTask": "编排任务", "dataObject": "数据对象", "dataObjectReference": "数据对象",
    "dataStoreReference": "数据存储",
}  # fmt: skip
DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "ioSpecification",
                  "dataInputAssociation", "dataOutputAssociation", "property"})  # fmt: skip
CAN_REPEAT = ACTIVITIES - {"task", "manualTask"}


def kinds_are_known(drawing: Drawing) -> Iterator[Problem]:
    """What is not listed is refused."""
    for element, _ in nodes(drawing):
        if element.kind not in TAGS and element.kind not in DATA:
            yield at(element, f"引擎不能执行“{WORDS.get(element.kind, element.kind)}”。")


def data_lives_in_variables(drawing: Drawing) -> Iterator[Problem]:
    """Data objects, stores and ioSpecification would be silently without effect."""
    for process in drawing.processes.values():
        for node in process.node.iter():
            if is_bpmn(node) and local(node) in DATA:
                owner = node.getparent()
                name = node.get("id") or (owner.get("id") if owner is not None else "") or process.id
                yield Problem(process.file, name, "数据对象和数据存储不起作用，数据请用变量和输入输出映射。")


def tasks_say_what_they_do(drawing: Drawing) -> Iterator[Problem]:
    """Effect, script, decision: each automatic task names its own, in plain text."""
    for e, node in nodes(drawing):
        x = e.extensions
        if e.kind == "serviceTask":
            yield from _plain(e, x.effect, "自动处理的类型（zeebe:taskDefinition type）")
        elif e.kind == "businessRuleTask":
            yield from _plain(e, x.called_decision, "决策编号（zeebe:calledDecision decisionId）")
            yield from _result(e)
        elif e.kind == "scriptTask":
            if not x.script:
                yield at(e, "没有写明 FEEL 脚本（zeebe:script expression）。")
            yield from _result(e)
        if any(local(child) == "script" for child in children(node)):
            yield at(e, "只执行 FEEL 脚本（zeebe:script），不执行 bpmn:script。")


def _plain(e: Element, text: str | None, what: str) -> Iterator[Problem]:
    if not text:
        yield at(e, f"没有写明{what}。")
    elif text.startswith("="):
        yield at(e, f"{what}要直接写明，不能用表达式。")


def _result(e: Element) -> Iterator[Problem]:
    if not e.extensions.result_variable:
        yield at(e, "没有写明结果变量（resultVariable）。")


def forms_are_named(drawing: Drawing) -> Iterator[Problem]:
    """Only formId leads to a form of the package."""
    for e, _ in nodes(drawing):
        form = e.extensions.raw.get("formDefinition")
        if form is not None and (not e.form_id or e.form_id.startswith("=")):
            yield at(e, "表单要用 formId 直接写明。")


def loops_are_multi_instance(drawing: Drawing) -> Iterator[Problem]:
    """Standard loops run silently wrong; multi-instance needs a collection, and a result needs both its halves."""
    for e, node in nodes(drawing):
        if any(local(child) == "standardLoopCharacteristics" for child in children(node)):
            yield at(e, "不支持循环标记，请用排他网关画出回路，或用多实例。")
        marker = loop_of(node)
        if marker is not None:
            yield from _multi_instance(e, marker)


def _multi_instance(e: Element, marker: etree._Element) -> Iterator[Problem]:
    loop = extensions(marker).loop
    if e.kind not in CAN_REPEAT or is_event_subprocess(e):
        yield at(e, "这种环节不能设为多实例。")
    if loop is None or not loop.collection:
        yield at(e, "多实例没有写明集合（zeebe:loopCharacteristics inputCollection）。")
    elif (loop.output_collection is None) != (loop.output_element is None):
        yield at(e, "多实例的输出集合与输出元素要么都写，要么都不写。")
    for tag in ("loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem"):
        if marker.find(bpmn(tag)) is not None:
            yield at(e, f"多实例的 {tag} 不起作用，请用 zeebe:loopCharacteristics。")


def extensions_have_a_meaning(drawing: Drawing) -> Iterator[Problem]:
    """Features of Camunda that nothing here answers to would look as if they worked."""
    for e, _ in nodes(drawing):
        raw = e.extensions.raw
        for tag in e.extensions.unknown:
            yield at(e, f"zeebe:{tag} 在本系统没有作用。")
        if "retries" in raw.get("taskDefinition", {}):
            yield at(e, "taskDefinition 的 retries 在本系统没有作用，失败的处理由系统重试。")
        for tag in ("formDefinition", "calledElement", "calledDecision"):
            if raw.get(tag, {}).get("bindingType", "latest") != "latest":
                yield at(e, f"{tag} 的版本绑定在本系统没有作用：一个版本总是用自己的表单、决策和子流程。")
        for name in ("propagateAllChildVariables", "propagateAllParentVariables"):
            if raw.get("calledElement", {}).get(name) == "true":
                yield at(e, f"不支持 {name}：数据只经输入输出映射进出被调用的流程。")


RULES = (
    kinds_are_known, data_lives_in_variables, tasks_say_what_they_do, forms_are_named, loops_are_multi_instance,
    extensions_have_a_meaning,
)  # fmt: skip
