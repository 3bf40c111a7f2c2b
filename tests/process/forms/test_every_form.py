"""The forms that ship with the house: each is readable, can be drawn, and asks for something or nothing on purpose."""

from pathlib import Path

import pytest

from services.process.forms import AnswersIncomplete, asked, checked, parse_form, starting

FORMS = sorted((Path(__file__).parents[3] / "forms").glob("*/*.form"))
EMPTY_HOUSE = {"titles": lambda *organisation: []}  # what a form may ask of the house's rows: here there are none


@pytest.mark.parametrize("path", FORMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_shipped_form_is_read_drawn_and_checked(path: Path) -> None:
    form = parse_form(path.read_bytes())

    sheet = asked(form, starting(form, {}), {}, library=EMPTY_HOUSE)
    assert sheet.items
    try:
        checked(form, {})
    except AnswersIncomplete as refusal:
        drawn = asked(form, {}, errors=refusal.fields, library=EMPTY_HOUSE)
        assert [fault for fault in drawn.faults if not fault.anchor] == []
