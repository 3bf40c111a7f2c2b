"""An empty Excel table for a list of a form: its headings, the words that may stand below each, nothing else."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

ROWS = 200
LONGEST_LIST = 255
"""What Excel takes as the words of one list, in characters."""


@dataclass(frozen=True)
class Heading:
    """A column: its words, whether it must be filled, and the words to choose from, if any."""

    label: str
    required: bool
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """As it stands in the first row."""
        return f"{self.label}{f'（{self.unit}）' if self.unit else ''}{'*' if self.required else ''}"


def row_template(title: str, headings: Sequence[Heading]) -> bytes:
    """The .xlsx file: headings in the first row, cells as text so that no number or date is changed on the way."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#eef2f1", "text_wrap": True, "align": "center"})
        text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        for at, heading in enumerate(headings):
            sheet.set_column(at, at, max(10, min(32, 2 * len(heading.words) + 4)), text)
            sheet.write_string(0, at, heading.words, head)
            if heading.choices and len(",".join(heading.choices)) <= LONGEST_LIST:
                listed = {"validate": "list", "source": list(heading.choices), "error_type": "warning"}
                sheet.data_validation(1, at, ROWS, at, listed)
    return made.getvalue()


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "名单"
