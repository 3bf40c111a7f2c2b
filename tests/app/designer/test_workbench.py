"""At the workbench a clerk begins from a city, from blank or from a zip, and handles the files of the draft."""

import io
import zipfile

from services.designer import drafts
from services.process import registry
from tests.app.designer.conftest import zipped
from tests.small_procedure import package

SMALL = package().files


def test_the_gallery_shows_what_stands_what_comes_along_and_the_blocks_each_with_its_picture(desk):
    ye = desk(draft=False)
    shown = ye.words(ye.get("/designer"))
    assert "青山市创新工作室命名办法" in shown
    assert "辽宁省直机关劳模和职工创新工作室创建命名办法（2021年）" in shown
    assert "随系统提供，尚未发布" in shown
    assert "公示" in shown
    for name in ("hill", "liaoning", "objection"):
        picture = ye.get(f"/designer/gallery/{name}/picture.svg")
        assert picture.mimetype == "image/svg+xml"
        assert picture.text.count("<rect") > 3, name
    assert ye.get("/designer/gallery/nowhere/picture.svg").status_code == 404


def test_a_city_is_copied_for_a_new_one_with_or_without_its_stories(desk, town):
    ye = desk(draft=False)
    refused = ye.post("/designer/drafts", source="liaoning", name="hill", title="")
    assert refused.status_code == 422
    assert "已经有叫 hill 的办法了" in ye.words(refused)
    assert "请写办法的全称" in ye.words(refused)
    made = ye.post("/designer/drafts", source="liaoning", name="qinghe", title="青禾市办法")
    assert "青禾市办法" in ye.words(made)
    assert "scenarios/" not in made.text
    with town.house.reading() as uow:
        [draft] = drafts.open_drafts(uow, town.who(uow, "ye"))
        whole = drafts.package_of(uow, draft)
    assert drafts.check_draft(whole, town.house.wiring.effects)["problems"] == []
    assert drafts.checking.manifest_of(whole).id == "qinghe"


def test_from_blank_there_is_something_that_the_check_can_read(desk):
    ye = desk(draft=False)
    made = ye.post("/designer/drafts", source="empty", name="qinghe", title="青禾市办法")
    ye.draft = 1
    assert "procedure.bpmn" in made.text
    checked = ye.get("{d}?check=1")
    assert "没有读不懂" not in ye.words(checked)
    assert "错误" in ye.words(checked) or "没有发现问题" in ye.words(checked)
    assert "读不懂" not in ye.words(checked)


