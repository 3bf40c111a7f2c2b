"""An Excel file that somebody brought, read as plain text: nothing computed, nothing followed, nothing endless."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any

from openpyxl import load_workbook

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_IN_A_CELL = 5000
NOT_ONE = "只能导入 .xlsx 格式的 Excel 表格；.xls 或 WPS 表格请先另存为 .xlsx。"
TOO_LARGE = f"表格文件过大（不超过 {MOST_BYTES // 1024 // 1024} MB），请只保留要导入的行后再试。"
WITH_PROGRAMS = "表格里有宏或嵌入的程序，请另存为不含宏的 .xlsx 后再导入。"
STRANGE = "表格文件的内容不正常，请在 Excel 或 WPS 里打开后另存为 .xlsx 再导入。"
EMPTY = "表格是空的。"
TOO_MANY = f"一次最多导入 {MOST_ROWS} 行，请分几次导入。"
_PROGRAMS = ("vbaproject.bin", "/activex/", "/embeddings/", "/macrosheets/")
_ENTITY = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T|E\0?N\0?T)", re.IGNORECASE)
_PIECE = 1024 * 1024


class WorkbookRefused(Exception):
    """Why a file is not read, in a sentence for whoever brought it."""


def read_sheet(file: IO[bytes], most_rows: int = MOST_ROWS) -> list[list[str]]:
    """The first sheet that holds anything, row by row as text, blank rows at the end left out. Raises WorkbookRefused.

    A row keeps its place: the first of the list is row 1 of the sheet. `file` can be sought.
    """
    _require_harmless(file)
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which nobody asks for here
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                return _first_filled([_rows(sheet, most_rows) for sheet in book.worksheets[:20]])
            finally:
                book.close()
    except WorkbookRefused:
        raise
    except Exception as fault:  # whatever a broken file makes of its reader, the person is told the same
        raise WorkbookRefused(STRANGE) from fault


def _require_harmless(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    if not size:
        raise WorkbookRefused(EMPTY)
    if size > MOST_BYTES:
        raise WorkbookRefused(TOO_LARGE)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _require_small(archive.infolist())
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels", ".vml")) and _declares(archive, part):
                    raise WorkbookRefused(STRANGE)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as fault:
        raise WorkbookRefused(NOT_ONE) from fault


def _require_small(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names or any(part.flag_bits & 1 for part in parts):
        raise WorkbookRefused(NOT_ONE)
    if any(word in f"/{name}" for name in names for word in _PROGRAMS):
        raise WorkbookRefused(WITH_PROGRAMS)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise WorkbookRefused(TOO_LARGE)


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type or an entity: no Excel writes any; a few of them fill a machine."""
    before = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            if _ENTITY.search(before[-32:] + piece):
                return True
            before = piece
    return False


def _first_filled(sheets: list[Iterator[list[str]]]) -> list[list[str]]:
    for sheet in sheets:
        rows = list(sheet)
        while rows and not any(rows[-1]):
            rows.pop()
        if rows:
            return rows
    raise WorkbookRefused(EMPTY)


def _rows(sheet: Any, most_rows: int) -> Iterator[list[str]]:
    """Told bounds are not believed: one row more than may be is asked for, to see whether there is any."""
    sheet.reset_dimensions()
    margin = 20  # a title and a heading stand above the rows
    for number, cells in enumerate(
        sheet.iter_rows(max_row=most_rows + margin + 1, max_col=MOST_COLUMNS, values_only=True), 1
    ):
        row = [_text(cell) for cell in cells]
        if number > most_rows + margin and any(row):
            raise WorkbookRefused(TOO_MANY)
        yield row


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%dT%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return str(value).replace("\u00a0", " ").strip()[:MOST_IN_A_CELL]
