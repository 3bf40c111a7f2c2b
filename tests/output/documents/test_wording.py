"""Words with FEEL in braces: what is filled in is printed as it is; titles break by sense."""

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.output.documents import PaperData
from services.output.documents.entries import Entries
from services.output.documents.fit import ems
from services.output.documents.headline import headline
from services.output.documents.wording import PAPER_FUNCTIONS, Scope, WordingBroken, numeral, pieces, until

from .samples import SHANGHAI


def filled(text: str, data: PaperData | None = None, **answers: Any) -> str:
    """The text with its values."""
    entries = Entries()
    wording = entries.words(text, "x")
    assert not entries.problems
    return Scope(data or PaperData(answers)).fill(wording)


def test_values_are_written_as_papers_write_them() -> None:
    assert filled("{day}共{count}项{none}。", day=date(2021, 8, 5), count=Decimal("12.50")) == "2021年8月5日共12.5项。"


def test_what_is_filled_in_is_never_read_again() -> None:
    assert filled("甲{x}乙", x="{day}<b>&amp;{{}}") == "甲{day}<b>&amp;{{}}乙"


def test_a_doubled_brace_is_a_brace_and_contexts_and_strings_may_hold_braces() -> None:
    assert filled('{{注}}{ {a: "}"}.a }') == "{注}}"


@pytest.mark.parametrize("text", ["{a", "a}", '{"}', "{ {a: 1} "])
def test_braces_that_do_not_match_are_told(text: str) -> None:
    with pytest.raises(WordingBroken):
        pieces(text)


@given(st.text(st.sampled_from("ab{}国"), max_size=12))
def test_any_text_can_be_printed_by_doubling_its_braces(text: str) -> None:
    assert "".join(part for _, part in pieces(text.replace("{", "{{").replace("}", "}}"))) == text


def test_facts_of_the_house_win_over_answers_and_the_given_number_over_a_typed_one() -> None:
    data = PaperData(
        {"studio": {"name": "冒充"}, "number": "自填"}, known={"studio": {"name": "真"}}, number="某〔2021〕1号"
    )
    assert filled("{studio.name}{number}", data) == "真某〔2021〕1号"
    assert filled("{number}", number="某〔2021〕2号") == "某〔2021〕2号"


def test_items_know_their_entries_their_place_and_the_names_around_them() -> None:
    entries = Entries()
    each, words = entries.source("=list", "x"), entries.words("{index}/{count(rows)}.{name}{item.name}{unit}", "x")
    scope = Scope(PaperData({"list": [{"name": "甲"}, {"name": "乙"}], "unit": "室"}))
    assert [inner.fill(words) for inner in scope.each(each)] == ["1/2.甲甲室", "2/2.乙乙室"]


def test_a_text_is_a_list_of_its_lines() -> None:
    entries = Entries()
    scope = Scope(PaperData({"defects": "一处\n\n二处"}))
    each, words = entries.source("=defects", "x"), entries.words("{item}", "x")
    assert [inner.fill(words) for inner in scope.each(each)] == ["一处", "二处"]


def test_a_paper_cannot_ask_the_house_for_the_time() -> None:
    entries = Entries()
    entries.words("{now()}{add working days(issued_on, 5)}", "body[0]")
    assert entries.problems == ["body[0]：文书里不能用函数 now", "body[0]：文书里不能用函数 add working days"]


def test_the_end_of_a_day_belongs_to_that_day() -> None:
    assert until(datetime(2021, 11, 11, tzinfo=SHANGHAI)) == "2021年11月10日"
    assert until(datetime(2021, 11, 10, 17, 30, tzinfo=SHANGHAI)) == "2021年11月10日17时30分"
    assert until(date(2021, 11, 10)) == until("2021-11-10") == "2021年11月10日"
    assert filled("{until(due)}", due=None) == ""


def test_numerals_count_headings() -> None:
    assert [numeral(n) for n in (1, 10, 12, 20, Decimal(21), 99)] == ["一", "十", "十二", "二十", "二十一", "九十九"]
    assert [numeral(n) for n in (0, 100, Decimal("1.5"), "1", None, True)] == [None] * 6
    assert set(PAPER_FUNCTIONS) == {"dated", "numeral", "until"}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("关于命名的决定", ["关于命名的决定"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        (
            "某某省直属机关工会工作委员会关于命名2021年省直机关劳模和职工创新工作室的决定",
            ["某某省直属机关工会工作委员会", "关于命名2021年省直机关劳模和", "职工创新工作室的决定"],
        ),
        ("关于撤销“王𬭚祎创新工作室”创新工作室称号的决定", ["关于撤销“王𬭚祎创新工作室”", "创新工作室称号的决定"]),
    ],
)
def test_a_title_breaks_by_sense(text: str, lines: list[str]) -> None:
    assert headline(text, 20) == lines


@given(st.text(st.sampled_from("国工的和，。（）《》2021年A关于"), min_size=1, max_size=90))
def test_a_title_keeps_every_sign_and_never_outgrows_its_line(text: str) -> None:
    lines = headline(text, 20)
    assert "".join(lines) == text
    assert all(ems(line) <= 20 for line in lines)
    assert not any(after[0] in "，。" and len(before) > 1 and ems(before) < 19 for before, after in pairwise(lines))
