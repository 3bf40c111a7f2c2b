"""Letters, lists and plaques, and every paper of words that lies in forms/: complete, literal, the same each time."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from services.output.documents import PaperData, Plaque, Prose, Shape, parse_paper, render_html, render_paper

from .conftest import pages
from .every_sample import EVERY
from .measure import lines_of, sheets
from .samples import CASE, FORMS, NAMES, RARE, SAMPLES, STUDIO, rows, sample

PATHS = sorted(EVERY)


def shape(path: str) -> Shape:
    """A paper by its folder and name."""
    return parse_paper((FORMS / f"{path}.paper.yaml").read_bytes())


def plain(path: str, data: PaperData) -> str:
    """All the words of a printed paper, blanks and page numbers taken out."""
    return re.sub(r"—\d+—|第\d+页共\d+页", "", "".join(pages(shape(path), data)))


@pytest.mark.parametrize("folder", sorted({f.parent.name for f in FORMS.glob("*/*.paper.yaml")}))
def test_every_paper_of_words_has_a_sample(folder: str) -> None:
    described = {f"{folder}/{f.name.split('.')[0]}" for f in (FORMS / folder).glob("*.paper.yaml")}
    of_words = {path for path in described if isinstance(shape(path), Prose | Plaque)}
    assert of_words == {path for path in PATHS if path.startswith(f"{folder}/")}


@pytest.mark.parametrize("path", PATHS)
def test_a_paper_leaves_no_brace_and_no_empty_word(path: str) -> None:
    text = plain(path, EVERY[path])
    assert not re.search(r"[{}]|null|None|““|“”|（）", text)
    assert EVERY[path].code is not None and "核验码7K2Q-X9WD" in text


@pytest.mark.parametrize("path", PATHS)
def test_a_paper_prints_blank_before_anything_is_known(path: str) -> None:
    text = plain(path, PaperData())
    assert "null" not in text and "None" not in text


def test_the_same_data_give_the_same_bytes() -> None:
    for path in ("liaoning/naming_decision", "liaoning/plaque"):
        assert render_paper(shape(path), SAMPLES[path]) == render_paper(shape(path), SAMPLES[path])


def test_the_decision_names_each_category_in_an_annex_of_its_own() -> None:
    text = plain("liaoning/naming_decision", SAMPLES["liaoning/naming_decision"])
    assert "附件：1.2021年省直机关劳模创新工作室名单2.2021年省直机关职工创新工作室名单" in text
    first, second = re.split("附件[12]2021年", text)[1:]
    assert all(row["title"] in first for row in rows(4, "model_worker"))
    assert all(row["title"] in second for row in rows(6, "staff"))
    only_staff = sample({"named": rows(2, "staff")}, campaign={"year": 2021})
    alone = plain("liaoning/naming_decision", only_staff)
    assert "附件：2021年省直机关职工创新工作室名单" in alone and "（一）省直机关职工创新工作室" in alone


def test_the_public_notice_tells_period_place_and_how_to_object_and_no_more_of_persons() -> None:
    text = plain("liaoning/public_notice", SAMPLES["liaoning/public_notice"])
    assert "公示时间为2021年12月1日至2021年12月10日，不少于5个工作日" in text
    assert "向某某委员会办公室（电话：024-00000000）反映" in text
    assert "领衔人推荐单位" in text and "2100" not in text  # bank accounts lie in the rows and stay there


def test_forty_names_run_over_pages_under_the_same_head() -> None:
    data = sample({"named": rows(40, "staff")}, campaign={"year": 2021})
    printed = pages(shape("liaoning/naming_decision"), data)
    lists = [page for page in printed if "序号工作室名称所在单位领衔人" in page]
    assert len(lists) > 1
    names = "|".join(NAMES)
    found = re.findall(rf"(?<!\d)(\d{{1,2}})(?:{names})", "".join(lists))
    assert found == [str(n) for n in range(1, 41)]


def test_the_grant_list_adds_up_and_prints_the_studio_alone_where_there_is_no_list() -> None:
    text = plain("liaoning/grant_list", SAMPLES["liaoning/grant_list"])
    assert "合计（10个）38" in text  # 4 × 5 + 6 × 3
    alone = plain("liaoning/grant_list", sample({"bank": "某银行", "account": "2100"}, studio=STUDIO))
    assert "1王𬭚祎创新工作室劳模某水利勘测设计研究院王𬭚祎某银行21005合计（1个）5" in alone


def test_a_correction_lists_every_defect_and_the_last_day() -> None:
    text = plain("shared/correction", SAMPLES["shared/correction"])
    assert "下列3处内容需要补正：1.领衔人联系电话：号码少一位2.2020年经费投入：" in text
    assert "请于2021年11月17日前补正" in text  # the clock ends at 00:00 of the 18th
    bare = sample({"organ": "某工会", "defects": [{"label": None, "note": "缺页"}], "due": None}, case=CASE)
    assert "需要补正：1.缺页请于" in plain("shared/correction", bare)
    typed = sample({"organ": "某工会", "defects": "电话有误\n缺少凭证", "due": date(2021, 11, 17)}, case=CASE)
    assert "1.电话有误2.缺少凭证" in plain("shared/correction", typed)


def test_a_refusal_tells_the_reason_and_the_way_to_reconsideration() -> None:
    text = plain("shared/refusal", SAMPLES["shared/refusal"])
    assert "领衔人所获荣誉不符合申报条件" in text and "5个工作日内" in text and "申请复议一次" in text


def test_a_revocation_is_told_first_and_decided_as_an_official_document() -> None:
    told = plain("shared/revocation_notice", SAMPLES["shared/revocation_notice"])
    assert "10个工作日内提出书面陈述、申辩" in told and "二、依据" in told
    without = replace(SAMPLES["shared/revocation_notice"], answers={"facts": "事实。"})
    assert "二、陈述、申辩的权利" in plain("shared/revocation_notice", without)
    decided = shape("shared/revocation_decision")
    assert isinstance(decided, Prose) and decided.kind == "official"
    text = plain("shared/revocation_decision", SAMPLES["shared/revocation_decision"])
    assert "15个工作日内将牌匾（编号：2021-03）交回" in text


def test_a_receipt_for_an_objection_never_names_who_objected() -> None:
    receipt = SAMPLES["shared/objection_receipt"]
    data = replace(receipt, answers={**receipt.answers, "name": "李某"})
    assert "李某" not in plain("shared/objection_receipt", data)


HOSTILE = '<script>alert(1)</script>&amp;{FEEL}{{x}}"\'</p><img src="file:///etc/passwd">'


SOME = ["liaoning/naming_decision", "liaoning/statement", "liaoning/plaque"]


@pytest.mark.parametrize("path", [*SOME, "shared/correction"])
def test_hostile_words_are_printed_as_they_were_typed(path: str) -> None:
    row = {"title": HOSTILE, "category": "staff", "unit": HOSTILE, "lead": HOSTILE}
    data = sample(
        {"named": [row], "statement": {"overview": HOSTILE}, "defects": [{"label": HOSTILE}], "plaque_text": HOSTILE},
        campaign={"year": 2021}, case=CASE, studio=STUDIO,
    )  # fmt: skip
    assert "<script>" not in render_html(shape(path), data)
    assert "".join(HOSTILE.split()) in plain(path, data)


def test_five_thousand_signs_are_printed_whole_and_every_line_is_set() -> None:
    text = "".join(f"第{number}句，㛃𬭚A12。" for number in range(500))
    assert len(text) > 5000
    data = replace(sample({"statement": {"overview": text}}, case=CASE), code=None)
    assert text in plain("liaoning/statement", data)


def test_words_from_right_to_left_turn_nothing_else_around(tmp_path: Path) -> None:
    data = sample({"organ": "某工会", "reason": "甲\u202e乙丙\u2066丁 שלום 戊。"}, case=CASE)
    text = "".join("".join(lines_of(render_paper(shape("shared/refusal"), data), tmp_path)[0]).split())
    assert "甲乙丙丁" in text and "戊。" in text and "如对本意见有异议" in text


def test_the_plaque_is_drawn_to_scale_with_the_organs_below_one_another(tmp_path: Path) -> None:
    described = yaml.safe_load((FORMS / "liaoning/plaque.paper.yaml").read_bytes())
    described["organs"] = ["某某市总工会", "某某市科学技术局"]
    joint = parse_paper(yaml.safe_dump(described, allow_unicode=True))
    pdf = render_paper(joint, SAMPLES["liaoning/plaque"])
    page = sheets(pdf, tmp_path)[0]
    plate = page.box("black", bottom=186)
    assert plate.width / plate.height == pytest.approx(600 / 400, abs=0.01)
    words = page.bands("red")
    assert len(words) == 5  # studio, title, two organs, month
    assert all(line.middle == pytest.approx(plate.middle, abs=1.0) for line in words)
    assert words[1].height > words[0].height > words[2].height
    assert (words[0].top - plate.top, plate.bottom - words[-1].bottom) > (5, 5)
    fonts = {font for page in PdfReader(tmp_path / "measured.pdf").pages for font in _fonts(page)}
    assert any("Heavy" in font for font in fonts)


def test_a_name_too_long_for_the_plate_shrinks_and_stays_on_it(tmp_path: Path) -> None:
    data = replace(SAMPLES["liaoning/plaque"], known={"studio": {**STUDIO, "name": "长" * 60}})
    page = sheets(render_paper(shape("liaoning/plaque"), data), tmp_path)[0]
    plate = page.box("black", bottom=186)
    words = page.box("red")
    assert plate.left + 3 < words.left and words.right < plate.right - 3


def _fonts(page) -> list[str]:  # type: ignore[no-untyped-def]
    return [str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("path", [*SOME, "liaoning/public_notice"])
def test_rare_characters_appear_on_papers_of_words(path: str, caplog: pytest.LogCaptureFixture) -> None:
    row = {"title": RARE, "category": "staff", "unit": RARE, "lead": RARE, "recommender": RARE}
    data = sample(
        {"named": [row], "list": [row], "statement": {"team": RARE}},
        campaign=SAMPLES["liaoning/public_notice"].known["campaign"], case=CASE, studio={**STUDIO, "name": RARE},
    )  # fmt: skip
    assert RARE in plain(path, data)
    assert "notdef" not in caplog.text


TABLE: dict[str, Any] = {"each": "=x", "columns": [{"title": "甲", "width": 9, "value": "1"}]}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"heading": "{"}, "表样.heading：花括号不成对"),
        ({"body": []}, "body：应是一个不空的列表"),
        ({"body": [{"h1": "甲", "h2": "乙"}]}, "body[0]：应有 text、h1、h2 之一"),
        ({"body": [{"each": "=x"}]}, "body[0]：有不认识的键 each"),
        ({"body": [{"text": "{1 +}"}]}, "body[0].text：表达式有误"),
        ({"body": [{"table": {**TABLE, "columns": [{**TABLE["columns"][0], "width": 200}]}}]}, "版心宽156毫米"),
        ({"body": [{"table": {**TABLE, "total": ["a", "b"]}}]}, "合计行各格的 span 之和应等于栏数"),
        ({"page": {"size": "A3"}}, "表样：有不认识的键 page"),
        ({"kind": "poster"}, "kind：只能是form、official、letter、list、plaque"),
        ({"sign": {"organs": []}}, "sign.organs：应是一个不空的列表"),
    ],
)
def test_a_fault_of_a_letter_is_told_with_its_place(changes: dict[str, Any], told: str) -> None:
    described = {"kind": "letter", "title": "某函", "heading": "某函", "body": ["正文"]} | changes
    with pytest.raises(Exception, match=re.escape(told)):
        parse_paper(yaml.safe_dump(described, allow_unicode=True))


def test_a_paper_says_which_names_it_reads() -> None:
    decision = shape("liaoning/naming_decision")
    assert isinstance(decision, Prose)
    assert set(decision.names) == {"supplementary", "campaign", "named", "number", "issued_on"}
