"""Papers: a form's printed shape is data (`<form>.paper.yaml`), filled with answers and opinions, rendered as PDF."""

from .data import CodeShown, OpinionShown, PaperData
from .entries import PaperRefused
from .fonts import fonts_missing, use_folder
from .plaque import Plaque
from .prose import Prose
from .reading import Shape, parse_paper
from .render import printing_of, render_html, render_paper
from .row_template import Heading, row_template
from .shapes import Paper
from .spreadsheet import NotATable, is_table, render_sheet

__all__ = [
    "CodeShown",
    "Heading",
    "NotATable",
    "OpinionShown",
    "Paper",
    "PaperData",
    "PaperRefused",
    "Plaque",
    "Prose",
    "Shape",
    "fonts_missing",
    "is_table",
    "parse_paper",
    "printing_of",
    "render_html",
    "render_paper",
    "render_sheet",
    "row_template",
    "use_folder",
]
