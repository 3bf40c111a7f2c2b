"""Langfang's papers: the form as the notice prints it, boxes with seal and signature, decisions of two organs."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from services.output.documents import OpinionShown, PaperData, parse_paper, render_html, render_paper
from tests.builders import city
from tests.processes.langfang.samples import ANSWERS, CAMPAIGN, NAMED, STUDIO
from tests.processes.langfang.sound import sound

LANGFANG = city("langfang")
BOTH = "廊坊市总工会廊坊市科学技术局"


def pages(name: str, data: PaperData) -> list[str]:
    """The text of each page, blanks taken out."""
    paper = parse_paper(LANGFANG.files[f"forms/{name}.paper.yaml"])
    return ["".join(p.extract_text().split()) for p in PdfReader(BytesIO(render_paper(paper, data))).pages]


def words(name: str, answers: dict[str, Any], **known: Any) -> str:
    """The words of a paper, blanks taken out."""
    data = PaperData(answers=answers, known=known, number="示例〔2021〕1号", issued_on=date(2021, 1, 20))
    html = render_html(parse_paper(LANGFANG.files[f"forms/{name}.paper.yaml"]), data)
    return "".join(re.sub(r"<style.*?</style>|<[^>]+>", "", html, flags=re.S).split())


def test_the_blank_form_has_the_words_of_the_annex_in_their_order() -> None:
    cover, first, second, third = pages("application", PaperData())
    assert cover == (
        "附件廊坊市劳模和工匠人才创新工作室推荐审批表工作室名称：所在单位：单位类型：所属行业：推荐单位：填报日期年月日"
        "廊坊市总工会制廊坊市科学技术局"
    )
    assert first == (
        "工作室名称所在单位专业领域工作室类型□技术开发□技术攻关□技能传授□技术协作□培训服务□其他成员总数"
        "经费投入(万元)年度投入金额经费来源技术创新创新成果项专利类别实用新型个成果转化项发明个获奖等级国际个国家个省部个地市个"
        "经济效益(万元)年度创收金额节资金额创收外汇(美元)合计培养人才总数技术等级荣誉"
        "双重职称高级技师技师高级工其他全国劳模省部级劳模地市级劳模企业劳模社会效益工作室带头人情况"
        "姓名性别出生年月学历民族政治面貌专业/工种技术职称联系电话获得的最高荣誉称号及时间E-mail"
    )
    assert second == ("工作室骨干成员情况（可附表）姓名性别学历出生年月技术职称所在单位主要分工业绩简介（500字）")
    assert third == (
        "所在单位工会意见负责人签名：公章年月日推荐单位意见负责人签名：公章年月日"
        "市创新工作室创建工作领导小组意见公章年月日"
    )


def test_what_other_cities_print_is_not_on_this_form() -> None:
    text = "".join(pages("application", PaperData(answers=ANSWERS)))
    assert not re.search("创建日期|命名单位|命名日期|纪检|申报类型|联合创新工作室|班组", text)


def test_every_answer_of_the_form_is_printed_and_no_other_is_asked() -> None:
    paper = parse_paper(LANGFANG.files["forms/application.paper.yaml"])
    asked = set(re.findall(r'"(?:key|path)": "(\w+)"', LANGFANG.files["forms/application.form"].decode()))
    printed = {part for path in paper.paths for part in re.split(r"\[\]\.|\.", path)}
    assert printed == asked


def test_thirteen_members_fit_and_the_fourteenth_stands_on_the_annex() -> None:
    members = [{**ANSWERS["members"][0], "name": f"甲{n:02}号"} for n in range(1, 15)]
    printed = pages("application", PaperData(answers={**ANSWERS, "members": members}))
    assert len(printed) == 5
    assert "甲13号" in printed[2] and "甲14号" not in printed[2]
    assert printed[4].startswith("工作室骨干成员情况（附表）工作室名称：周正") and "甲14号" in printed[4]


def test_boxes_show_who_signed_for_the_organ_and_the_leading_group_seals_alone() -> None:
    day = date(2019, 9, 20)
    given = {
        "op_unit_union": [OpinionShown("同意推荐。", "同意", "安澜阀门厂", "章远", day)],
        "op_recommender": [],
        "op_leading_group": [OpinionShown("同意命名。", "同意", "领导小组", "顾长河", day)],
    }
    boxes = pages("application", PaperData(answers=ANSWERS, opinions=given))[3]
    assert "所在单位工会意见同意推荐。负责人签名：章远安澜阀门厂公章2019年9月20日" in boxes
    assert "推荐单位意见不适用负责人签名：公章年月日" in boxes
    assert boxes.endswith("领导小组意见同意命名。领导小组公章2019年9月20日")


def test_two_organs_name_and_the_host_stands_first() -> None:
    text = words("naming_decision", {"named": NAMED, "decided_on": date(2019, 12, 20)}, campaign=CAMPAIGN)
    assert text.index(BOTH) < text.index("示例〔2021〕1号")
    assert "等2个工作室为“廊坊市劳模和工匠人才创新工作室”，其中联合创新工作室1个" in text
    assert text.count("2019年12月20日") == 1 and "万元" not in text
    later = words("naming_decision", {"named": NAMED[:1], "supplementary": True}, campaign=CAMPAIGN)
    assert "关于补充命名2019年" in later and "联合创新工作室" not in later


def test_the_plaque_bears_both_organs() -> None:
    text = words("plaque", {"awarded_on": date(2019, 12, 27)}, studio=STUDIO)
    assert "周正阀门密封创新工作室廊坊市劳模和工匠人才创新工作室" in text and f"{BOTH}2019年12月" in text
    joint = words("plaque", {}, studio={**STUDIO, "category": "joint"})
    assert "廊坊市劳模和工匠人才联合创新工作室" in joint


def test_the_report_names_each_county_that_is_short_and_by_how_many() -> None:
    counties = [
        {"name": "安澜县总工会", "filed": 9, "least": 10, "short": True},
        {"name": "平川县总工会", "filed": 10, "least": 10, "short": False},
        {"name": "廊坊开发区总工会", "filed": 1, "least": None, "short": False},
    ]
    text = words("county_report", {"counties": counties, "county_min": 10})
    assert "1安澜县总工会9不足10个，差1个2平川县总工会10达到3廊坊开发区总工会1不作要求" in text
    assert "不足10个的推荐单位有1个" in text


@pytest.mark.parametrize(
    ("name", "answers", "known", "wanted"),
    [
        (
            "batch_list",
            {"rows": [{"no": "LF-1", **NAMED[0]}], "total": 3},
            {"own_organisation": {"name": "安澜县总工会"}},
            ["推荐单位（公章）：安澜县总工会", "1LF-1周正阀门密封创新工作室", "本次统一申报1个，累计申报3个"],
        ),
        (
            "annex",
            {**sound(LANGFANG)["materials"], "partners": [{"name": "某某理工大学", "work": "检测"}]},
            {},
            ["某某理工大学检测", "马骁装配一班是", "韩雪技术科否", "带头人最高荣誉级别地市级"],
        ),
        (
            "public_notice",
            {"list": NAMED, "first_day": date(2019, 12, 9), "last_day": date(2019, 12, 16)},
            {"campaign": CAMPAIGN},
            ["2019年12月9日至2019年12月16日", "发布当日不计", "1周正阀门密封创新工作室安澜阀门厂周正安澜县总工会"],
        ),
        (
            "assessment_letter",
            {"review_year": 2020, "outcome": "ok", "results": 2},
            {"studio": STUDIO},
            ["2020年度达到标准", "创新成果为2项"],
        ),
        (
            "assessment_letter",
            {"review_year": 2020, "outcome": "on_record", "results": 0},
            {"studio": STUDIO},
            ["没有达到标准", "第一年予以备案"],
        ),
        (
            "assessment_letter",
            {"review_year": 2021, "outcome": "revoke", "results": 0},
            {"studio": STUDIO},
            ["上一年度已经备案", "按程序摘牌"],
        ),
        (
            "record_letter",
            {"review_year": 2020, "results": 0, "note": "没有活动。"},
            {"studio": STUDIO},
            ["查明的情况：没有活动。", "2021年度测评时复核", "达到标准的，清除备案"],
        ),
        (
            "revocation_decision",
            {"reasons": "连续两年没有成果。"},
            {"studio": STUDIO},
            [BOTH, "撤销其称号，予以摘牌", "15个工作日内将牌匾（编号：P-1）交回"],
        ),
        (
            "provincial_recommendation",
            {"to_organ": "某省总工会", "programme": "省级创新工作室", "grounds": "成果突出。"},
            {"studio": STUDIO},
            ["某省总工会：", "现推荐申报省级创新工作室", "成果突出。"],
        ),
    ],
)
def test_a_paper_says_what_it_must(
    name: str, answers: dict[str, Any], known: dict[str, Any], wanted: list[str]
) -> None:
    text = words(name, answers, **known)
    assert [each for each in wanted if each not in text] == []


def test_the_public_list_shows_nothing_of_a_persons_own() -> None:
    listed = [{**NAMED[0], "phone": "000-0000001", "score": 91, "birth": "1972-03"}]
    text = words("public_notice", {"list": listed, "first_day": date(2019, 12, 9), "last_day": date(2019, 12, 16)},
                 campaign=CAMPAIGN)  # fmt: skip
    assert not re.search("000-0000001|91|1972", text)
