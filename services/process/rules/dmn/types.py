"""Item definitions: what a value must be to stand in a typed variable, and how it is made to fit (10.3.2.9.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from ..errors import FeelError
from ..feel import compile_unary
from ..feel.scope import Run
from ..feel.types import KINDS_BY_NAME, Check, context_of, list_of
from ..values import Kind, kind_of
from .xml import Element, part, parts, text_of

MAX_DEPTH = 30


class Types:
    """The types of one model. A type that is not known accepts everything."""

    def __init__(self, definitions: Iterable[Element], names: Iterable[str]) -> None:
        self._definitions = {str(definition.get("name")): definition for definition in definitions}
        self._names = tuple(names)
        self._tests: dict[str, Check] = {}

    def knows(self, reference: str | None) -> bool:
        """Whether a type is FEEL's own or defined in this model."""
        name = _plain(reference)
        return not name or name in ("Any", "any") or name in KINDS_BY_NAME or name in self._definitions

    def coerced(self, value: Any, reference: str | None, run: Run) -> Any:
        """The value as its type wants it: unwrapped from a list of one, wrapped into one, a date as its midnight;
        null where it is of another type."""
        name = _plain(reference)
        if value is None or not name:
            return value
        fits = self._test(name)
        if fits(value, run):
            return value
        for other in _conversions(value):
            if fits(other, run):
                return other
        return None

    def _test(self, name: str) -> Check:
        if name not in self._tests:
            self._tests[name] = self._named(name, 0)
        return self._tests[name]

    def _named(self, name: str, depth: int) -> Check:
        if depth > MAX_DEPTH:
            return lambda value, meter: False
        definition = self._definitions.get(name)
        if definition is not None:
            return self._defined(definition, depth + 1)
        kind = KINDS_BY_NAME.get(name)
        return (lambda value, meter: True) if kind is None else (lambda value, meter: kind_of(value) is kind)

    def _defined(self, definition: Element, depth: int) -> Check:
        single = self._single(definition, depth)
        return list_of(single) if definition.get("isCollection") == "true" else single

    def _single(self, definition: Element, depth: int) -> Check:
        components = [
            (str(component.get("name")), self._defined(component, depth))
            for component in parts(definition, "itemComponent")
        ]
        if components:
            return context_of(components)
        base = part(definition, "typeRef")
        fits = self._named(_plain("" if base is None else base.text), depth)
        allowed = text_of(part(definition, "allowedValues"))
        if not allowed:
            return fits
        try:
            tests = compile_unary(allowed, self._names)
        except FeelError:
            # A model with a broken list of values is refused where the model is read; here the type stays open.
            return fits
        return lambda value, meter: fits(value, meter) and tests.matches(value, {}) is not False


def _plain(reference: str | None) -> str:
    """A type's name without its prefix (`feel:number`)."""
    return (reference or "").strip().rpartition(":")[2]


def _conversions(value: Any) -> list[Any]:
    kind = kind_of(value)
    if kind is Kind.LIST:
        return [value[0]] if len(value) == 1 else []
    wrapped = [value]
    if kind is Kind.DATE and type(value) is date:
        return [datetime.combine(value, time(), UTC), wrapped]
    return [wrapped]
