"""Papers issued: numbered without gaps, frozen, printed once, superseded or withdrawn, never changed."""

from .by_hand import forms_to_issue, issue_by_hand, may_issue_by_hand
from .codes import as_typed, grouped
from .events import PaperIssued, PaperPrinted, PaperWithdrawalAsked, PaperWithdrawalDeclined, PaperWithdrawn
from .filling import Filling, fill, thawed
from .issue import issue, issue_document
from .look_up import GuessingThrottled, look_up
from .models import IssuedPaper, NumberSeries, PaperWithdrawal, PrintedPaper
from .numbers import allot, numbered
from .outgoing import Register, SeriesShown, keeps_a_register, register_of
from .preview import document_of_task, preview
from .previewing import MARK, preview_form
from .printing import as_issued, keep_print, leave_unprinted, prepare_print
from .queries import CURRENT, SUPERSEDED, WITHDRAWN, Standing, paper_by_code, paper_by_id, papers_about, pdf_of
from .readers import keeps, may_read, require_may_read
from .summaries import summarised, summary, summary_documents
from .verification import broken_papers
from .withdraw import ask_withdrawal, decline_withdrawal, request_about, withdraw_paper

__all__ = [
    "CURRENT",
    "Filling",
    "GuessingThrottled",
    "IssuedPaper",
    "MARK",
    "NumberSeries",
    "PaperIssued",
    "PaperPrinted",
    "PaperWithdrawal",
    "PaperWithdrawalAsked",
    "PaperWithdrawalDeclined",
    "PaperWithdrawn",
    "PrintedPaper",
    "Register",
    "SUPERSEDED",
    "SeriesShown",
    "Standing",
    "WITHDRAWN",
    "allot",
    "as_issued",
    "as_typed",
    "ask_withdrawal",
    "broken_papers",
    "decline_withdrawal",
    "document_of_task",
    "fill",
    "forms_to_issue",
    "grouped",
    "issue",
    "issue_by_hand",
    "issue_document",
    "keep_print",
    "keeps",
    "keeps_a_register",
    "leave_unprinted",
    "look_up",
    "may_issue_by_hand",
    "may_read",
    "numbered",
    "paper_by_code",
    "paper_by_id",
    "papers_about",
    "pdf_of",
    "prepare_print",
    "preview",
    "preview_form",
    "register_of",
    "request_about",
    "require_may_read",
    "summarised",
    "summary",
    "summary_documents",
    "thawed",
    "withdraw_paper",
]
