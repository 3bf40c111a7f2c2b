"""The OMG's Technology Compatibility Kit: models and expected results as files, run and counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.foundation.errors import Faulty

from ..feel.functions.conversion import Writing
from .decisions import Decisions
from .nodes import Node
from .reading import parse_dmn
from .tck_values import alike, value_of
from .xml import Element, name_of, part, parts, read_xml


class _Crash:
    """What stands for an answer where our own code failed: it is like nothing the kit expects, not even null."""


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
    """Run every `*-test-*.xml` below a folder against the model it names, which may import others of its folder.

    A case is one `testCase`; it passes when all its result nodes are as expected. An error of ours counts as null, as
    the kit has it (`errorResult`). A test file that cannot be read is one failure.
    """
    report = TckReport()
    for path in sorted(Path(folder).rglob("*-test-*.xml")):
        try:
            root = read_xml(path.read_bytes())
        except Faulty as problem:
            report.failures.append(TckFailure(path.name, "", "", str(problem)))
            continue
        model = part(root, "modelName")
        decisions = _model(path.parent / ("" if model is None else str(model.text or "").strip()))
        for case in parts(root, "testCase"):
            failure = _failure(decisions, case, path.name)
            if failure is None:
                report.passed += 1
            else:
                report.failures.append(failure)
    return report


def _model(path: Path) -> Decisions | Faulty:
    if not path.is_file():
        return Faulty(f"没有模型文件“{path.name}”。")
    others = (other.read_bytes() for other in sorted(path.parent.glob("*.dmn")) if other != path)
    try:
        return parse_dmn(path.read_bytes(), strict=False, others=others)
    except Faulty as problem:
        return problem


def _failure(decisions: Decisions | Faulty, case: Element, file: str) -> TckFailure | None:
    given = {name_of(node): value_of(node) for node in parts(case, "inputNode")}
    for result in parts(case, "resultNode"):
        expected_part = part(result, "expected")
        expected = None if expected_part is None else value_of(expected_part)
        got, shown = _decided(decisions, case, result, given)
        if not alike(expected, got):
            return TckFailure(file, f"{case.get('id')} {result.get('name')}", Writing().text(expected), shown)
    return None


def _decided(decisions: Decisions | Faulty, case: Element, result: Element, given: dict[str, Any]) -> tuple[Any, str]:
    if isinstance(decisions, Faulty):
        return None, str(decisions)
    try:
        got = _asked(decisions, case, result, given)
        return got, Writing().text(got)
    except Faulty as problem:
        return None, str(problem)
    except Exception as failure:  # a slip of ours is a failure of the case, not the end of the run
        return _Crash(), f"{type(failure).__name__}: {failure}"


def _asked(decisions: Decisions, case: Element, result: Element, given: Mapping[str, Any]) -> Any:
    """A decision by its name; of a service or a knowledge model the whole answer, or the output decision named."""
    name, invocable = name_of(result), name_of(case, "invocableName")
    if not invocable:
        return decisions.decide(name, given)
    node = decisions.named(invocable)
    if node.kind == "service" and name not in (node.name, node.id) and _is_output(decisions, node, name):
        return decisions.answers(invocable, given)[name]
    return decisions.serve(invocable, given)


def _is_output(decisions: Decisions, service: Node, name: str) -> bool:
    outputs = (decisions.nodes.get(link.id) for link in service.outputs)
    return any(output is not None and output.name == name for output in outputs)
