"""The OMG's Technology Compatibility Kit: models and expected results as files, run and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.foundation.errors import Faulty

from ..comparing import same
from ..feel import temporal
from ..feel.functions.conversion import Writing
from ..values import Kind, as_number, kind_of
from .decisions import Decisions
from .reading import parse_dmn
from .xml import Element, kind, part, parts, read_xml

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_CLOSE = Decimal("0.00000001")
"""The kit writes its expected numbers shorter than 34 digits; its own runner compares them this closely."""

_READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "boolean": lambda text: text.strip() in ("true", "1"),
    "date": lambda text: temporal.read_date(text.strip()),
    "time": lambda text: temporal.read_time(text.strip()),
    "dateTime": lambda text: temporal.read_moment(text.strip()),
    "duration": lambda text: temporal.read_duration(text.strip()),
    **dict.fromkeys(("decimal", "double", "integer", "int", "long", "float"), lambda text: Decimal(text.strip())),
}


@dataclass(frozen=True, slots=True)
class TckFailure:
    """One result that is not what the kit expects."""

    file: str
    case: str
    expected: str
    got: str


@dataclass(slots=True)
class TckReport:
    """How many results are as expected, and which are not."""

    passed: int = 0
    failures: list[TckFailure] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """The number of cases that failed."""
        return len(self.failures)

    @property
    def total(self) -> int:
        """The number of cases run."""
        return self.passed + self.failed


def run_tck(folder: Path | str) -> TckReport:
    """Run every `*-test-*.xml` below a folder against the model it names. A case is one `testCase`."""
    report = TckReport()
    for path in sorted(Path(folder).rglob("*-test-*.xml")):
        root = read_xml(path.read_bytes())
        model = part(root, "modelName")
        name = "" if model is None or not model.text else model.text.strip()
        decisions = _model(path.parent / name)
        for case in parts(root, "testCase"):
            failure = _failure(decisions, case, path.name)
            if failure is None:
                report.passed += 1
            else:
                report.failures.append(failure)
    return report


def _model(path: Path) -> Decisions | Faulty:
    try:
        return parse_dmn(path.read_bytes(), strict=False)
    except Faulty as problem:
        return problem


def _failure(decisions: Decisions | Faulty, case: Element, file: str) -> TckFailure | None:
    given = {str(node.get("name")): _value(node) for node in parts(case, "inputNode")}
    for result in parts(case, "resultNode"):
        expected_part = part(result, "expected")
        expected = None if expected_part is None else _value(expected_part)
        got, shown = _decided(decisions, case, result, given)
        if not _alike(expected, got):
            return TckFailure(file, f"{case.get('id')} {result.get('name')}", _shown(expected), shown)
    return None


def _decided(decisions: Decisions | Faulty, case: Element, result: Element, given: dict[str, Any]) -> tuple[Any, str]:
    """What we say: an error counts as null, as the kit has it."""
    if isinstance(decisions, Faulty):
        return None, str(decisions)
    invocable = case.get("invocableName")
    try:
        got = decisions.serve(invocable, given) if invocable else decisions.decide(str(result.get("name")), given)
    except Faulty as problem:
        return None, str(problem)
    return got, _shown(got)


def _shown(value: Any) -> str:
    return Writing().text(value)


def _value(element: Element) -> Any:
    """The value that stands in an `inputNode`, `expected`, `item` or `component`."""
    if element.get(_NIL) == "true":
        return None
    components = parts(element, "component")
    if components:
        return {str(component.get("name")): _value(component) for component in components}
    inner = part(element, "value", "list")
    if inner is None:
        return None
    if kind(inner) == "list":
        return None if inner.get(_NIL) == "true" else [_value(item) for item in parts(inner, "item")]
    return _plain(inner)


def _plain(value: Element) -> Any:
    if value.get(_NIL) == "true":
        return None
    name = str(value.get(_TYPE) or "string").rpartition(":")[2]
    return _READ.get(name, str)(value.text or "")


def _alike(expected: Any, got: Any) -> bool:
    one, two = kind_of(expected), kind_of(got)
    if one is not two:
        return False
    if one is Kind.NUMBER:
        return abs(Decimal(as_number(expected)) - Decimal(as_number(got))) <= _CLOSE
    if one is Kind.LIST:
        return len(expected) == len(got) and all(map(_alike, expected, got))
    if one is Kind.CONTEXT:
        return expected.keys() == got.keys() and all(_alike(expected[key], got[key]) for key in expected)
    return same(expected, got) is True
