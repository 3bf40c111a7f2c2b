"""What a new file begins with: a diagram with a start and an end, a table with one rule, a form with one question."""

import json
import re
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from services.foundation.errors import Invalid

STEM = re.compile(r"[A-Za-z_][\w-]{0,59}", re.ASCII)
TITLE_MAX = 80


@dataclass(frozen=True)
class Kind:
    """A kind of file that can be made: its name, where it stands, and how its file name ends."""

    title: str
    folder: str
    ending: str


NEW_KINDS = {
    "diagram": Kind("流程图", "", ".bpmn"),
    "table": Kind("判定表", "", ".dmn"),
    "form": Kind("表单", "forms/", ".form"),
    "story": Kind("预演场景", "scenarios/", ".yaml"),
}

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="{id}_diagram" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.7.0">
  <bpmn:collaboration id="{id}_collaboration">
    <bpmn:participant id="{id}_pool" name={title} processRef="{id}" />
  </bpmn:collaboration>
  <bpmn:process id="{id}" name={title} isExecutable="true">
    <bpmn:extensionElements>
      <zeebe:properties>
        <zeebe:property name="subject" value="case" />
        <zeebe:property name="starters" value="own:lead" />
      </zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:startEvent id="{id}_start" name="开始">
      <bpmn:outgoing>{id}_flow_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="{id}_fill" name="填写申报表">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:assignmentDefinition assignee="=case.applicant" />
      </bpmn:extensionElements>
      <bpmn:incoming>{id}_flow_1</bpmn:incoming>
      <bpmn:outgoing>{id}_flow_2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="{id}_end" name="结束">
      <bpmn:incoming>{id}_flow_2</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="{id}_flow_1" sourceRef="{id}_start" targetRef="{id}_fill" />
    <bpmn:sequenceFlow id="{id}_flow_2" sourceRef="{id}_fill" targetRef="{id}_end" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="{id}_drawing">
    <bpmndi:BPMNPlane id="{id}_plane" bpmnElement="{id}_collaboration">
      <bpmndi:BPMNShape id="{id}_pool_di" bpmnElement="{id}_pool" isHorizontal="true">
        <dc:Bounds x="160" y="80" width="560" height="200" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="{id}_start_di" bpmnElement="{id}_start">
        <dc:Bounds x="232" y="162" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="239" y="205" width="22" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="{id}_fill_di" bpmnElement="{id}_fill">
        <dc:Bounds x="340" y="140" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="{id}_end_di" bpmnElement="{id}_end">
        <dc:Bounds x="512" y="162" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="519" y="205" width="22" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="{id}_flow_1_di" bpmnElement="{id}_flow_1">
        <di:waypoint x="268" y="180" />
        <di:waypoint x="340" y="180" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="{id}_flow_2_di" bpmnElement="{id}_flow_2">
        <di:waypoint x="440" y="180" />
        <di:waypoint x="512" y="180" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""  # noqa: E501
TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="{id}_model" name={title} namespace="http://camunda.org/schema/1.0/dmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.7.0">
  <decision id="{id}" name={title}>
    <decisionTable id="{id}_table" hitPolicy="COLLECT">
      <input id="{id}_in_1" label="名称">
        <inputExpression id="{id}_in_1_expression" typeRef="string">
          <text>name</text>
        </inputExpression>
      </input>
      <output id="{id}_out_1" label="条款" name="clause" typeRef="string" />
      <output id="{id}_out_2" label="结论" name="verdict" typeRef="string" />
      <output id="{id}_out_3" label="说明" name="message" typeRef="string" />
      <rule id="{id}_rule_1">
        <inputEntry id="{id}_rule_1_if_1">
          <text>null</text>
        </inputEntry>
        <outputEntry id="{id}_rule_1_then_1">
          <text>""</text>
        </outputEntry>
        <outputEntry id="{id}_rule_1_then_2">
          <text>"FAIL"</text>
        </outputEntry>
        <outputEntry id="{id}_rule_1_then_3">
          <text>"请填写名称"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="{id}_drawing">
      <dmndi:DMNShape id="{id}_shape" dmnElementRef="{id}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""  # noqa: E501
STORY = """# 谁在哪天做什么，之后应当怎样。人和单位写在 scenarios/cast.yaml。
title: {title}
start: 2026-03-02 09:00
steps: []
"""


def beginning(kind: str, stem: str, title: str) -> tuple[str, bytes]:
    """Path and bytes of a new file. `stem`: its name without folder and ending; it is the id inside too.

    Raises Invalid with the field at fault.
    """
    known, stem, title = NEW_KINDS.get(kind), stem.strip(), " ".join(title.split())
    wrong = {}
    if known is None:
        wrong["kind"] = "请选一种文件。"
    if not STEM.fullmatch(stem):
        wrong["stem"] = "用英文字母、数字、横线或下划线，以字母开头，如 unit_opinion。"
    if not 1 <= len(title) <= TITLE_MAX or not title.isprintable():
        wrong["title"] = f"请写名称，不超过 {TITLE_MAX} 个字。"
    if known is None or wrong:
        raise Invalid("没有新建，请按提示修改。", fields=wrong)
    return f"{known.folder}{stem}{known.ending}", _content(kind, stem, title).encode()


def _content(kind: str, stem: str, title: str) -> str:
    if kind == "form":
        return json.dumps(_form(stem, title), ensure_ascii=False, indent=2) + "\n"
    if kind == "story":
        return STORY.format(title=json.dumps(title, ensure_ascii=False))
    return (DIAGRAM if kind == "diagram" else TABLE).format(id=stem, title=quoteattr(title))


def _form(stem: str, title: str) -> dict[str, object]:
    heading = {"type": "text", "id": f"{stem}_title", "text": f"# {title}"}
    question = {
        "type": "textfield",
        "id": f"{stem}_name",
        "key": "name",
        "label": "名称",
        "validate": {"required": True},
    }
    return {
        "components": [heading, question],
        "type": "default",
        "id": stem,
        "executionPlatform": "Camunda Cloud",
        "executionPlatformVersion": "8.7.0",
        "schemaVersion": 18,
    }
