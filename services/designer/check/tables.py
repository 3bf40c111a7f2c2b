"""Decision models: each wrong cell, expression or link by its place, and what a designer should look at in a table."""

from collections.abc import Mapping

from services.foundation.errors import Faulty
from services.process.engine import Problem
from services.process.registry import Package, read_table
from services.process.rules.dmn import Decisions, warnings


def read_tables(package: Package, problems: list[Problem]) -> Mapping[str, Decisions | None]:
    """The decision models of a package by path, None where one cannot be read; what is wrong is added to `problems`,
    and as warnings the rules that overlap and the inputs that no rule is for."""
    files = package.ending(".dmn")
    return {path: _read(path, files, problems) for path in files}


def _read(path: str, files: Mapping[str, bytes], problems: list[Problem]) -> Decisions | None:
    try:
        decisions = read_table(path, files)
    except Faulty as error:
        problems.append(Problem(path, str(getattr(error, "element", "") or ""), str(error)))
        return None
    problems += [Problem(path, problem.element, problem.sentence) for problem in decisions.problems]
    problems += [Problem(path, remark.element, remark.sentence, "warning") for remark in warnings(decisions)]
    return decisions
