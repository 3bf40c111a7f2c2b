"""Forms: what a task asks, read from form-js JSON; one schema checks every answer; the page draws the same tree."""

from .asking import asked, starting
from .checking import AnswersIncomplete, checked
from .differences import Difference, differences
from .fields import Form, FormFaulty, FormProblem, only
from .meeting import Meeting, meeting_of
from .parsing import parse_form
from .row_import import RowsRead, columns_of, importable, read_rows
from .sheet import Sheet
from .steps import Step, file_questions, steps_of
from .submitted import Posted, pressed, read_submitted, with_row, without_row
from .wording import count_characters

__all__ = [
    "AnswersIncomplete",
    "Difference",
    "Form",
    "FormFaulty",
    "FormProblem",
    "Meeting",
    "Posted",
    "RowsRead",
    "Sheet",
    "Step",
    "asked",
    "checked",
    "columns_of",
    "count_characters",
    "differences",
    "file_questions",
    "importable",
    "meeting_of",
    "only",
    "parse_form",
    "pressed",
    "read_rows",
    "read_submitted",
    "starting",
    "steps_of",
    "with_row",
    "without_row",
]
