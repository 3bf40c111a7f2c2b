"""Forms: what a task asks, read from form-js JSON; one schema checks every answer; the page draws the same tree."""

from .asking import asked, starting
from .checking import AnswersIncomplete, checked
from .differences import Difference, differences
from .fields import Form, FormFaulty, FormProblem, only
from .parsing import parse_form
from .sheet import Sheet
from .submitted import Posted, pressed, read_submitted, with_row, without_row
from .wording import count_characters

__all__ = [
    "AnswersIncomplete",
    "Difference",
    "Form",
    "FormFaulty",
    "FormProblem",
    "Posted",
    "Sheet",
    "asked",
    "checked",
    "count_characters",
    "differences",
    "only",
    "parse_form",
    "pressed",
    "read_submitted",
    "starting",
    "with_row",
    "without_row",
]
