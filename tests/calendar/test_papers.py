"""Each day names the notice that rules it, where we have read the notice."""

from datetime import date

import pytest

from services.calendar.papers import paper_of
from services.calendar.seed import library_days


@pytest.mark.parametrize(
    ("day", "paper"),
    [
        (date(2021, 10, 9), "国办发明电〔2020〕27号"),
        (date(2018, 12, 29), "国办发明电〔2018〕15号"),  # a make-up day ordered by the next year's notice
        (date(2020, 2, 1), "国办发明电〔2020〕1号"),
        (date(2026, 2, 14), "国办发明电〔2025〕7号"),
    ],
)
def test_a_day_names_its_notice_and_the_library_it_was_read_from(day: date, paper: str) -> None:
    assert library_days()[day].source == f"{paper}（chinesecalendar 1.11.0）"


@pytest.mark.parametrize("day", [date(2010, 10, 1), date(2019, 5, 3)])
def test_a_notice_we_have_not_read_is_not_named(day: date) -> None:
    assert paper_of(day, True) is None
    assert library_days()[day].source == "chinesecalendar 1.11.0"
