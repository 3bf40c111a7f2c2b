"""Whatever comes into a draft, by upload, by an editor or as a zip: a sentence with the place, and nothing is lost."""

import io
import struct
import zipfile
import zlib

import pytest

from tests.app.designer.conftest import zipped
from tests.small_procedure import package

SMALL = package().files
DIAGRAM = SMALL["procedure.bpmn"]


def put(ye, path, content):
    """As an editor saves it."""
    seen = ye.get("{d}/context").status_code and str(ye.revision())
    headers = {"X-CSRF-Token": ye.token(), "X-Revision": seen}
    return ye.client.put(f"/designer/drafts/{ye.draft}/files/{path}", data=content, headers=headers)


def changed(old, new):
    assert old in DIAGRAM
    return DIAGRAM.replace(old, new, 1)


UNREADABLE = {
    "broken XML": (b"<bpmn:definitions>\n<a>", "第 2 行"),
    "a document type": (b'<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', "DOCTYPE"),
    "another encoding": ("<?xml version='1.0' encoding='gbk'?><定义/>".encode("gbk"), "UTF-8"),
    "no BPMN": (b"<html/>", "不是 BPMN"),
    "nothing": (b"", "XML"),
    "very deep": (b"<a>" * 5000 + b"</a>" * 5000, "层次太多"),
    "no text at all": (bytes(range(256)), "UTF-8"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_diagram_that_cannot_be_read_is_kept_as_it_is_and_told_on_every_page(desk, what):
    raw, said = UNREADABLE[what]
    ye = desk()
    assert put(ye, "procedure.bpmn", raw).status_code == 200
    shown = ye.words(ye.get("{d}?check=1"))
    assert "读不懂" in shown and said in shown and "错误" in shown
    assert said in ye.words(ye.get("{d}/steps/procedure.bpmn"))
    assert ye.get("{d}/text/procedure.bpmn").status_code == 200
    assert ye.get("{d}/context").status_code == 200
    assert ye.get("{d}/files/procedure.bpmn").data == raw
    refused = ye.post("{d}/steps/procedure.bpmn", deed="remove", step="A_unit", seen=str(ye.revision()))
    assert (refused.status_code, said in ye.words(refused)) == (422, True)
    assert ye.get("{d}/files/procedure.bpmn").data == raw


UNFIT = {
    "a role nobody has named": (
        changed(b'candidateGroups="own:union_officer"', b'candidateGroups="own:night_watch"'),
        "角色“own:night_watch”",
    ),
    "a missing form": (changed(b'formId="sheet"', b'formId="gone"'), "表单“gone”不存在"),
    "a FEEL error": (changed(b'unit_opinion.verdict = "return"', b"unit_opinion.verdict = = 1"), "表达式"),
    "an unknown extension": (
        changed(b"<zeebe:formDefinition", b'<x:secret xmlns:x="urn:x" y="1"/><zeebe:formDefinition'),
        "",
    ),
}


@pytest.mark.parametrize("what", UNFIT)
def test_a_diagram_that_does_not_fit_is_told_with_file_element_line_and_column(desk, what):
    raw, said = UNFIT[what]
    ye = desk()
    put(ye, "procedure.bpmn", raw)
    answer = ye.client.post(f"/designer/drafts/{ye.draft}/check", headers={"X-CSRF-Token": ye.token()}).json
    found = [p for p in answer["problems"] if said and said in p["message"]]
    assert bool(found) is bool(said)
    for problem in found:
        assert problem["file"] == "procedure.bpmn"
        line = raw.splitlines()[problem["line"] - 1].decode()
        assert f'id="{problem["element"]}"' in line[problem["column"] - 1 :]
    assert said in ye.words(ye.get("{d}?check=1"))
    assert ye.get("{d}/files/procedure.bpmn").data == raw


def test_another_tool_s_diagram_ten_pools_and_five_megabytes_open_in_the_step_list(desk):
    ye = desk()
    pools = "".join(
        f'<process id="p{n}"><startEvent id="s{n}"/><task id="t{n}" name="步骤{n}"/>'
        f'<sequenceFlow id="f{n}" sourceRef="s{n}" targetRef="t{n}"/></process>'
        for n in range(10)
    )
    other = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:signavio="http://www.signavio.com">'
        '<signavio:meta key="x"/><collaboration id="c">'
        f"</collaboration>{pools}</definitions>"
    )
    put(ye, "other.bpmn", other.encode())
    shown = ye.words(ye.get("{d}/steps/other.bpmn"))
    assert all(f"步骤{n}" in shown for n in range(10))
    big = changed(b"</bpmn:definitions>", b"<!--" + b"x" * 5_000_000 + b"--></bpmn:definitions>")
    assert put(ye, "procedure.bpmn", big).status_code == 200
    assert "单位工会意见" in ye.words(ye.get("{d}/steps/procedure.bpmn"))
    too_big = put(ye, "procedure.bpmn", big + b"x" * 400_000)
    assert (too_big.status_code, "超过 5 MB" in too_big.json["sentence"]) == (422, True)
    assert ye.get("{d}/files/procedure.bpmn").data == big


def test_a_manifest_that_is_missing_or_faulty_is_told_and_everything_else_goes_on(desk):
    ye = desk()
    put(ye, "procedure.yaml", "id: hill\n  title: 坏\n".encode())
    assert "第 2 行" in ye.words(ye.get("{d}"))
    assert "第 2 行" in ye.words(ye.get("{d}/manifest"))
    assert "第 2 行" in ye.words(ye.get("{d}?check=1"))
    assert "单位工会意见" in ye.words(ye.get("{d}/steps/procedure.bpmn"))
    ye.post("{d}/removals", path="procedure.yaml")
    assert "办法包缺少 procedure.yaml" in ye.words(ye.get("{d}?check=1"))
    assert ye.get("{d}/manifest").status_code == 200


def test_a_save_over_what_one_has_not_seen_is_refused_with_who_and_the_text_stays_in_the_page(desk):
    ye = desk()
    assert put(ye, "note.md", "甲").status_code == 200
    headers = {"X-CSRF-Token": ye.token(), "X-Revision": "1"}
    told = ye.client.put(f"/designer/drafts/{ye.draft}/files/note.md", data="乙", headers=headers)
    assert (told.status_code, told.json["who"]) == (409, "叶文图")
    page = ye.post("{d}/text/note.md", text="丙\r\n丁", seen="1")
    assert (page.status_code, "丙\n丁</textarea>" in page.text) == (409, True)
    assert ye.get("{d}/files/note.md").text == "甲"
    missing = ye.client.put(
        f"/designer/drafts/{ye.draft}/files/note.md", data="x", headers={"X-CSRF-Token": ye.token()}
    )
    assert missing.status_code == 422
    assert ye.client.put(f"/designer/drafts/{ye.draft}/files/note.md", data="x").json["sentence"]


@pytest.mark.parametrize("body", ["[]", "{", '{"files": []}', '{"files": {"a": 1}}', '{"files": {"../a": ""}}', '"x"'])
def test_the_check_of_something_odd_says_so(desk, body):
    ye = desk()
    headers = {"X-CSRF-Token": ye.token(), "Content-Type": "application/json"}
    answer = ye.client.post(f"/designer/drafts/{ye.draft}/check", data=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json["sentence"]


def link():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("procedure.yaml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def twice():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("procedure.yaml", "a")
        archive.writestr("procedure.yaml", "b")
    return out.getvalue()


def liar():
    """A bomb that says it is small: the sizes in both headers are false."""
    raw = zipped({"procedure.yaml": b"\0" * 30_000_000}).getvalue()
    return raw.replace(struct.pack("<L", 30_000_000), struct.pack("<L", 10))


ZIPS = {
    "a bomb": (lambda: zipped({"procedure.yaml": b"\0" * 30_000_000}).getvalue(), "太大"),
    "a bomb that lies": (liar, "没有打开|完好"),
    "many bombs": (lambda: zipped({f"{n}.md": b"\0" * 5_000_000 for n in range(13)}).getvalue(), "太大"),
    "too many files": (lambda: zipped({f"{n}.md": b"" for n in range(501)}).getvalue(), "超过 500 个"),
    "a way out": (lambda: zipped({"../procedure.yaml": b"x"}).getvalue(), "外面"),
    "the root": (lambda: zipped({"/procedure.yaml": b"x"}).getvalue(), "外面"),
    "a link": (link, "是链接"),
    "one name twice": (twice, "有两个"),
    "an odd name": (lambda: zipped({"procedure.yaml": b"x", "a\tb.md": b""}).getvalue(), "不能作文件名"),
    "no package": (lambda: zipped({"a.md": b"x"}).getvalue(), "没有 procedure.yaml"),
    "no zip": (lambda: b"PK\x03\x04 and so on", "完好的 zip"),
    "cut off": (lambda: zipped(dict(SMALL)).getvalue()[:-40], "完好的 zip"),
    "garbled": (lambda: _garbled(), "完好的 zip"),
}


def _garbled():
    raw = bytearray(zipped({"procedure.yaml": bytes(zlib.compress(bytes(5000)) * 50)}).getvalue())
    raw[60:90] = b"\xff" * 30
    return bytes(raw)


@pytest.mark.parametrize("what", ZIPS)
def test_a_hostile_zip_is_refused_in_a_sentence_and_makes_no_draft(desk, what):
    make, said = ZIPS[what]
    ye = desk(draft=False)
    answer = ye.post("/designer/packages", package=(io.BytesIO(make()), "a.zip"))
    assert answer.status_code == 422
    assert any(word in ye.words(answer) for word in said.split("|"))
    assert "还没有草稿" in ye.words(answer)
