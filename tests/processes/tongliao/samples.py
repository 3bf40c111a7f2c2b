"""Invented data for each of Tongliao's own papers: what its tests print, and what pictures of them show."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from services.foundation.clock import SHANGHAI
from services.output.documents import CodeShown, OpinionShown, PaperData

ANSWERS = Path(__file__).parents[3] / "processes" / "tongliao" / "scenarios" / "answers"
CODE = CodeShown("核验码 7K2Q-X9WD", "https://union.example.org/verify/7K2QX9WD")
APPLICATION: dict[str, Any] = yaml.safe_load((ANSWERS / "application.yaml").read_text("utf-8"))
TITLED = {"level": "unit", "named_by": "云岭生物科技公司", "named_on": date(2020, 3, 16), "title_no": "GZS2020-0001"}
CITY_FORM = {**APPLICATION, "level_applied": "city", "earlier_titles": [TITLED]}
SAID = OpinionShown("同意推荐。", "同意", "云岭生物科技公司", "乌兰", date(2020, 5, 19))
STUDIO = {
    "name": "苏和发酵工艺创新工作室",
    "no": "GZS2020-0003",
    "category": "city",
    "category_name": "通辽市职工创新工作室",
    "unit": "云岭生物科技公司",
    "lead": "苏和",
    "naming_organ": "通辽市总工会",
    "grant_cny": 10000,
}
LISTED = {
    "title": "苏和发酵工艺创新工作室",
    "category": "city",
    "unit": "云岭生物科技公司",
    "lead": "苏和",
    "recommender": "科尔沁区总工会",
}
NAMED = {"studio_name": "苏和发酵工艺创新工作室", "unit_name": "云岭生物科技公司", "lead_name": "苏和"}
POSTED = {
    "contact": "工会办公室（电话：000-0000009）",
    "page": "工会网站通知公告栏",
    "first_day": date(2020, 6, 15),
    "last_day": datetime(2020, 6, 23, tzinfo=SHANGHAI),
}
MONEY = {
    "payee": "云岭生物科技公司",
    "bank": "示例银行通辽分行",
    "account": "0000-0001",
    "basis": "示例会议纪要2020第3号",
}
BARREN = {"from_day": date(2021, 3, 21), "until_day": date(2022, 3, 20), "organ": "云岭生物科技公司"}


def sample(answers: dict[str, Any], number: str = "通工技发〔2020〕3号", **known: Any) -> PaperData:
    """Data with a number, a day and a code."""
    return PaperData(answers, code=CODE, known=known, number=number, issued_on=date(2020, 6, 23))


def decision(level: str, organ: str, number: str) -> PaperData:
    """A naming decision of one level."""
    return sample({"organ": organ, "level": level, **NAMED}, number)


SHOWN: dict[str, PaperData] = {
    "application": PaperData(CITY_FORM, {"op_unit": [SAID], "op_county": [SAID]}, code=CODE),
    "summary": PaperData(
        {
            "reporting_unit": "科尔沁区总工会",
            "reported_on": date(2020, 5, 20),
            "entries": [
                {
                    "no": "TL-2020-0003",
                    "studio_name": "苏和发酵工艺创新工作室",
                    "host_unit": "云岭生物科技公司",
                    "level": "市级",
                    "lead": "苏和",
                    "honour_basis": "2017年通辽市劳动模范",
                    "results": "4",
                }
            ],
        },
    ),
}
"""The forms, by their names."""

SAMPLES: dict[str, PaperData] = {
    "tongliao/naming_decision": decision("city", "通辽市总工会", "通工技发〔2020〕3号"),
    "tongliao/public_notice": sample({"organ": "通辽市总工会", "list": [LISTED], **POSTED}),
    "tongliao/plaque": sample({"organ": "通辽市总工会", "awarded_on": date(2020, 7, 2)}, studio=STUDIO),
    "tongliao/subsidy_list": sample(MONEY, studio=STUDIO),
    "tongliao/barren_letter": sample({"outcome": "warn", "years": 2, **BARREN}, "工创考〔2022〕1号", studio=STUDIO),
}
"""By `<folder>/<paper>`, the papers of words."""
