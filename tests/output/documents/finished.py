"""Finished papers of the five procedures, filled with invented data: what docs/samples shows."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import yaml

from services.output.documents import CodeShown, OpinionShown, PaperData
from tests.builders import city
from tests.processes.langfang import samples as langfang
from tests.processes.nanchang import samples as nanchang
from tests.processes.tongliao import samples as tongliao

from .samples import SAMPLES, rows

MARGIN = CodeShown("样例　单位、人员、文号均为虚构", "https://example.org/")
"""Nobody shall take a sample for a paper that an organ has issued."""
NOTICED = rows(3, "model_worker") + rows(4, "staff")


@dataclass(frozen=True)
class Finished:
    """A paper by its folder and name, what fills it, and what a reader of docs/samples is told of it.

    `booklet`: shown as it goes to the printer. `sheet`: shown as a spreadsheet, too.
    """

    path: str
    data: PaperData
    told: str
    booklet: bool = False
    sheet: bool = False


def answers(folder: str, name: str) -> dict[str, Any]:
    """What a story's people typed."""
    found: dict[str, Any] = yaml.safe_load(city(folder).files[f"scenarios/answers/{name}.yaml"])
    return found


def said(text: str, verdict: str, organ: str, who: str, day: date) -> list[OpinionShown]:
    """An opinion box with one organ in it."""
    return [OpinionShown(text, verdict, organ, who, day)]


def shown(data: PaperData, number: str = "") -> PaperData:
    """The data under a number and a margin that say what they are."""
    return replace(data, code=MARGIN, number=number)


def liaoning_form() -> PaperData:
    """Annex 2, heard from the unit up to the committee."""
    opinions = {
        "op_unit_union": said("材料属实。", "同意推荐", "云帆装备第一制造厂工会", "李婷", date(2021, 11, 2)),
        "op_discipline": said("未见影响推荐的情形。", "无异议", "云帆装备第一制造厂纪委", "邹静", date(2021, 11, 3)),
        "op_superior_union": said("成果突出。", "同意推荐", "省云帆科技集团工会", "郭岩", date(2021, 11, 8)),
        "op_committee": said("经实地验收，符合条件。", "同意", "省直机关工会工委", "程㛃", date(2021, 11, 26)),
    }
    return shown(PaperData(answers("liaoning", "application_model_worker"), opinions))


def dalian_form() -> PaperData:
    """The form of a studio that the meeting has approved."""
    meeting = "经市总工会主席办公会议研究，同意命名（2019年第9次主席办公会议）。"
    opinions = {
        "op_unit_union": said("同意推荐。", "同意", "蓝鲸轴承厂工会", "宋梅", date(2019, 7, 22)),
        "op_recommender": said("同意推荐。", "同意", "滨海区总工会", "贺川", date(2019, 8, 16)),
        "op_city": [OpinionShown(meeting, "", "大连市总工会", "", date(2019, 9, 18))],
    }
    return shown(PaperData(answers("dalian", "application_model_worker"), opinions))


def summary_table() -> PaperData:
    """A recommender's two studios in their rank."""
    entries = [
        {
            "rank": at,
            "studio_name": each["studio_name"],
            "host_unit": each["host_unit"],
            "lead": f"{each['lead']['name']}，{post}",
            "honour_basis": each["lead"]["honour_text"],
        }
        for at, (each, post) in enumerate(
            [
                (answers("liaoning", "application_model_worker"), "装配车间主任"),
                (answers("liaoning", "application_staff"), "研发部副部长"),
            ],
            1,
        )
    ]
    return shown(
        PaperData({"reporting_unit": "省云帆科技集团工会", "reported_on": date(2021, 11, 9), "entries": entries})
    )


@cache
def finished() -> dict[str, Finished]:
    """By the name of the file."""
    notice = SAMPLES["liaoning/public_notice"]
    return {
        "liaoning-form": Finished(
            "liaoning/application", liaoning_form(), "省直机关基本情况表（附件2），四个意见栏已签"
        ),
        "liaoning-summary": Finished(
            "liaoning/summary", summary_table(), "省直机关申报汇总表（附件1），PDF 和电子表格", sheet=True
        ),
        "liaoning-notice": Finished(
            "liaoning/public_notice",
            shown(replace(notice, answers={**notice.answers, "list": NOTICED})),
            "拟命名名单公示",
        ),
        "liaoning-decision": Finished(
            "liaoning/naming_decision",
            shown(replace(SAMPLES["liaoning/naming_decision"], answers={"named": NOTICED}), "示例〔2021〕12号"),
            "命名决定，公文格式，两类名单各为一个附件",
        ),
        "liaoning-plaque": Finished("liaoning/plaque", shown(SAMPLES["liaoning/plaque"]), "牌匾文字样稿"),
        "langfang-form": Finished(
            "langfang/application", shown(langfang.APPLICATION), "廊坊推荐审批表：封面、13行成员表、签名加公章的意见栏"
        ),
        "langfang-decision": Finished(
            "langfang/naming_decision",
            shown(langfang.SAMPLES["langfang/naming_decision"], "示例〔2019〕1号"),
            "两家联合行文的命名决定",
        ),
        "langfang-plaque": Finished(
            "langfang/plaque", shown(langfang.SAMPLES["langfang/plaque"]), "两家署名的牌匾文字样稿"
        ),
        "nanchang-booklet": Finished(
            "nanchang/application",
            shown(nanchang.application()),
            "南昌申报表：仿宋小四，A3 双面骑马订，一式两份（打印版）",
            booklet=True,
        ),
        "dalian-form": Finished("dalian/application", dalian_form(), "大连申报表：A4 正反面，不印附件字样"),
        "tongliao-decision": Finished(
            "tongliao/naming_decision",
            shown(tongliao.SAMPLES["tongliao/naming_decision"], "示例〔2020〕3号"),
            "通辽三级共用的命名决定，这里是市级",
        ),
        "tongliao-plaque": Finished(
            "tongliao/plaque", shown(tongliao.SAMPLES["tongliao/plaque"]), "通辽市级牌匾文字样稿"
        ),
    }
