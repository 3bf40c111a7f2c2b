"""The papers under test, and a studio that fills them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from services.output.documents import CodeShown, OpinionShown, Paper, PaperData, parse_paper, render_paper

FORMS = Path(__file__).parents[3] / "forms" / "liaoning"


def member(number: int, **changes: Any) -> dict[str, Any]:
    """A member of the studio whose name no other member's name contains."""
    return {
        "name": f"甲{number:03}号",
        "sex": "女",
        "birth_year": 1980,
        "education": "本科",
        "title": "工程师",
        "unit": "某设计院",
        "duty": "试验",
    } | changes


def with_members(data: PaperData, number: int) -> PaperData:
    """The same studio with so many members."""
    return replace(data, answers={**data.answers, "members": [member(n) for n in range(1, number + 1)]})


def with_answers(data: PaperData, **changes: Any) -> PaperData:
    """The same studio with other answers."""
    return replace(data, answers={**data.answers, **changes})


def pages(paper: Paper, data: PaperData) -> list[str]:
    """The text of each printed page, blanks and line breaks taken out."""
    reader = PdfReader(BytesIO(render_paper(paper, data)))
    return ["".join(page.extract_text().split()) for page in reader.pages]


@pytest.fixture(scope="session")
def application() -> Paper:
    """The application form."""
    return parse_paper((FORMS / "application.paper.yaml").read_bytes())


@pytest.fixture(scope="session")
def summary() -> Paper:
    """The summary table."""
    return parse_paper((FORMS / "summary.paper.yaml").read_bytes())


@pytest.fixture
def studio() -> PaperData:
    """Everything answered, three organs heard, two of them in one box."""
    year = {"income": 100, "saving": Decimal("35.20"), "fx": 0, "total": Decimal("135.2")}
    trained = ("total", "dual", "senior_tech", "tech", "senior_worker", "other")
    honoured = ("national", "prov", "pref", "system")
    answers: dict[str, Any] = {
        "category": "staff_tech",
        "recommender": "某某产业工会",
        "filler": "刘文",
        "filler_phone": "024-00000001",
        "studio_name": "㛃䶮喆堃赟𬭚祎创新工作室",
        "founded_on": date(2019, 5, 6),
        "host_unit": "某设计院",
        "naming_unit": "某某产业工会",
        "field": "水利工程",
        "named_on": "2020-03-01",
        "studio_type": ["development", "other"],
        "studio_type_other": "标准研究",
        "member_total": 3,
        "funding_2019": {"amount": Decimal("12.50"), "source": "单位自筹"},
        "funding_2020": {"amount": 20, "source": "上级补助"},
        **{key: 1 for key in ("result_count", "transfer_count", "patent_utility", "patent_invention")},
        **{f"award_{level}": 0 for level in ("intl", "national", "prov", "pref")},
        "benefit_2019": year,
        "benefit_2020": year,
        **{f"trained_{kind}": 21 + at for at, kind in enumerate(trained)},
        **{f"trained_mw_{kind}": 31 + at for at, kind in enumerate(honoured)},
        "social_benefit": "面向基层开展培训。\n带动职工岗位建功。",
        "lead": {
            "name": "王𬭚祎",
            "sex": "男",
            "birth": "1975-03",
            "education": "硕士",
            "ethnicity": "满族",
            "political": "中共党员",
            "trade": "农田水利",
            "title": "正高级工程师",
            "phone": "024-00000002",
            "honour_text": "2015年省劳动模范",
            "email": "lead@example.org",
        },
        "members": [member(1), member(2)],
    }
    opinions = {
        "op_unit_union": [OpinionShown("材料真实。", "同意推荐", "某设计院工会", "李喆", date(2021, 11, 3))],
        "op_discipline": [OpinionShown("未见反映。", "无异议", "某设计院纪委", "赵堃", date(2021, 11, 4), "孙赟")],
        "op_superior_union": [
            OpinionShown("先行审核。", "同意上报", "某厅机关工会", sealed_on=date(2021, 11, 6)),
            OpinionShown("成果突出。", "同意推荐", "某某产业工会", sealed_on=date(2021, 11, 8)),
        ],
    }
    code = CodeShown("LN-2021-0007", "https://union.example.org/records/LN-2021-0007")
    return PaperData(answers, opinions, {}, code)
