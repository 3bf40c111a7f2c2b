"""Item definitions: what a value must be to stand in a typed variable, and how it is made to fit (10.3.2.9.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from ..errors import FeelError
from ..feel import compile_unary
from ..feel.names import normal
from ..feel.scope import Run
from ..feel.types import KINDS_BY_NAME, Check, context_of, list_of
from ..limits import Meter
from ..values import Function, Kind, kind_of
from .errors import DmnError
from .xml import Element, name_of, part, parts, text_of

_ANYTHING = frozenset(("", "Any", "any"))
_CONSTRAINTS = ("allowedValues", "typeConstraint")


class Types:
    """The types of one model and of those it imports (by the name of the import). A type nobody knows accepts all."""

    def __init__(
        self, definitions: Iterable[Element], names: Iterable[str], imported: Mapping[str, Types] | None = None
    ) -> None:
        self._definitions = {name_of(definition): definition for definition in definitions}
        self._names = tuple(names)
        self._imported = imported or {}
        self._tests: dict[str, Check] = {}

    def knows(self, reference: str | None) -> bool:
        """Whether a type is FEEL's own or defined in this model or an imported one."""
        name = _plain(reference)
        return name in _ANYTHING or name in KINDS_BY_NAME or self.find(reference) is not None

    def coerced(self, value: Any, reference: str | None, run: Run) -> Any:
        """The value as its type wants it: unwrapped from a list of one, wrapped into one, a date as its midnight;
        null where it is of another type."""
        if value is None or _plain(reference) in _ANYTHING:
            return value
        fits = self._test(str(reference))
        if fits(value, run):
            return value
        for other in _conversions(value):
            if fits(other, run):
                return other
        return None

    def result_of(self, reference: str | None) -> str | None:
        """The type a function's results must have: what a function type says, else the type itself."""
        found = self.find(reference)
        item = None if found is None else part(found[1], "functionItem")
        return reference if item is None else item.get("outputTypeRef")

    def listed(self, reference: str | None) -> str:
        """The text of the values a type allows, in their order; empty where it allows all of its base."""
        seen: set[str] = set()
        types, name = self, str(reference or "")
        while name not in seen and (found := types.find(name)):
            seen.add(name)
            types, definition = found
            if allowed := text_of(part(definition, *_CONSTRAINTS)):
                return allowed
            name = base_of(definition)
        return ""

    def problems(self) -> Iterator[DmnError]:
        """What is wrong with the definitions: unknown bases, broken lists of values, types that are each other."""
        for name, definition in self._definitions.items():
            place = str(definition.get("id") or name)
            if self._endless(name):
                yield DmnError(f"类型“{name}”互相引用，成了循环。", place)
            yield from self._wrong(definition, place)

    @property
    def names(self) -> list[str]:
        """The names of all types, those of imported models with the import's name before them."""
        inner = (f"{prefix}.{name}" if prefix else name for prefix, t in self._imported.items() for name in t.names)
        return [*self._definitions, *inner]

    def _wrong(self, definition: Element, place: str) -> Iterator[DmnError]:
        if not self.knows(base := base_of(definition)):
            yield DmnError(f"未知的类型“{base}”。", place)
        for constraint in _CONSTRAINTS:
            try:
                if text := text_of(part(definition, constraint)):
                    compile_unary(text, self._names)
            except FeelError as problem:
                yield DmnError(f"允许的取值有误：{problem}（{text[:60]}）", place, problem.repair)
        for component in parts(definition, "itemComponent"):
            yield from self._wrong(component, str(component.get("id") or place))

    def find(self, reference: str | None) -> tuple[Types, Element] | None:
        """The definition a reference means, and the model it stands in."""
        name = normal(str(reference or ""))
        for candidate in (name, _plain(name)):
            if candidate in self._definitions:
                return self, self._definitions[candidate]
        for prefix, types in self._imported.items():
            if name.startswith(f"{prefix}.") or not prefix:
                found = types.find(name[len(prefix) + 1 :] if prefix else name)
            else:
                # DMN 1.1 writes the prefix of a namespace instead of the import's name.
                found = types.find(_plain(name)) if ":" in name else None
            if found:
                return found
        return None

    def _test(self, reference: str) -> Check:
        """The test of a type, made when a value is first held against it: a type may hold itself (a tree)."""

        def check(value: Any, meter: Meter) -> bool:
            if reference not in self._tests:
                self._tests[reference] = self._named(reference)
            return self._tests[reference](value, meter)

        return check

    def _named(self, reference: str) -> Check:
        found = self.find(reference)
        if found is None:
            kind = KINDS_BY_NAME.get(_plain(reference))
            return (lambda value, meter: True) if kind is None else (lambda value, meter: kind_of(value) is kind)
        types, definition = found
        if types._endless(name_of(definition)):
            return lambda value, meter: False
        return types._defined(definition)

    def _endless(self, name: str) -> bool:
        """Whether a type is another name of itself."""
        seen: set[str] = set()
        while name in self._definitions:
            if name in seen:
                return True
            seen.add(name)
            definition = self._definitions[name]
            if definition.get("isCollection") == "true":
                return False
            name = _plain(base_of(definition))
        return False

    def _defined(self, definition: Element) -> Check:
        single = self._constrained(definition, "allowedValues", self._single(definition))
        fits = list_of(single) if definition.get("isCollection") == "true" else single
        return self._constrained(definition, "typeConstraint", fits)

    def _single(self, definition: Element) -> Check:
        components = [(name_of(one), self._defined(one)) for one in parts(definition, "itemComponent")]
        if components:
            return context_of(components)
        item = part(definition, "functionItem")
        if item is not None:
            wanted = len(parts(item, "parameters"))
            return lambda value, meter: _takes(value, wanted)
        base = base_of(definition)
        return (lambda value, meter: True) if _plain(base) in _ANYTHING else self._test(base)

    def _constrained(self, definition: Element, constraint: str, fits: Check) -> Check:
        allowed = text_of(part(definition, constraint))
        if not allowed:
            return fits
        try:
            tests = compile_unary(allowed, self._names)
        except FeelError:
            # `problems` says so; here the type stays open.
            return fits

        def check(value: Any, meter: Meter) -> bool:
            return fits(value, meter) and tests.matches(value, {}) is True

        return check


def base_of(definition: Element) -> str:
    """The type a definition builds on; empty where it says none."""
    base = part(definition, "typeRef")
    return "" if base is None else str(base.text or "").strip()


def _plain(reference: str | None) -> str:
    """A type's name without the prefix of a namespace (`feel:number`)."""
    return (reference or "").strip().rpartition(":")[2]


def _takes(value: Any, wanted: int) -> bool:
    return isinstance(value, Function) and (value.names is None or len(value.names) == wanted)


def _conversions(value: Any) -> list[Any]:
    kind = kind_of(value)
    if kind is Kind.LIST:
        return [value[0]] if len(value) == 1 else []
    wrapped = [value]
    if kind is Kind.DATE and type(value) is date:
        return [datetime.combine(value, time(), UTC), wrapped]
    return [wrapped]
