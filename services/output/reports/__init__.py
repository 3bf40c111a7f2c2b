"""Tables the campaign office takes along: how long steps took, what is late, who applied; the register. As .xlsx."""

from .campaign import campaign_report
from .register import register_sheet
from .workbook import Column, Sheet, workbook

__all__ = ["Column", "Sheet", "campaign_report", "register_sheet", "workbook"]
