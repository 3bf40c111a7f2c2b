"""Dalian's papers, printed from what a whole story has left: the official form as its annex has it, and the rest."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from services.casework.cases import Case, instance_of
from services.designer.rehearse import stories_of
from services.designer.rehearse.play import Player
from services.designer.rehearse.scratch import stage
from services.foundation.clock import SetClock
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.documents import PaperData, Shape, parse_paper, printing_of, render_paper, render_sheet
from services.output.issued import summary
from services.output.issued.filling import fill
from services.people.identity import actor
from services.process import registry
from services.selection.campaigns import campaign_by_id
from services.wiring import REHEARSED
from tests.builders import city
from tests.processes.dalian.samples import SAMPLES

DALIAN = city("dalian")
RARE = "㛃䶮喆堃赟𬭚祎"
FORMS = Path(__file__).parents[3] / "forms" / "dalian"
# The words of the official form in their order; of note 1 the part is left out that says which words not to print.
ANNEX = (
    "大连市劳模（职工）创新工作室申报表 申报单位（印章）： 年 月 日 工作室名称 层次 区市县级 产业级"
    " 领军人 出生年月 技术等级 学历 工作室事迹简介、主要成果(300字)"
    " 基层工会推荐意见 （盖章） 年 月 日 区市县总工会（产业工会）审核意见 （盖章） 年 月 日"
    " 市总工会命名审批意见 （盖章） 年 月 日 注：1.此表一式二份，请A4纸正反面打印。"
    " 2.“工作室名称”由基层工会根据创建条件和实际情况拟定后填写，格式为“×××劳模（职工）创新工作室”。"
).split()


def shape(name: str) -> Shape:
    return parse_paper((FORMS / f"{name}.paper.yaml").read_bytes())


def words(pdf: bytes) -> str:
    """All that is printed, blanks taken out."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def answers(name: str, **changed: Any) -> dict[str, Any]:
    raw = DALIAN.files[f"scenarios/answers/{name}.yaml"]
    return {**yaml.safe_load(raw), **changed}


def in_order(text: str) -> list[str]:
    """The words of the annex that do not stand where they belong."""
    at, missing = 0, []
    for word in ANNEX:
        found = text.find(word, at)
        at = found + len(word) if found >= 0 else at
        missing += [] if found >= 0 else [word]
    return missing


@pytest.fixture(scope="module")
def after() -> Iterator[tuple[UnitOfWork, Player]]:
    """The happy year played to its end."""
    story = next(s for s in stories_of(DALIAN) if s.name == "happy_year.yaml")
    assert story.start is not None
    clock = SetClock(story.start)
    with stage(DALIAN, REHEARSED, story.start) as here, here.house(clock) as house:
        player = Player(house, clock, here.procedure, story)
        assert player.play() == []
        with house.reading() as uow:
            yield uow, player


def of_case(after: tuple[UnitOfWork, Player], case: str, document: str) -> PaperData:
    """A document of a case as it would be printed now."""
    uow, player = after
    instance = instance_of(uow, uow.session.get_one(Case, player.played.cases[case]))
    procedure = registry.load(uow, instance.version_id)
    return fill(uow, instance, procedure, procedure.manifest.documents[document]).data()


def test_the_blank_form_has_the_words_of_the_annex_in_their_order() -> None:
    assert in_order(words(render_paper(shape("application"), PaperData()))) == []


def test_the_blank_form_reads_as_the_notice_prints_it_cell_by_cell() -> None:
    printed = (Path(__file__).parent / "annex_2.txt").read_text("utf-8")
    assert words(render_paper(shape("application"), PaperData())) == "".join(printed.split())


def test_long_names_and_rare_signs_keep_the_form_on_its_sheet() -> None:
    name, unit = f"{RARE}高端装备精密制造与智能检测联合攻关职工创新工作室", "中国某某集团有限公司" * 3
    data = PaperData(answers("application_staff", studio_name=name, applicant_unit=unit, brief=RARE * 42))
    pdf = render_paper(shape("application"), data)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert name in words(pdf) and unit in words(pdf) and RARE * 3 in words(pdf) and "附页" not in words(pdf)


def test_thirty_members_all_stand_on_the_annex_for_the_rules() -> None:
    members = [{"name": f"甲{at:02}号", "title": "工程师"} for at in range(1, 31)]
    data = SAMPLES["dalian/statement"]
    text = words(render_paper(shape("statement"), replace(data, answers={**data.answers, "members": members})))
    assert re.findall(r"甲(\d\d)号", text) == [f"{at:02}" for at in range(1, 31)]


def test_the_form_is_a4_on_both_sides_in_two_copies() -> None:
    pdf = PdfReader(io.BytesIO(render_paper(shape("application"), PaperData(), for_printer=True)))
    sizes = {
        (round(float(p.mediabox.width) * 25.4 / 72), round(float(p.mediabox.height) * 25.4 / 72)) for p in pdf.pages
    }
    assert (len(pdf.pages), sizes) == (2, {(210, 297)})
    root: Any = pdf.trailer["/Root"]
    wishes = root["/ViewerPreferences"]
    assert (wishes["/Duplex"], wishes["/NumCopies"]) == ("/DuplexFlipLongEdge", 2)
    printing = printing_of(shape("application"))
    assert printing is not None and printing.words == "A4双面，按长边翻转，一式2份"


