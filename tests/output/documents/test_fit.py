"""Texts step down in size before they leave their cell, and the estimate errs on the safe side."""

from hypothesis import given
from hypothesis import strategies as st

from services.output.documents.fit import POINT, best_size, ems, indented, lines_needed


def test_a_short_text_keeps_its_size() -> None:
    assert best_size("水利工程", 10.5, 40, 8) == 10.5


def test_a_text_steps_down_by_the_sizes_of_chinese_type() -> None:
    assert best_size("一" * 12, 10.5, 12 * 9 * POINT, 8) == 9
    assert best_size("一" * 12, 10.5, 12 * 7.5 * POINT, 4) == 7.5
    assert best_size("一" * 12, 10.5, 11 * 7.5 * POINT, 4) is None


def test_one_smaller_line_is_preferred_to_a_word_broken_in_two() -> None:
    assert best_size("lead.of.the.studio@example.org.cn", 10.5, 62, 11) == 9


def test_a_cell_narrower_than_a_sign_takes_nothing() -> None:
    assert best_size("甲", 10.5, 2, 50) is None


def test_prose_is_indented_by_paragraph_and_empty_lines_are_dropped() -> None:
    assert indented("甲\n\n 乙") == "　　甲\n　　乙"


@given(st.text(max_size=200), st.text(max_size=50), st.floats(min_value=3, max_value=60))
def test_more_text_never_needs_less_room(text: str, more: str, width: float) -> None:
    assert ems(text + more) >= ems(text)
    assert lines_needed(text + more, width) >= lines_needed(text, width)
