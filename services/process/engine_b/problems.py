"""The check: everything the engine could not execute faithfully, said before anything runs."""

from collections.abc import Mapping

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from .assembling import assemble
from .checks import CHECKS
from .definition import Definition, Problem, Unsupported
from .drawing import Drawing, draw
from .source import Source, Unreadable, read


def parse(files: Mapping[str, bytes]) -> Definition:
    """The definition in these files (name -> BPMN XML). Raises Unsupported with every problem that hinders it."""
    definition, problems = _examine(files)
    errors = [p for p in problems if p.severity == "error"]
    if errors or definition is None:
        raise Unsupported(errors or [Problem("", "", "没有流程图。")])
    return definition


def find_problems(files: Mapping[str, bytes]) -> list[Problem]:
    """Every error and warning, sorted. Never raises, whatever the bytes are."""
    return _examine(files)[1]


def _examine(files: Mapping[str, bytes]) -> tuple[Definition | None, list[Problem]]:
    sources, problems = _read_all(files)
    if problems:
        return None, problems
    drawing = draw(sources)
    problems = sorted(set(_checked(drawing)))
    if any(p.severity == "error" for p in problems):
        return None, problems
    try:
        return assemble(drawing, problems), problems
    except ValidationException as error:
        return None, [*problems, _of_spiff(error)]
    except Exception as error:  # a designer's file must never break the check
        return None, [*problems, Problem(sources[0].name if sources else "", "", f"流程图不能解析：{error}")]


def _read_all(files: Mapping[str, bytes]) -> tuple[list[Source], list[Problem]]:
    sources, problems = [], []
    for name, raw in files.items():
        try:
            sources.append(read(name, raw))
        except Unreadable as error:
            problems.append(Problem(name, "", str(error)))
    return sources, sorted(problems)


def _checked(drawing: Drawing) -> list[Problem]:
    return [problem for check in CHECKS for problem in check(drawing)]


def _of_spiff(error: ValidationException) -> Problem:
    return Problem(
        str(getattr(error, "file_name", None) or ""), str(getattr(error, "tag", None) or ""), f"流程图不能解析：{error}"
    )
