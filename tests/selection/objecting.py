"""A campaign that posts three cases, hears objections while it goes on, and names whoever need not wait."""

from typing import Any

from services.casework.cases import Case
from services.process.registry import Package
from services.selection.objections import Filed, Said, file_objection
from tests.builders import ROOT, Town
from tests.drawing import call, diagram, element, end, gateway, pool, properties, script, service, start, task, wait
from tests.selection.drawn import CLOCK
from tests.small_procedure import files, manifest

# In a fresh house the cases of lin, zhou and xu have these numbers.
LIST = (
    '=[{case: 1, title: "林静创新工作室", unit: "星河机械厂", lead: "林静"},'
    ' {case: 2, title: "周䶮创新工作室", unit: "星河机械厂", lead: "周䶮"},'
    ' {case: 3, title: "许㛃创新工作室", unit: "云帆造船厂", lead: "许㛃"}]'
)
FREE = 'not(some o in objections satisfies o.case = item and (o.suspends or o.status = "upheld"))'
DEFAULTS = [{"id": d, "text": "本系统的默认做法"} for d in ("D-01", "D-06", "D-07", "D-08")]
SHARED = {
    "shared/objection.bpmn": "processes/shared/objection.bpmn",
    "shared/forms/objection_acceptance.form": "forms/shared/objection_acceptance.form",
    "shared/forms/objection_finding.form": "forms/shared/objection_finding.form",
}


def hearing() -> str:
    """The event sub-process that stands at the top of the campaign and interrupts nothing."""
    begins = element(
        "startEvent",
        "Heard",
        "收到异议",
        properties({}),
        '<bpmn:messageEventDefinition id="Heard_message" messageRef="Message_objection" />',
        isInterrupting="false",
    )
    nodes = [
        begins,
        call(
            "Look",
            "shared_objection",
            inputs=[("=objection", "objection"), ('="city:office"', "office")],
            outputs=[("=verdict", "verdict")],
        ),
        gateway("Verdict", default="Verdict > Stays"),
        task("Supplement", "补充命名决定", groups="city:office", title='="补充命名" + string(case_id)'),
        end("Supplemented"),
        end("Removed"),
        end("Stays"),
    ]
    flows = "".join(
        f'<bpmn:sequenceFlow id="F_{a}_{b}" sourceRef="{a}" targetRef="{b}">{_if(condition)}</bpmn:sequenceFlow>'
        for a, b, condition in (
            ("Heard", "Look", ""),
            ("Look", "Verdict", ""),
            ("Verdict", "Removed", '=verdict = "upheld"'),
            ("Verdict", "Supplement", '=verdict = "not_upheld"'),
            ("Verdict", "Stays", ""),
            ("Supplement", "Supplemented", ""),
        )
    )
    return element("subProcess", "Hearing", "办理异议", properties({}), "".join(nodes) + flows, triggeredByEvent="true")


def _if(condition: str) -> str:
    kind = 'xsi:type="bpmn:tFormalExpression"'
    escaped = condition.replace('"', "&quot;")
    return f"<bpmn:conditionExpression {kind}>{escaped}</bpmn:conditionExpression>" if condition else ""


def package(listens: bool = True) -> Package:
    """The procedure; where nobody listens, the campaign has no hearing."""
    nodes = [
        start("B"),
        task("Post", "发布公示", groups="city:office"),
        service("Open", "open_public_notice", inputs=[(LIST, "list")]),
        wait("Clock", "公示期满", timer="=add working days(now(), 5)", clock_of=CLOCK),
        service("Close", "close_public_notice"),
        task("Decide", "印发命名决定", groups="city:office"),
        script("Name", f"=[1, 2, 3][{FREE}]", "named"),
        end("E", "命名完成"),
        *([hearing()] if listens else []),
    ]
    campaign = pool(
        "批次",
        "campaign",
        nodes,
        "B > Post > Open > Clock > Close > Decide > Name > E",
        subject="campaign",
        starters="city:office",
    )
    case = pool("申报", "application", [start("A"), task("Hold", "填表", assignee="=case.applicant"), end("Z")],
                "A > Hold > Z", subject="case", starters="own:lead")  # fmt: skip
    drawn = diagram(campaign, case, messages={"objection": ""})
    shared = {path: (ROOT / source).read_bytes() for path, source in SHARED.items()} if listens else {}
    return Package("hill", {**files(drawn, procedure_dot_yaml=manifest(defaults=DEFAULTS)), **shared})


def person(place: int = 1, **said: Any) -> Said:
    """What somebody says under their own name."""
    told = {
        "facts": "该工作室2020年的专利证书系伪造，证书号可在专利局网站查询。",
        "name": "何知秋",
        "contact": "024-0000 1234",
    }
    return Said(**{"place": place, "kind": "person", **told, **said})


def anonymous(place: int = 1, **said: Any) -> Said:
    """What somebody says without a name."""
    return person(place, **{"kind": "anonymous", "name": "", "contact": "", **said})


def posted(town: Town) -> list[Case]:
    """Three cases stand on a posted notice."""
    cases = [
        town.open_case("lin", title="林静创新工作室"),
        town.open_case("zhou", title="周䶮创新工作室"),
        town.open_case("xu", "yard", title="许㛃创新工作室"),
    ]
    assert [c.id for c in cases] == [1, 2, 3]
    town.complete("office", "Post")
    return cases


NOTICE = "GS2021-001"


def objected(town: Town, said: Said | None = None) -> Filed:
    """Somebody objects on the public page."""
    with town.house.work() as uow:
        return file_objection(uow, NOTICE, said or person())


def accept(town: Town, **answers: Any) -> None:
    """The office takes the oldest objection up, or says why not."""
    town.complete("office", "shared_objection_acknowledge", {"decision": "accept", **answers})


def find(town: Town, upheld: str, finding: str = "经向专利局核对，证书真实有效。") -> None:
    """The office says what it found."""
    answers = {"no_interest": True, "upheld": upheld, "finding": finding}
    town.complete("office", "shared_objection_verify", answers)