def test_a_package_goes_out_as_a_zip_and_comes_in_again_byte_for_byte(desk, town):
    ye = desk()
    answer = ye.get("{d}/package.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        out = {name: archive.read(name) for name in archive.namelist()}
    assert out == dict(SMALL)
    back = ye.post("/designer/packages", package=(io.BytesIO(answer.data), "hill.zip"))
    assert "已打开为草稿" in ye.words(back)
    with town.house.reading() as uow:
        newest = drafts.open_drafts(uow, town.who(uow, "ye"))[0]
        assert drafts.own_files(uow, newest) == out
        assert drafts.package_of(uow, newest).digest == registry.current(uow, "hill").digest


def test_a_package_below_one_folder_is_one_too_and_one_without_a_readable_manifest_is_kept_and_told(desk):
    ye = desk(draft=False)
    opened = ye.post("/designer/packages", package=(zipped({f"x/{p}": c for p, c in SMALL.items()}), "x.zip"))
    assert "第 1 次修改" in ye.words(opened)
    broken = ye.post("/designer/packages", package=(zipped({**SMALL, "procedure.yaml": b"id: [\n"}), "x.zip"))
    assert "读不懂" in ye.words(broken)
    assert "名称待定的办法" in ye.words(broken)


def test_a_new_file_of_each_kind_stands_where_it_belongs_and_can_be_read(desk):
    ye = desk()
    for kind, path in (
        ("diagram", "extra.bpmn"),
        ("table", "extra.dmn"),
        ("form", "forms/extra.form"),
        ("story", "scenarios/extra.yaml"),
    ):
        made = ye.post("{d}/new-files", kind=kind, stem="extra", title="新的 <一份> “文件”")
        assert "已新建" in ye.words(made), kind
        assert path in made.text
        assert "读不懂" not in ye.words(made), kind
    again = ye.post("{d}/new-files", kind="form", stem="extra", title="又一份")
    assert (again.status_code, "已经有 forms/extra.form 了" in ye.words(again)) == (422, True)
    assert 'value="又一份"' in again.text


def test_files_from_the_modeler_go_to_their_places_and_over_another_only_when_said(desk):
    ye = desk()
    sent = [
        (io.BytesIO(b"<a/>"), "late.bpmn"),
        (io.BytesIO(b"{}"), "sheet2.form"),
        (io.BytesIO(b"x"), "procedure.bpmn"),
    ]
    refused = ye.post("{d}/uploads", files=sent)
    assert refused.status_code == 409
    assert "草稿里已有 procedure.bpmn，内容不同" in ye.words(refused)
    assert "late.bpmn" not in ye.get("{d}").text
    sent = [
        (io.BytesIO(b"<a/>"), "late.bpmn"),
        (io.BytesIO(b"{}"), "sheet2.form"),
        (io.BytesIO(b"x"), "procedure.bpmn"),
    ]
    done = ye.post("{d}/uploads", files=sent, replace="1")
    assert "forms/sheet2.form" in done.text
    assert ye.get("{d}/files/procedure.bpmn").data == b"x"
    ye.post("{d}/restorations", number="1", path="procedure.bpmn")
    assert ye.get("{d}/files/procedure.bpmn").data == SMALL["procedure.bpmn"]


def test_a_file_is_renamed_removed_and_found_again_in_the_history(desk):
    ye = desk()
    ye.post("{d}/new-files", kind="table", stem="extra", title="表")
    wrong = ye.post("{d}/renamings", path="extra.dmn", new="../x.dmn")
    assert (wrong.status_code, "不能作文件名" in ye.words(wrong)) == (422, True)
    assert "extra2.dmn" in ye.post("{d}/renamings", path="extra.dmn", new="extra2.dmn").text
    assert "已删去" in ye.words(ye.post("{d}/removals", path="extra2.dmn"))
    told = ye.words(ye.get("{d}/history"))
    assert "删去 extra2.dmn" in told and "extra.dmn 改名为 extra2.dmn" in told and "叶文图" in told
    assert "extra2.dmn" in ye.post("{d}/restorations", number="3").text


def test_a_second_designer_sees_who_writes_and_may_take_over_and_an_auditor_only_looks(desk):
    ye = desk()
    mo, looker = desk("mo", ye.draft), desk("auditor", ye.draft)
    shown = mo.get("{d}")
    assert "叶文图 正在编辑这份草稿，您现在只能查看" in mo.words(shown)
    assert "新建文件" not in shown.text
    refused = mo.post("{d}/new-files", kind="form", stem="extra", title="表")
    assert (refused.status_code, "叶文图正在编辑这份草稿" in mo.words(refused)) == (409, True)
    assert "您可以查看这份草稿，不能改动" in looker.words(looker.get("{d}/history"))
    mo.post("{d}/take-over")
    assert "已新建" in mo.words(mo.post("{d}/new-files", kind="form", stem="extra", title="表"))
    assert "莫线 正在编辑" in ye.words(ye.get("{d}"))
    mo.post("{d}/laying-down")
    assert "正在编辑" not in ye.words(ye.get("{d}"))


def test_a_draft_that_was_given_up_is_gone(desk):
    ye = desk()
    assert "草稿已放弃" in ye.words(ye.post("{d}/removal"))
    assert ye.get("{d}").status_code == 404
