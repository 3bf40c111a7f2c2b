"""Invented data for every paper of words: what tests print, and what pictures of the papers show."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.output.documents import CodeShown, PaperData

FORMS = Path(__file__).parents[3] / "forms"
SHANGHAI = ZoneInfo("Asia/Shanghai")
CODE = CodeShown("核验码 7K2Q-X9WD", "https://union.example.org/verify/7K2QX9WD")
RARE = "㛃䶮喆堃赟𬭚祎"

CAMPAIGN: dict[str, Any] = {
    "id": 1,
    "title": "2021年创建活动",
    "year": 2021,
    "windows": {
        "public_notice": {
            "start": datetime(2021, 12, 1, tzinfo=SHANGHAI),
            "end": datetime(2021, 12, 11, tzinfo=SHANGHAI),
        }
    },
}
CASE: dict[str, Any] = {"id": 7, "no": "LN-2021-0007", "title": f"{RARE}创新工作室", "unit": "某水利勘测设计研究院"}
STUDIO: dict[str, Any] = {
    "name": "王𬭚祎创新工作室",
    "no": "LN-M-2021-003",
    "category": "model_worker",
    "unit": "某水利勘测设计研究院",
    "lead": "王𬭚祎",
    "named_on": date(2021, 12, 15),
    "decision_no": "某工委发〔2021〕12号",
    "naming_organ": "某某省直属机关工会工作委员会",
    "plaque_no": "2021-03",
    "grant_cny": 50000,
}
NAMES = (
    "水润万家",
    "㛃䶮喆堃",
    "智慧粮储",
    "节水灌溉",
    "绿色勘测",
    "精准气象",
    "数字档案",
    "种业攻关",
    "桥梁检测",
    "云端政务",
)
UNITS = ("某水利勘测设计研究院有限责任公司", "某测绘院", "某粮食科学研究所", "某农业科学院水利研究所", "某气象信息中心")
LEADS = ("王𬭚祎", "李喆", "赵堃", "孙赟", "周䶮", "吴㛃")


def rows(count: int, category: str) -> list[dict[str, Any]]:
    """So many studios of a category."""
    return [
        {
            "title": f"{NAMES[at % 10]}{at // 10 + 1 if at >= 10 else ''}创新工作室",
            "category": category,
            "unit": UNITS[at % 5],
            "lead": LEADS[at % 6],
            "recommender": "某厅机关工会",
            "bank": "某银行某支行",
            "account": f"2100 0000 {at:04}",
            "amount": 50000 if category == "model_worker" else 30000,
        }
        for at in range(count)
    ]


def sample(answers: Mapping[str, Any], **known: Any) -> PaperData:
    """Data with a number, a day and a code."""
    return PaperData(answers, code=CODE, known=known, number="某工委发〔2021〕12号", issued_on=date(2021, 12, 15))


BOTH = rows(4, "model_worker") + rows(6, "staff")
STATEMENT = {
    key: "围绕防汛调度难题建立联合攻关机制，累计完成课题12项，其中3项获得省部级奖励。" * 3
    for key in (
        "overview", "team", "conditions", "rules", "operation", "tasks", "results", "training", "demonstration",
        "honours",
    )
}  # fmt: skip
DEFECTS = [
    {"field": "lead.phone", "label": "领衔人联系电话", "code": "wrong", "note": "号码少一位"},
    {"field": "funding_2020", "label": "2020年经费投入", "code": "missing", "note": "未注明经费来源，请附有关凭证"},
    {"field": "members", "label": "骨干成员情况", "code": "mismatch", "note": "人数与成员总数不一致"},
]
END_OF_DUE = datetime(2021, 11, 18, tzinfo=SHANGHAI)

SAMPLES: dict[str, PaperData] = {
    "liaoning/naming_decision": sample({"named": BOTH}, campaign=CAMPAIGN),
    "liaoning/public_notice": sample(
        {"list": BOTH, "contact": "某某委员会办公室（电话：024-00000000）", "page": "工委网站“通知公告”栏目"},
        campaign=CAMPAIGN,
    ),
    "liaoning/grant_list": sample({"grants": BOTH}, campaign=CAMPAIGN),
    "liaoning/plaque": sample({}, studio=STUDIO),
    "liaoning/statement": sample({"statement": STATEMENT}, case=CASE),
    "shared/correction": sample({"organ": "某厅机关工会", "defects": DEFECTS, "due": END_OF_DUE}, case=CASE),
    "shared/refusal": sample(
        {"organ": "某厅机关工会", "reason": "领衔人所获荣誉不符合申报条件，且没有说明例外情形。"}, case=CASE
    ),
    "shared/reconsideration": sample(
        {
            "organ": "某厅机关工会",
            "outcome": "changed",
            "applied_on": date(2021, 11, 16),
            "reason": "补充提交的证书表明，领衔人已于2015年获得省级荣誉。",
        },
        case=CASE,
    ),
    "shared/revocation_notice": sample(
        {
            "facts": "2022年度考核不合格。\n经整改复查仍不合格：近两年没有开展攻关活动，专项经费没有使用记录。",
            "basis": "年度考核办法关于连续不合格撤销称号的规定。",
        },
        studio=STUDIO,
    ),
    "shared/revocation_decision": sample(
        {"reasons": "2022年度考核不合格，经整改复查仍不合格。\n当事单位称领衔人已经调离，但未按期推荐接任人。"},
        studio=STUDIO,
    ),
    "shared/review_letter": sample(
        {"review_year": 2022, "verdict": "fail", "results": 0, "note": "全年没有开展攻关活动，台账缺失。"},
        studio=STUDIO,
    ),
    "shared/recheck_letter": sample(
        {"verdict": "pass", "checked_on": date(2023, 7, 20), "note": "整改措施落实，已完成课题2项。"}, studio=STUDIO
    ),
    "shared/objection_receipt": sample(
        {
            "organ": "某某省直属机关工会工作委员会",
            "objection": "YY-2021-0003",
            "filed_on": date(2021, 12, 6),
            "subject_name": "水润万家创新工作室",
            "late": False,
        }
    ),
}
"""By `<folder>/<paper>`."""
