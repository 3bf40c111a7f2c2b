"""Invented data for each of Langfang's papers: what its tests print, and what pictures of them show."""

from datetime import date, datetime
from typing import Any

from services.foundation.clock import SHANGHAI
from services.output.documents import CodeShown, OpinionShown, PaperData
from tests.builders import city

from .sound import sound

CODE = CodeShown("核验码 7K2Q-X9WD", "https://union.example.org/verify/7K2QX9WD")
SOUND = sound(city("langfang"))
ANSWERS: dict[str, Any] = SOUND["application"]
CAMPAIGN: dict[str, Any] = {"id": 1, "title": "2019年创建活动", "year": 2019}
STUDIO: dict[str, Any] = {
    "name": "周正阀门密封创新工作室",
    "no": "LF2019-0001",
    "unit": "安澜阀门厂",
    "lead": "周正",
    "category": "studio",
    "category_name": "廊坊市劳模和工匠人才创新工作室",
    "named_on": date(2019, 12, 20),
    "decision_no": "廊工发〔2019〕1号",
    "plaque_no": "P-1",
}
NAMED: list[dict[str, Any]] = [
    {
        "title": "周正阀门密封创新工作室",
        "unit": "安澜阀门厂",
        "lead": "周正",
        "category": "studio",
        "recommender": "安澜县总工会",
    },
    {
        "title": "贺川联合创新工作室",
        "unit": "晨星公司",
        "lead": "贺川",
        "category": "joint",
        "recommender": "廊坊开发区总工会",
    },
]
COUNTIES: list[dict[str, Any]] = [
    {"name": "安澜县总工会", "filed": 9, "least": 10, "short": True},
    {"name": "平川县总工会", "filed": 10, "least": 10, "short": False},
    {"name": "廊坊开发区总工会", "filed": 1, "least": None, "short": False},
]
SHOWN = {"contact": "市总工会基层工作部（电话：000-0000009）", "page": "市总工会网站通知公告栏"}
PERIOD = {"first_day": date(2019, 12, 9), "last_day": datetime(2019, 12, 17, tzinfo=SHANGHAI)}
OPINIONS = {
    "op_unit_union": [OpinionShown("同意推荐。", "同意", "安澜阀门厂工会", "章远", date(2019, 9, 20))],
    "op_recommender": [OpinionShown("同意推荐。", "同意", "安澜县总工会", "石岚", date(2019, 10, 15))],
    "op_leading_group": [OpinionShown("同意命名。", "同意", "领导小组", "顾长河", date(2019, 12, 6))],
}


def sample(answers: dict[str, Any], number: str = "廊工发〔2019〕1号", **known: Any) -> PaperData:
    """Data with a number, a day and a code."""
    return PaperData(answers, code=CODE, known=known, number=number, issued_on=date(2019, 12, 20))


APPLICATION = PaperData(ANSWERS, OPINIONS, code=CODE)
"""The form, heard by all three organs."""
ANNEX = PaperData({**SOUND["materials"], "partners": [{"name": "某某理工大学", "work": "检测"}]}, code=CODE)
"""What the rules need and the form does not print."""

SAMPLES: dict[str, PaperData] = {
    "langfang/batch_list": sample(
        {"rows": [{"no": f"LF-{at}", **row} for at, row in enumerate(NAMED, 1)], "total": 3},
        own_organisation={"name": "安澜县总工会"},
    ),
    "langfang/county_report": sample({"counties": COUNTIES, "county_min": 10}),
    "langfang/public_notice": sample({"list": NAMED, **SHOWN, **PERIOD}, campaign=CAMPAIGN),
    "langfang/naming_decision": sample({"named": NAMED, "decided_on": date(2019, 12, 20)}, campaign=CAMPAIGN),
    "langfang/plaque": sample({"awarded_on": date(2019, 12, 27)}, studio=STUDIO),
    "langfang/assessment_letter": sample(
        {"review_year": 2020, "outcome": "on_record", "results": 0, "note": "全年没有活动记录。"},
        "廊工测〔2021〕1号",
        studio=STUDIO,
    ),
    "langfang/record_letter": sample(
        {"review_year": 2020, "results": 0, "note": "没有活动。"}, "廊工备〔2021〕1号", studio=STUDIO
    ),
    "langfang/revocation_decision": sample({"reasons": "连续两年没有成果。"}, "廊工撤〔2022〕1号", studio=STUDIO),
    "langfang/provincial_recommendation": sample(
        {"to_organ": "某省总工会", "programme": "省级创新工作室", "grounds": "成果突出。"},
        "廊工函〔2020〕1号",
        studio=STUDIO,
    ),
}
"""By `<folder>/<paper>`, the papers of words."""
