"""Excel files that people bring: read as text, refused where they are made to do harm."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from services.foundation.workbooks import (
    EMPTY,
    NOT_ONE,
    STRANGE,
    TOO_LARGE,
    TOO_MANY,
    WITH_PROGRAMS,
    WorkbookRefused,
    read_sheet,
)


def book(rows: list[list[Any]], blank_sheets: int = 0) -> io.BytesIO:
    """An .xlsx with these rows; dates as Excel keeps them, texts with "=" as formulas that gave 7."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for _ in range(blank_sheets):
            workbook.add_worksheet()
        sheet = workbook.add_worksheet()
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(y, x, value, day)
                elif isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(y, x, value, value=7)
                elif value is not None:
                    sheet.write(y, x, value)
    return made


def changed(file: io.BytesIO, **parts: bytes) -> io.BytesIO:
    """The same archive with some parts added or replaced; `__` in a name is a slash, `_dot_` a dot."""
    made = io.BytesIO()
    new = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in old.namelist():
            fresh.writestr(name, new.pop(name, None) or old.read(name))
        for name, content in new.items():
            fresh.writestr(name, content)
    return made


def test_cells_are_what_a_person_sees_and_rows_keep_their_place() -> None:
    told = [
        ["姓名", "出生", "电话", "奖"],
        [],
        ["张\u00a0建国", date(1980, 5, 1), 13800001111, "=SUM(3,4)"],
        [True, 2.5],
    ]
    assert [row[:4] for row in read_sheet(book([*told, [" "]]))] == [
        ["姓名", "出生", "电话", "奖"],
        [""] * 4,
        ["张 建国", "1980-05-01", "13800001111", "7"],
        ["是", "2.5", "", ""],
    ]


def test_the_first_sheet_that_holds_anything_is_read() -> None:
    assert read_sheet(book([["甲"]], blank_sheets=2))[0][0] == "甲"


def test_so_many_rows_and_no_more() -> None:
    assert len(read_sheet(book([["甲"]] * 25), most_rows=5)) == 25
    with pytest.raises(WorkbookRefused, match=TOO_MANY):
        read_sheet(book([["甲"]] * 26), most_rows=5)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (io.BytesIO(b""), EMPTY),
        (io.BytesIO(b"\xd0\xcf\x11\xe0 an old .xls"), NOT_ONE),
        (book([]), EMPTY),
        (changed(book([["甲"]]), xl__vbaProject_dot_bin=b"program"), WITH_PROGRAMS),
        (changed(book([["甲"]]), xl__media__x_dot_png=bytes(65 * 1024 * 1024)), TOO_LARGE),
        (
            changed(
                book([["甲"]]),
                xl__sharedStrings_dot_xml=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "lol">]><sst><si/></sst>',
            ),
            STRANGE,
        ),
        (changed(book([["甲"]]), xl__worksheets__sheet1_dot_xml=b"<worksheet><row"), STRANGE),
    ],
    ids=["empty", "old", "blank", "macro", "bomb", "entity", "broken"],
)
def test_a_file_that_would_do_harm_is_refused_in_a_sentence(file: io.BytesIO, sentence: str) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        read_sheet(file)
    assert str(refused.value) == sentence


def test_a_row_that_claims_to_stand_at_the_end_of_the_world_costs_nothing() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert read_sheet(changed(book([["甲"]]), xl__worksheets__sheet1_dot_xml=sheet))[0][0] == "1"
