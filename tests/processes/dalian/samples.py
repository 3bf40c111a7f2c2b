"""Invented data for Dalian's papers of words."""

from datetime import date, datetime
from typing import Any

from services.output.documents import PaperData
from tests.output.documents.samples import SHANGHAI, rows, sample

CAMPAIGN: dict[str, Any] = {"id": 1, "title": "2019年批次", "year": 2019}
CASE: dict[str, Any] = {"id": 3, "no": "DL-001-0003", "title": "高远劳模创新工作室", "unit": "蓝鲸轴承厂"}
STUDIO: dict[str, Any] = {
    "name": "高远劳模创新工作室",
    "no": "GZS2019-0001",
    "category": "model_worker",
    "unit": "蓝鲸轴承厂",
    "lead": "高远",
}


def numbered(count: int, category: str, first: int) -> list[dict[str, Any]]:
    """Studios with the numbers of their cases."""
    return [{**row, "case": number} for number, row in enumerate(rows(count, category), first)]


LISTED = numbered(3, "model_worker", 1) + numbered(4, "staff", 4)
MEETING: dict[str, Any] = {
    "meeting_no": "2019年第9次主席办公会议",
    "met_on": date(2019, 9, 6),
    "chair": "贺川",
    "expected": 7,
    "attended": 6,
    "absent": "一人公出",
    "votes_for": 5,
    "votes_against": 0,
    "votes_abstain": 1,
    "verdict": "approve",
    "minutes": "会议听取了经济技术和劳动保护部的汇报，对拟命名对象逐个审议。",
}
SHEETS = [
    {"visited_on": date(2019, 9, 3), "score": 85.5, "conclusion": "qualified", "comment": "材料属实。"},
    {"visited_on": date(2019, 9, 3), "score": 81, "conclusion": "qualified", "comment": "活动记录完整。"},
    {"visited_on": date(2019, 9, 3), "score": 58, "conclusion": "not_qualified", "comment": "成果转化偏少。"},
]
MATERIALS: dict[str, Any] = {
    "category": "model_worker",
    "founded_on": date(2015, 4, 20),
    "trade": "制造业",
    "work_type": "技术攻关",
    "has_work_plan": "yes",
    "has_activities": "yes",
    "result_count": 11,
    "project_count": 6,
    "benefit_note": "三年节约成本二百余万元，操作法在全行业推广。",
    "results": [{"year": 2017, "name": "精密轴承装配操作法", "recognised_by": "市级职工技术创新奖"}],
    "funding": [{"year": 2018, "amount": 15, "source": "单位列支"}],
    "lead_count": 1,
    "lead": {"post": "装配车间主任", "trade": "装配钳工", "phone": "000-0000101"},
    "honour_text": "2016年市劳动模范",
    "honours": [
        {
            "kind": "model_worker",
            "level": "prefecture",
            "year": 2016,
            "granted_by": "市人民政府",
            "certificate": [{"id": 1}],
        }
    ],
    "members": [
        {"name": "于洋", "sex": "男", "birth_year": 1981, "education": "本科", "title": "工程师", "duty": "工艺设计"},
        {"name": "秦岚", "sex": "女", "birth_year": 1988, "education": "本科", "title": "技师", "duty": "检测"},
    ],
    "named_before": "no",
    "contact_name": "宋梅",
    "contact_phone": "000-0000102",
}

SAMPLES: dict[str, PaperData] = {
    "dalian/naming_decision": sample({"named": LISTED, "met_on": date(2019, 9, 6)}, campaign=CAMPAIGN),
    "dalian/public_notice": sample(
        {
            "list": LISTED,
            "contact": "市总工会经济技术和劳动保护部",
            "page": "市总工会网站通知公告栏",
            "first_day": date(2019, 9, 9),
            "last_day": datetime(2019, 9, 18, tzinfo=SHANGHAI),
        },
        campaign=CAMPAIGN,
    ),
    "dalian/minutes": sample({**MEETING, "listed": LISTED, "approved": [1, 2, 4, 5, 6, 7]}, campaign=CAMPAIGN),
    "dalian/assessment_record": sample(
        {"assessments": SHEETS, "score": 74.83, "application": {"lead": {"name": "高远"}}}, case=CASE
    ),
    "dalian/statement": sample(MATERIALS, case=CASE),
    "dalian/plaque": sample({"plaque_text": "大连市劳模创新工作室", "awarded_on": date(2019, 9, 20)}, studio=STUDIO),
}
"""By `<folder>/<paper>`."""
