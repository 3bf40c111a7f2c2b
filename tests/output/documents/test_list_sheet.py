"""Lists of words and tables as spreadsheets: what the paper says stands in cells, amounts can be added up."""

from dataclasses import replace

import pytest

from services.output.documents import NotATable, Prose, is_table, parse_paper, render_sheet

from .every_sample import EVERY
from .samples import FORMS, RARE, rows
from .test_spreadsheet import cells, part

LISTS = [path for path in sorted(EVERY) if b"kind: list" in (FORMS / f"{path}.paper.yaml").read_bytes()]


def shape(path: str) -> Prose:
    found = parse_paper((FORMS / f"{path}.paper.yaml").read_bytes())
    assert isinstance(found, Prose)
    return found


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_spreadsheet_with_its_heads_and_its_heading(path: str) -> None:
    xlsx = render_sheet(shape(path), EVERY[path])
    found = [str(text) for text in cells(xlsx).values()]
    assert is_table(shape(path)) and "序号" in found
    assert not [text for text in found if "null" in text or "{" in text]
    assert xlsx == render_sheet(shape(path), EVERY[path])


def test_amounts_are_numbers_and_numbers_of_accounts_are_words() -> None:
    data = EVERY["liaoning/grant_list"]
    one = [{**rows(1, "staff")[0], "account": "210000001234", "amount": 30000}]
    found = list(cells(render_sheet(shape("nanchang/grant_list"), replace(data, answers={"grants": one}))).values())
    assert found.count(30000.0) == 2  # the row and the sum
    assert "210000001234" in found and "合　　计（1个）" in found


def test_no_name_becomes_a_formula_and_rare_signs_stay() -> None:
    path = "langfang/batch_list"
    studio = {"no": "LF-1", "title": '=HYPERLINK("http://x")', "unit": f"+{RARE}", "lead": "@甲"}
    xlsx = render_sheet(shape(path), replace(EVERY[path], answers={"rows": [studio], "total": 1}))
    assert {'=HYPERLINK("http://x")', f"+{RARE}", "@甲"} <= set(cells(xlsx).values())
    assert not list(part(xlsx, "worksheets/sheet1").iter("{*}f"))


def test_a_letter_is_no_spreadsheet() -> None:
    for path in ("shared/refusal", "langfang/naming_decision"):
        assert not is_table(shape(path))
        with pytest.raises(NotATable):
            render_sheet(shape(path), EVERY[path])
