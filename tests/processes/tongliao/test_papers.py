"""Tongliao's papers: the form prints all that is asked, decisions bear the organ of their level, letters the facts."""

import json
import re
from typing import Any

import pytest

from services.output.documents import PaperData, parse_paper, render_html
from services.output.documents.shapes import Paper
from tests.builders import city
from tests.processes.tongliao.samples import SAMPLES, SHOWN, decision

TONGLIAO = city("tongliao")


def printed(name: str, data: PaperData | None = None) -> str:
    """The words of a paper, without blanks."""
    paper = parse_paper(TONGLIAO.files[f"forms/{name}.paper.yaml"])
    html = render_html(paper, data or SHOWN.get(name) or SAMPLES[f"tongliao/{name}"])
    return "".join(re.sub(r"<style.*?</style>|<[^>]+>", "", html, flags=re.S).split())


def asked(components: list[dict[str, Any]], above: str = "") -> list[str]:
    """The paths of the fields of a form-js form."""
    found: list[str] = []
    for part in components:
        if "components" in part:
            path = part.get("path", "") + ("[]." if part["type"] == "dynamiclist" else ".")
            found += asked(part["components"], above + path if part.get("path") else above)
        elif "key" in part:
            found.append(above + part["key"])
    return found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "application",
            ["通辽市职工创新工作室申报表", "申报级别", "场地面积", "GZS2020-0001", "ZL201820000001.X", "同意推荐"],
        ),
        (
            "public_notice",
            [
                "关于拟命名通辽市职工创新工作室的公示",
                "2020年6月15日至2020年6月22日",
                "科尔沁区总工会",
                "不少于5个工作日",
            ],
        ),
        ("plaque", ["苏和发酵工艺创新工作室", "通辽市职工创新工作室", "2020年7月"]),
        ("subsidy_list", ["经费补助拨付表", "10000", "示例会议纪要2020第3号"]),
        ("barren_letter", ["警示通知书", "已连续2年没有成果", "2021年3月21日至2022年3月20日"]),
        ("summary", ["申报汇总表", "TL-2020-0003", "市级", "科尔沁区总工会"]),
    ],
)
def test_a_paper_says_what_it_must(name: str, words: list[str]) -> None:
    text = printed(name)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("level", "organ", "number", "words"),
    [
        (
            "unit",
            "云岭生物科技公司",
            "工创命〔2020〕1号",
            ["关于命名基层单位级职工创新工作室的决定", "经单位创建和审核"],
        ),
        (
            "county",
            "科尔沁区总工会",
            "工创命〔2020〕1号",
            ["关于命名旗县（市区）级职工创新工作室的决定", "审核考察并公示"],
        ),
        ("city", "通辽市总工会", "通工技发〔2020〕3号", ["关于命名通辽市职工创新工作室的决定", "经费补助"]),
    ],
)
def test_each_level_names_in_its_own_name_and_only_the_city_promises_money(
    level: str, organ: str, number: str, words: list[str]
) -> None:
    text = printed("naming_decision", decision(level, organ, number))
    assert [word for word in (organ, number, *words) if word not in text] == []
    assert ("经费补助" in text) is (level == "city")
    assert "（2020）" not in text  # new papers bear 〔〕, whatever the notice printed (TL-X2)


def test_the_form_prints_all_that_the_screen_asks_and_nothing_else() -> None:
    paper = parse_paper(TONGLIAO.files["forms/application.paper.yaml"])
    form = json.loads(TONGLIAO.files["forms/application.form"])
    in_words = {f"{rows}[].level" for rows in ("awards", "earlier_titles", "recognised_results")}
    assert isinstance(paper, Paper) and {*paper.paths, *in_words} == set(asked(form["components"]))
    assert "2019年11月8日" in printed("application") and "基层单位级云岭生物科技公司" in printed("application")


def test_a_blank_form_has_its_rows_and_boxes_and_no_data() -> None:
    text = printed("application", PaperData())
    assert "骨干成员情况（可附表）" in text and "苏和" not in text
    assert [box for box in ("基层单位（工会）意见", "旗县（市区）工会意见", "市总工会意见") if box not in text] == []
