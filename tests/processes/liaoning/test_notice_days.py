"""PROCEDURES 1.9, vector 7: until when a public notice runs, by the diagram's own clock and the official calendar."""

from datetime import date, datetime
from typing import Any

import pytest
from lxml import etree

from services.calendar.feel_functions import library
from services.calendar.seed import library_days
from services.calendar.work_calendar import WorkCalendar
from services.foundation.clock import SHANGHAI, last_day
from services.process.registry.manifest import read_manifest
from services.process.rules.feel import compile_expression
from tests.builders import city

LIAONING = city("liaoning")
CALENDAR = WorkCalendar(0, library_days())
PLANNED_END = datetime(2021, 12, 11, tzinfo=SHANGHAI)  # 24:00 of 10 December


def last_day_of(posted: date, *, counted_from: str, offline: tuple[date, ...] = ()) -> date:
    """The last day of a notice posted in the morning of a day."""
    tree = etree.fromstring(LIAONING.files["shared/public_notice.bpmn"])
    (clock,) = tree.xpath("//*[@id='shared_public_notice_ends']//*[local-name()='timeDate']/text()")
    parameters = read_manifest(LIAONING.files["procedure.yaml"]).parameters
    names: dict[str, Any] = {
        "planned_end": PLANNED_END,
        "min_days": parameters["notice_min_working_days"],
        "parameters": {**parameters, "count_first_day": counted_from == "same day"},
        "notice": {"running": [{"no": "GS-001", "offline_days": list(offline)}]},
        "notice_no": "GS-001",
    }
    at = datetime(posted.year, posted.month, posted.day, 9, tzinfo=SHANGHAI)
    return last_day(compile_expression(str(clock).removeprefix("=")).evaluate(names, library(CALENDAR, at)))


@pytest.mark.parametrize(
    ("posted", "next_day", "same_day"),
    [
        (1, 10, 10),
        (3, 10, 10),  # Friday: five working days are just left
        (5, 10, 10),  # Sunday: the last day on which one may begin within the window
        (6, 13, 10),
        (7, 14, 13),
    ],
)
def test_a_notice_runs_as_planned_and_for_five_working_days(posted: int, next_day: int, same_day: int) -> None:
    day = date(2021, 12, posted)
    assert last_day_of(day, counted_from="next day") == date(2021, 12, next_day)
    assert last_day_of(day, counted_from="same day") == date(2021, 12, same_day)


def test_the_procedure_counts_from_the_next_day() -> None:
    assert read_manifest(LIAONING.files["procedure.yaml"]).parameters["count_first_day"] is False


def test_a_working_day_off_line_moves_the_end_only_when_none_is_to_spare() -> None:
    off = (date(2021, 12, 7),)
    assert last_day_of(date(2021, 12, 1), counted_from="next day", offline=off) == date(2021, 12, 10)
    assert last_day_of(date(2021, 12, 3), counted_from="next day", offline=off) == date(2021, 12, 13)
