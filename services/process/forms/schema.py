"""One marshmallow schema per form, built from its tree once: types, lengths, ranges, options, rows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from .fields import Component, Form, Rows, leaves
from .kinds import ANSWERS, RowsAnswer
from .places import Place


class Answers(Schema):
    """Base of every generated schema: undeclared keys are dropped, messages are Chinese."""

    error_messages = {"type": "应当是若干填写项。"}

    class Meta:
        """Undeclared keys are dropped."""

        unknown = EXCLUDE


@lru_cache(maxsize=512)
def schema_of(form: Form) -> Schema:
    """The schema of what this form may write; locked fields are not in it."""
    return _schema(form.fields)()


def load(form: Form, answers: dict[str, Any]) -> tuple[dict[str, Any], dict[Place, str]]:
    """The answers that could be read, typed, and a sentence for each place that could not."""
    try:
        return schema_of(form).load(answers), {}
    except ValidationError as error:
        read = error.valid_data if isinstance(error.valid_data, dict) else {}
        return read, dict(_flat(error.messages, ()))


def _schema(components: tuple[Component, ...]) -> type[Schema]:
    shape: dict[str, Any] = {}
    for leaf in leaves(components):
        if leaf.locked:
            continue
        inner = shape
        for step in leaf.path[:-1]:
            inner = inner.setdefault(step, {})
        inner[leaf.path[-1]] = (
            RowsAnswer(leaf, _nested(_schema(leaf.children))) if isinstance(leaf, Rows) else ANSWERS[leaf.kind](leaf)
        )
    return _from_shape(shape)


def _from_shape(shape: dict[str, Any]) -> type[Schema]:
    return Answers.from_dict(
        {name: _nested(_from_shape(part)) if isinstance(part, dict) else part for name, part in shape.items()}
    )


def _nested(schema: type[Schema]) -> fields.Nested:
    return fields.Nested(schema, allow_none=True, unknown=EXCLUDE)


def _flat(messages: Any, place: Place) -> list[tuple[Place, str]]:
    if isinstance(messages, dict):
        return [
            found
            for key, inner in messages.items()
            for found in _flat(inner, place if key == "_schema" else (*place, key))
        ]
    return [(place, "；".join(str(message) for message in messages))] if messages else []
