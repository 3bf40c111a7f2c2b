"""What a verdict is called: the label of the option that was ticked in its form."""

from services.process.registry import Procedure

from .models import Completion


def verdict_label(procedure: Procedure, row: Completion) -> str:
    """The Chinese word for a completion's verdict, from the form's own options; empty when it has none."""
    if row.verdict is None or row.form_id is None or row.form_id not in procedure.forms:
        return row.verdict or ""
    return procedure.form(row.form_id).option_label("verdict", row.verdict) or row.verdict
