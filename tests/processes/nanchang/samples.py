"""Invented data for Nanchang's papers of words, and a filled application form."""

from datetime import date, datetime
from typing import Any

import yaml

from services.output.documents import OpinionShown, PaperData
from tests.output.documents.samples import SHANGHAI, rows, sample

from .sound import typed

CAMPAIGN: dict[str, Any] = {
    "id": 1,
    "title": "2021年南昌市劳模创新工作室",
    "year": 2021,
    "windows": {
        "application": {
            "start": datetime(2021, 5, 17, tzinfo=SHANGHAI),
            "end": datetime(2021, 7, 31, tzinfo=SHANGHAI),
        }
    },
}
CASE: dict[str, Any] = {"id": 3, "no": "NC-001-0003", "title": "万里江劳模创新工作室", "unit": "青云机械厂"}
STUDIO: dict[str, Any] = {
    "name": "万里江劳模创新工作室",
    "no": "GZS2021-0001",
    "category": "model_worker",
    "unit": "青云机械厂",
    "lead": "万里江",
    "grant_cny": 20000,
}
PARAMETERS = {"notice_min_working_days": 5, "count_first_day": False}
HEADINGS = ("overview", "team", "conditions", "rules", "operation", "tasks", "results", "training", "demonstration")
STATEMENT = {name: f"第{number}项的内容。" for number, name in enumerate((*HEADINGS, "honours"), 1)}


def files(*names: str) -> list[dict[str, Any]]:
    """Attachments as answers hold them."""
    return [{"id": number, "name": name, "size": 1000, "seconds": None} for number, name in enumerate(names, 1)]


def application(**changes: Any) -> PaperData:
    """The stories' application form, handed in and recommended."""
    from tests.builders import city

    answers = typed(yaml.safe_load(city("nanchang").files["scenarios/answers/application.yaml"]))
    said = [OpinionShown("情况属实，符合条件，同意推荐。", "同意推荐", "青云机械厂", "胡春兰", date(2021, 7, 15))]
    above = [OpinionShown("择优推荐。", "同意推荐", "青云区总工会", "黎耀东", date(2021, 7, 20))]
    return PaperData({**answers, **changes}, {"op_unit_union": said, "op_recommender": above})


SAMPLES: dict[str, PaperData] = {
    "nanchang/statement": sample({"statement": STATEMENT}, case=CASE),
    "nanchang/annexes": sample(
        {
            "video": files("工作室介绍.mp4"),
            "photos_interior": files("内景一.jpg", "内景二.png"),
            "photos_exterior": files("外景和牌匾.jpg"),
            "proof_funding": files("经费拨款凭证.pdf"),
            "proof_innovation": files("专利证书.pdf"),
            "proof_benefit": files("效益证明.pdf"),
            "proof_trained": files("职业资格证书.pdf"),
            "recognised": [{"name": "复合夹具", "proof": files("认定书.pdf")}],
            "proof_other": [],
        },
        case=CASE,
    ),
    "nanchang/public_notice": sample(
        {
            "list": rows(3, "model_worker"),
            "contact": "南昌市总工会经济技术部",
            "page": "市总工会网站通知公告栏",
            "first_day": date(2021, 8, 23),
            "last_day": datetime(2021, 8, 31, tzinfo=SHANGHAI),
        },
        campaign=CAMPAIGN,
        parameters=PARAMETERS,
    ),
    "nanchang/naming_decision": sample({"named": rows(3, "model_worker")}, campaign=CAMPAIGN),
    "nanchang/grant_list": sample(
        {"payee": "青云机械厂", "bank": "示例银行青云支行", "account": "0000 0000 0001", "amount": 20000}, studio=STUDIO
    ),
    "nanchang/plaque": sample({"plaque_text": "南昌市劳模创新工作室", "awarded_on": date(2021, 9, 15)}, studio=STUDIO),
}
"""By `<folder>/<paper>`."""
