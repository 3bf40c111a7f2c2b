"""What a verdict is called: the label of the option that was ticked in its form."""

from services.process.forms.fields import Field, leaves
from services.process.registry import Procedure

from .models import Completion


def verdict_label(procedure: Procedure, row: Completion) -> str:
    """The Chinese word for a completion's verdict, from the form's own options; empty when it has none."""
    if row.verdict is None or row.form_id is None or row.form_id not in procedure.forms:
        return row.verdict or ""
    for leaf in leaves(procedure.form(row.form_id).fields):
        if isinstance(leaf, Field) and leaf.path == ("verdict",):
            return next((o.label for o in leaf.options or () if o.value == row.verdict), row.verdict)
    return row.verdict
