"""What a box of a form says: who signed for the organ, and that there was no organ to ask."""

import pytest

from services.output.issued import thawed
from services.process.registry import Package
from tests.builders import Town
from tests.drawing import diagram, end, form, gateway, pool, script, start, task
from tests.output.issued.conftest import DOCUMENTS, SHEET, instance_of, issue_for
from tests.small_procedure import CAMPAIGN, package
from tests.small_procedure import manifest as manifest_of

SIGNED = form(
    "signed",
    {"type": "textfield", "key": "comment", "label": "意见"},
    {"type": "textfield", "key": "signed_by", "label": "负责人签名"},
)


def direct_or_not(own: str) -> Package:
    """A case whose unit's union signs, unless it applies directly: then nobody has that box."""
    case = pool(
        "申报",
        "application",
        [
            start("A_begin"),
            task("A_write", "填表", assignee="=case.applicant"),
            gateway("A_gate", default="A_gate > A_unit"),
            script("A_direct", "=true", "direct", opinion_box="op_unit"),
            task("A_unit", "单位意见", groups="own:union_officer", form="signed", opinion_box="op_unit"),
            task("A_wait", "审阅", groups="city:office"),
            end("A_done"),
        ],
        f"A_begin > A_write > A_gate > A_unit > A_wait > A_done\nA_gate > A_direct | ={own}\nA_direct > A_wait",
        subject="case",
        starters="own:lead",
    )
    return package(
        diagram(CAMPAIGN, case, messages={"handed_in": "=campaign.id"}),
        procedure_dot_yaml=manifest_of(documents=DOCUMENTS, case=None),
        forms__signed_dot_form=SIGNED,
        forms__sheet_dot_paper_dot_yaml=SHEET.encode(),
        forms__decision_dot_paper_dot_yaml=b"kind: letter\ntitle: t\nheading: t\nbody: [t]\nsign: {organs: t}\n",
    )


def boxes(town: Town, case):
    return thawed(issue_for(town, "sheet", instance_of(town, case)).content).opinions


@pytest.mark.parametrize(("own", "found"), [("true", {"op_unit": []}), ("false", {})])
def test_a_box_nobody_has_to_fill_is_told_from_one_that_is_open(make_town, own, found):
    town = make_town(direct_or_not(own))
    case = town.open_case()
    assert boxes(town, case) == {}
    town.complete("lin", "A_write", case=case)
    assert boxes(town, case) == found


def test_who_signs_for_the_organ_stands_in_the_box_and_not_the_clerk(make_town):
    town = make_town(direct_or_not("false"))
    case = town.open_case()
    town.complete("lin", "A_write", case=case)
    town.complete("alice", "A_unit", {"comment": "同意", "signed_by": "章远"}, case)
    (said,) = boxes(town, case)["op_unit"]
    assert (said.signed_by, said.organ) == ("章远", "星河机械厂")
