"""Files on a walk: nobody uploads them; a specimen of the right kind stands in for each that the form asks for."""

import copy
from collections.abc import Mapping
from typing import Any

from services.process.forms import Form
from services.process.forms.fields import Component, Rows, leaves
from services.process.forms.places import dig, plant


def with_files(form: Form, typed: Mapping[str, Any], specimen: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, and for each question for files the file of the specimen."""
    made = copy.deepcopy(dict(typed))
    _fill(form.fields, made, specimen)
    return made


def _fill(components: tuple[Component, ...], made: dict[str, Any], specimen: Any) -> None:
    for leaf in leaves(components):
        there = dig(specimen, leaf.path)
        if isinstance(leaf, Rows):
            rows = dig(made, leaf.path)
            for number, row in enumerate(rows if isinstance(rows, list) else ()):
                if isinstance(row, dict):
                    beside = there[number] if isinstance(there, list) and number < len(there) else {}
                    _fill(leaf.children, row, beside)
        elif leaf.kind == "filepicker" and not leaf.locked and there:
            plant(made, leaf.path, there)