def test_the_front_ends_with_the_deeds_and_the_back_holds_the_three_opinions() -> None:
    front, back = PdfReader(io.BytesIO(render_paper(shape("application"), PaperData()))).pages
    assert "(300字)" in front.extract_text() and "盖" not in front.extract_text()
    assert "".join(back.extract_text().split()).count("（盖章）") == 3


@pytest.mark.parametrize("brief", ["", "创" * 300])
def test_no_print_of_the_form_says_which_annex_it_is(brief: str) -> None:
    data = PaperData(answers("application_model_worker", brief=brief))
    for for_printer in (False, True):
        assert "附件" not in words(render_paper(shape("application"), data, for_printer=for_printer))


def test_three_hundred_characters_find_room_on_the_form() -> None:
    data = PaperData(answers("application_model_worker", brief="创" * 300))
    pdf = render_paper(shape("application"), data)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert words(pdf).count("创" * 20) >= 10 and "附页" not in words(pdf)


@pytest.mark.parametrize(
    ("name", "ticked"),
    [("application_model_worker", "☑区市县级□产业级"), ("application_staff", "□区市县级☑产业级")],
)
def test_the_way_of_recommendation_is_ticked(name: str, ticked: str) -> None:
    assert ticked in words(render_paper(shape("application"), PaperData(answers(name))))


def test_the_form_of_a_named_studio_bears_the_three_opinions(after: tuple[UnitOfWork, Player]) -> None:
    for case, recommender in (("A", "滨海区总工会"), ("B", "机械装备产业工会")):
        data = of_case(after, case, "application")
        text = words(render_paper(shape("application"), data))
        unit, above, city_union = (data.opinions[box][-1] for box in ("op_unit_union", "op_recommender", "op_city"))
        assert (unit.text, above.organ, city_union.organ) == ("同意推荐。", recommender, "大连市总工会")
        assert city_union.text == "经市总工会主席办公会议研究，同意命名（2019年第9次主席办公会议）。"
        assert city_union.text in text and city_union.sealed_on == date(2019, 9, 18)
        assert in_order(text) == []


def test_what_only_the_rules_need_is_not_on_the_form(after: tuple[UnitOfWork, Player]) -> None:
    form = words(render_paper(shape("application"), of_case(after, "A", "application")))
    annex = words(render_paper(shape("statement"), of_case(after, "A", "statement")))
    for only_there in ("2016年市劳动模范", "000-0000101", "制造业", "装配车间主任"):
        assert only_there in annex and only_there not in form


def test_the_recommender_has_a_summary_table_on_paper_and_as_a_spreadsheet(after: tuple[UnitOfWork, Player]) -> None:
    uow, player = after
    campaign = campaign_by_id(uow, player.played.campaign_id or 0)
    who = actor(uow, player.cast.people["yanbo"])
    described, data = summary(uow, who, campaign, "summary_table", player.cast.organisations["jixie"])
    text = words(render_paper(parse_paper(described), data))
    assert "推荐单位（印章）：机械装备产业工会2019年8月29日" in text
    assert "序号工作室名称所在单位层次领军人荣誉称号技术等级学历主要成果" in text
    assert "1唐昕职工创新工作室远帆船舶配套公司产业级唐昕无高级工程师硕士" in text
    with zipfile.ZipFile(io.BytesIO(render_sheet(parse_paper(described), data))) as xlsx:
        assert "唐昕职工创新工作室" in xlsx.read("xl/sharedStrings.xml").decode()


def test_rows_of_the_summary_are_numbered_and_the_rest_goes_to_an_annex() -> None:
    entries = [{"studio_name": f"某某{at}职工创新工作室", "results": "成果"} for at in range(1, 9)]
    text = words(render_paper(shape("summary"), PaperData({"entries": entries})))
    assert all(f"{at}某某{at}职工" in text for at in range(1, 9))
    assert text.index("8某某8职工") > text.index("推荐汇总表（附表）")


def test_the_minutes_say_who_came_how_they_voted_and_what_came_of_each() -> None:
    text = words(render_paper(shape("minutes"), SAMPLES["dalian/minutes"]))
    assert "大连市总工会2019年第9次主席办公会议" in text
    assert "应到7人，实到6人。缺席：一人公出。" in text
    assert "同意5票，不同意0票，弃权1票。" in text and "通过，同意命名6个。" in text
    assert len(re.findall("未通过", text)) == 1


def test_a_public_notice_shows_no_more_than_it_may() -> None:
    text = words(render_paper(shape("public_notice"), SAMPLES["dalian/public_notice"]))
    assert "2019年9月9日至2019年9月17日" in text and "序号工作室名称所在单位领军人推荐单位" in text
    assert "出生" not in text and "2100" not in text  # an account number is in the sample


def test_the_decision_tells_of_the_meeting_and_lists_both_kinds() -> None:
    text = words(render_paper(shape("naming_decision"), SAMPLES["dalian/naming_decision"]))
    assert "2019年9月6日市总工会主席办公会议审定" in text
    assert "2019年大连市劳模创新工作室名单" in text and "2019年大连市职工创新工作室名单" in text
    supplementary = PaperData(
        {**SAMPLES["dalian/naming_decision"].answers, "supplementary": True},
        known=SAMPLES["dalian/naming_decision"].known,
    )
    assert "关于补充命名2019年" in words(render_paper(shape("naming_decision"), supplementary))


def test_the_record_of_an_assessment_holds_every_sheet_and_the_mean() -> None:
    text = words(render_paper(shape("assessment_record"), SAMPLES["dalian/assessment_record"]))
    assert "12019年9月3日85.5通过考核材料属实。" in text and "平均分74.83" in text and "不通过考核" in text
