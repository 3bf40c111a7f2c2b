"""Objections to a public notice: anybody raises one, the office looks into it, the objector's identity is protected."""

from .attachments import ENDINGS, MOST_BYTES, MOST_FILES
from .effects import accept_objection, dismiss_objection, settle_objection
from .filing import Filed, Said, enter_objection, file_objection, objectionable
from .known import known_objections, objection_by_no, objections_against, outcomes, suspended
from .lookup import by_receipt, knock, withdraw
from .models import Objection
from .office import DeskRow, desk, files_of, grounds_name_nobody, may_handle, on_the_desk, open_file, refer, reveal

__all__ = [
    "ENDINGS",
    "MOST_BYTES",
    "MOST_FILES",
    "DeskRow",
    "Filed",
    "Objection",
    "Said",
    "accept_objection",
    "by_receipt",
    "desk",
    "dismiss_objection",
    "enter_objection",
    "file_objection",
    "files_of",
    "grounds_name_nobody",
    "knock",
    "known_objections",
    "may_handle",
    "objection_by_no",
    "objectionable",
    "objections_against",
    "on_the_desk",
    "open_file",
    "outcomes",
    "refer",
    "reveal",
    "settle_objection",
    "suspended",
    "withdraw",
]
