"""The problems pane leads to the place, and puts right by one click what needs no decision."""

import pytest

from services.designer.drafts import check_draft
from services.designer.repairs import repair_for
from services.designer.repairs.rows import with_row
from services.process.registry import Package
from services.wiring import WIRING
from tests.builders import city
from tests.small_procedure import package

SMALL = package()
DIAGRAM = SMALL.files["procedure.bpmn"]


def put(ye, path, content):
    seen = str(ye.revision())
    headers = {"X-CSRF-Token": ye.token(), "X-Revision": seen}
    return ye.client.put(f"/designer/drafts/{ye.draft}/files/{path}", data=content, headers=headers)


def problems(ye):
    return ye.client.post(f"/designer/drafts/{ye.draft}/check", headers={"X-CSRF-Token": ye.token()}).json["problems"]


ZEEBE = b"<zeebe:properties>"
FAULTS = {
    "a role not named": (b'candidateGroups="own:union_officer"', b'candidateGroups="own:night_watch"'),
    "a form not there": (b'formId="sheet"', b'formId="sheet_of_ours"'),
    "a property misspelt": (ZEEBE, ZEEBE + b'<zeebe:property name="remindres" value="1" />'),
    "a property forbidden": (ZEEBE, ZEEBE + b'<zeebe:property name="auto_approve" value="true" />'),
    "a clause unknown": (ZEEBE, ZEEBE + b'<zeebe:property name="clause" value="X-99" />'),
    "a decision not there": (b'name="guard" value="', b'name="guard" value="Other_'),
}


@pytest.mark.parametrize("what", FAULTS)
def test_one_click_puts_it_right_in_one_revision(desk, what):
    old, new = FAULTS[what]
    if old not in DIAGRAM:
        pytest.fail(f"{old!r} is not in the small procedure")
    ye = desk()
    before = {p["message"] for p in problems(ye)}
    at = DIAGRAM.index(b'id="A_write"')
    put(ye, "procedure.bpmn", DIAGRAM[:at] + DIAGRAM[at:].replace(old, new, 1))
    fresh = [p for p in problems(ye) if p["message"] not in before]
    offered = [p for p in fresh if p.get("repair")]
    assert offered, fresh
    page = ye.get("{d}?check=1")
    assert f"/designer/drafts/{ye.draft}/edit/procedure.bpmn#{offered[0]['element']}" in page.text
    revision = ye.revision()
    done = ye.post("{d}/repairs", **{key: offered[0][key] for key in ("file", "element", "message")})
    assert "已修正" in ye.words(done)
    assert ye.revision() == revision + 1
    assert offered[0]["message"] not in {p["message"] for p in problems(ye)}


def test_a_repair_that_is_no_longer_offered_says_so(desk):
    ye = desk()
    refused = ye.post("{d}/repairs", file="procedure.bpmn", element="A_unit", message="别的问题。")
    assert (refused.status_code, "请重新校验" in ye.words(refused)) == (422, True)


def test_gaps_stand_beside_the_problems(desk):
    ye = desk()
    shown = ye.words(ye.get("{d}?check=1"))
    assert "没有落实的条款" in shown and "没有依据的环节" in shown


def test_a_clause_names_where_it_landed(desk):
    ye = desk()
    answer = ye.client.post(f"/designer/drafts/{ye.draft}/check", headers={"X-CSRF-Token": ye.token()}).json
    assert {"id", "article", "text", "landed_on"} <= answer["clauses"]["list"][0].keys()
    told = check_draft(city(), WIRING.effects)["clauses"]
    nowhere = {c["id"] for c in told["list"] if not c["landed_on"]}
    assert len(told["list"]) - len(nowhere) == told["landed"]


def test_the_id_is_made_the_folder_s_name_and_a_default_line_is_chosen_where_only_one_can_be():
    other = Package("lake", SMALL.files)
    fixed = repair_for(other, "procedure.yaml", "id", "编号“hill”应与文件夹名“lake”相同。")
    assert b"\nid: lake" in b"\n" + fixed.changes["procedure.yaml"]
    raw = DIAGRAM.replace(b' default="', b' x="', 1)
    gate = next(i for i in ("A_gate",) if i.encode() in raw)
    fixed = repair_for(
        Package("hill", {"procedure.bpmn": raw}), "procedure.bpmn", gate, "没有默认流：条件都不成立时无路可走。"
    )
    assert fixed is None or b'default="' in fixed.changes["procedure.bpmn"]


@pytest.mark.parametrize("name", ["liaoning", "langfang", "tongliao"])
def test_a_row_is_added_to_the_file_with_every_other_line_as_it_stands(name):
    raw = city(name).files["procedure.yaml"]
    row = {"role": "city:nobody", "title": "没有人: “#”"}
    after = with_row(raw, "roles", row)
    added = [line for line in after.decode().splitlines() if line not in raw.decode().splitlines()]
    assert len(added) == 1 and "city:nobody" in added[0]


@pytest.mark.parametrize("raw", [b"roles: {a: b}\n", b"roles: [x\n", b"- a\n", b"\xff", b"roles: |\n  text\n"])
def test_a_list_written_otherwise_is_left_alone(raw):
    assert with_row(raw, "roles", {"role": "a:b", "title": "c"}) is None


def test_an_absent_list_is_begun():
    assert (
        with_row(b"id: a\n", "roles", {"role": "a:b", "title": "c"}) == b"id: a\nroles:\n  - {role: 'a:b', title: c}\n"
    )
