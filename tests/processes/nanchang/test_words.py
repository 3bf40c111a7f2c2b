"""Nanchang's papers of words: what they say of days, money and who has a say."""

import io

import pytest
from pypdf import PdfReader

from services.output.documents import parse_paper, render_paper
from tests.builders import city

from .samples import SAMPLES

PACKAGE = city("nanchang")


def text_of(name: str) -> str:
    pdf = render_paper(parse_paper(PACKAGE.files[f"forms/{name}.paper.yaml"]), SAMPLES[f"nanchang/{name}"])
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("public_notice", "公示时间为2021年8月23日至2021年8月30日，不少于5个工作日，发布当日不计"),
        ("naming_decision", "所属县（区）、开发区（新区）工会原则上给予一定比例的配套。资金专款专用，使用情况公开透明"),
        ("naming_decision", "湾里管理局工会联合会"),
        ("grant_list", "资金专款专用，使用情况公开透明"),
        ("annexes", "9经济效益证明效益证明.pdf原件（财务章）"),
        ("annexes", "11认可或认定证明复合夹具：认定书.pdf"),
        ("plaque", "南昌市总工会2021年9月"),
        ("statement", "二、近三年来活动开展情况"),
    ],
)
def test_it_says(paper: str, words: str) -> None:
    assert words in text_of(paper)


def test_a_public_notice_shows_nothing_but_name_unit_lead_and_recommender() -> None:
    assert "序号工作室名称所在单位领衔人推荐单位" in text_of("public_notice")
