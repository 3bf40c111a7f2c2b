"""What diagrams may say about time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.calendar import WorkCalendar
from services.calendar.feel_functions import library
from services.calendar.seed import library_days
from services.foundation.clock import SHANGHAI, end_of_day

NOW = datetime(2021, 12, 3, 17, 30, tzinfo=UTC)  # 01:30 on the 4th in Shanghai
FEEL = library(WorkCalendar(1, library_days()), NOW)


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("now", (), NOW),
        ("today", (), date(2021, 12, 4)),
        ("add working days", (date(2026, 2, 12), Decimal(5)), date(2026, 2, 26)),
        ("add working days", (date(2026, 2, 12), 5, True), date(2026, 2, 25)),
        ("add working days", (shanghai(2021, 12, 3, 9), Decimal(5)), shanghai(2021, 12, 11)),
        ("add working days", (NOW, Decimal("5.0")), shanghai(2021, 12, 11)),
        # Of a notice posted on 3 December one day was off line: 10 December becomes 13 December.
        ("add working days", (date(2021, 12, 3), 5, False, [date(2021, 12, 8)]), date(2021, 12, 13)),
        ("add working days", (shanghai(2021, 12, 3, 9), 5, False, [date(2021, 12, 8)]), shanghai(2021, 12, 14)),
        ("add working days", (date(2021, 12, 3), 5, True, [date(2021, 12, 3)]), date(2021, 12, 10)),
        ("add working days", (date(2021, 12, 3), 5, False, date(2021, 12, 8)), date(2021, 12, 13)),
        ("add working days", (date(2021, 12, 3), 5, False, [shanghai(2021, 12, 8, 12)]), date(2021, 12, 13)),
        ("add working days", (date(2021, 12, 3), 5, False, [date(2021, 12, 4)]), date(2021, 12, 10)),
        ("add working days", (date(2021, 12, 3), 5, False, []), date(2021, 12, 10)),
        ("add working days", (date(2021, 12, 3), 5, False, None), date(2021, 12, 10)),
        ("working days between", (date(2021, 12, 1), date(2021, 12, 10)), Decimal(7)),
        ("working days between", (shanghai(2021, 12, 1, 8), end_of_day(date(2021, 12, 10))), Decimal(7)),
        ("working days between", (shanghai(2021, 12, 1), shanghai(2021, 12, 10, 0, 1)), Decimal(7)),
        ("is working day", (date(2021, 9, 18),), True),
        ("is working day", (shanghai(2021, 10, 1, 12),), False),
        ("start of day", (date(2021, 11, 1),), shanghai(2021, 11, 1)),
        ("end of day", (date(2021, 11, 10),), shanghai(2021, 11, 11)),
        ("end of day", (NOW,), shanghai(2021, 12, 5)),
    ],
)
def test_a_function_answers(name: str, arguments: tuple[Any, ...], value: Any) -> None:
    answer = FEEL[name](*arguments)
    assert answer == value
    assert type(answer) is type(value)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("add working days", (None, 5)),
        ("add working days", (date(2021, 1, 1), None)),
        ("add working days", (date(2021, 1, 1), True)),
        ("add working days", (date(2021, 1, 1), Decimal("1.5"))),
        ("add working days", (date(2021, 1, 1), 5, "yes")),
        ("add working days", (date(2021, 1, 1), 5, False, "2021-01-05")),
        ("add working days", (date(2021, 1, 1), 5, False, [date(2021, 1, 5), None])),
        ("add working days", ("2021-01-01", 5)),
        ("add working days", (date(2021, 1, 1), Decimal("1E+999999"))),
        ("add working days", (date(9999, 1, 1), 5)),
        ("working days between", (date(2021, 1, 1), None)),
        ("working days between", (date(1, 1, 1), date(9999, 1, 1))),
        ("is working day", (timedelta(days=1),)),
        ("start of day", (5,)),
        ("end of day", (date(9999, 12, 31),)),
    ],
)
def test_a_senseless_question_gives_null(name: str, arguments: tuple[Any, ...]) -> None:
    assert FEEL[name](*arguments) is None


def test_moments_are_shown_as_shanghais_clock_shows_them() -> None:
    assert FEEL["now"]().hour == 1
    assert FEEL["end of day"](date(2021, 11, 10)).hour == 0
    assert FEEL["add working days"](NOW, 1).tzinfo is SHANGHAI
