"""Values are written as a paper writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.output.documents.data import PaperData
from services.output.documents.shapes import Source, ValueForm
from services.output.documents.values import as_date, read, ticked, written


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (None, "text", ""),
        ("", "date", ""),
        (0, "text", "0"),
        (True, "text", "是"),
        (Decimal("12.50"), "text", "12.5"),
        (Decimal("1E+3"), "text", "1000"),
        (0.1, "text", "0.1"),
        (date(2021, 8, 5), "text", "2021年8月5日"),
        ("2021-08-05", "date", "2021年8月5日"),
        ("2021-08-05", "text", "2021-08-05"),
        ("1975-03", "month", "1975年3月"),
        (date(1975, 3, 1), "month", "1975年3月"),
        (1980, "year", "1980"),
        ("1980-02", "year", "1980"),
        ("约1980年", "year", "约1980年"),
        ("2021-13-40", "date", "2021-13-40"),
        ({"@": "date", "v": "2021-08-05"}, "date", "2021年8月5日"),
        (["甲", None, "乙"], "text", "甲、乙"),
        ("a\x00b\r\nc\td ", "text", "ab\nc d"),
    ],
)
def test_a_value_is_written_as_on_paper(value: Any, form: ValueForm, printed: str) -> None:
    assert written(value, form) == printed


def test_a_coded_value_is_written_by_its_label() -> None:
    assert written("m", labels={"m": "男"}) == "男"


def test_a_moment_is_dated_in_shanghai() -> None:
    assert as_date(datetime(2021, 11, 10, 16, 0, tzinfo=UTC)) == date(2021, 11, 11)


def test_a_path_that_leads_nowhere_is_blank() -> None:
    data = PaperData({"lead": None, "name": "甲"}, header={"name": "乙"})
    assert read(Source("lead.name"), data) is None
    assert read(Source("name.more"), data) is None
    assert read(Source("header.name"), data) == "乙"
    assert read(Source("name"), data, item={}) is None


def test_one_value_or_several_tick_their_boxes() -> None:
    data = PaperData({"one": "a", "many": ["a", "b"], "none": None})
    assert ticked(Source("one"), data) == {"a"}
    assert ticked(Source("many"), data) == {"a", "b"}
    assert ticked(Source("none"), data) == frozenset()
