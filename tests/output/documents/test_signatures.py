"""Where a form asks for a signature, its words are printed, and the name of whoever signs once it is given."""

from datetime import date
from typing import Any

import pytest
import yaml

from services.output.documents import OpinionShown, Paper, PaperData, parse_paper
from tests.output.documents.conftest import pages


def paper(**box: Any) -> Paper:
    """One box of a form."""
    cell = {"opinion": "op_unit", "seal": "公章", **box}
    described = {
        "title": "审批表",
        "page": {"size": "A4", "margins": [20, 20, 20, 20]},
        "lines": [],
        "blocks": [{"columns": [30, 140], "rows": [{"height": 45, "cells": ["意见", cell]}]}],
    }
    found = parse_paper(yaml.safe_dump(described, allow_unicode=True))
    assert isinstance(found, Paper)
    return found


SIGNED = PaperData(opinions={"op_unit": [OpinionShown("同意。", "", "星河工会", "李婷", date(2019, 10, 8))]})


@pytest.mark.parametrize(
    ("box", "data", "printed"),
    [
        ({"signature": "负责人签名："}, PaperData(), "意见负责人签名：公章年月日"),
        ({"signature": "负责人签名："}, SIGNED, "意见同意。负责人签名：李婷星河工会公章2019年10月8日"),
        ({"seal_only": True}, SIGNED, "意见同意。星河工会公章2019年10月8日"),
        ({}, PaperData(), "意见公章年月日"),
        ({}, SIGNED, "意见同意。签署：李婷星河工会公章2019年10月8日"),
    ],
)
def test_a_box_asks_for_a_signature_only_where_the_form_does(
    box: dict[str, Any], data: PaperData, printed: str
) -> None:
    assert pages(paper(**box), data) == [printed]


def test_a_box_that_does_not_apply_keeps_its_words(application: Paper) -> None:
    box = paper(signature="负责人签名：", not_applicable="不适用")
    assert pages(box, PaperData(opinions={"op_unit": []})) == ["意见不适用负责人签名：公章年月日"]
