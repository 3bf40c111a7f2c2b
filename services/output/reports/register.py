"""The register as a table to take along: the columns that stand on its public page and no others."""

from collections.abc import Iterable

from services.selection.studios import Studio

from .workbook import Cell, Column, Sheet, workbook

COLUMNS = (
    Column("登记号", 18),
    Column("工作室", 36),
    Column("所在单位", 34),
    Column("领衔人", 14),
    Column("类别", 26),
    Column("命名单位", 24),
    Column("命名日期", 18),
    Column("命名决定", 22),
    Column("牌匾编号", 18),
    Column("状态", 12),
)


def register_sheet(rows: Iterable[tuple[Studio, str, str]], note: str) -> bytes:
    """Studios with the names of their categories and their standing as the reader may know it."""
    told: list[list[Cell]] = [
        [s.no, s.name, s.unit, s.lead, category, s.naming_organ, s.named_on, s.decision_no, s.plaque_no, status]
        for s, category, status in rows
    ]
    return workbook("工作室名录", [Sheet("名录", note, COLUMNS, told)])
