"""The domain never commits, never asks the machine for the time, and never runs text as Python."""

import ast

import pytest

from tests.architecture.source import texts

# Where each habit is at home.
COMMITS = ("services/foundation/storage/",)
CLOCK = "services/foundation/clock.py"

ASKS_THE_TIME = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
}
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}


def _calls(source: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def _last_two(function: ast.expr) -> tuple[str, str]:
    if not isinstance(function, ast.Attribute):
        return ("", function.id if isinstance(function, ast.Name) else "")
    owner = function.value
    return (owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", ""), function.attr)


def commits(path: str, source: str) -> list[str]:
    """Calls of `.commit()` outside the one place that commits."""
    if path.startswith(COMMITS):
        return []
    return [f"{path}:{call.lineno} commits" for call in _calls(source) if _last_two(call.func)[1] == "commit"]


def asks_the_time(path: str, source: str) -> list[str]:
    """Calls that ask the machine for the hour or the day."""
    if path == CLOCK:
        return []
    return [f"{path}:{c.lineno} asks the machine" for c in _calls(source) if _last_two(c.func) in ASKS_THE_TIME]


def runs_text(path: str, source: str) -> list[str]:
    """Calls that would run what somebody typed as Python."""
    return [
        f"{path}:{call.lineno} runs text"
        for call in _calls(source)
        if isinstance(call.func, ast.Name) and call.func.id in RUNS_TEXT
    ]


@pytest.mark.parametrize("habit", [commits, asks_the_time, runs_text])
def test_the_domain_keeps_its_habits(habit) -> None:
    found = [fault for path, source in texts("services") for fault in habit(path, source)]
    assert not found, "\n".join(found)


def test_the_edge_runs_no_text_either() -> None:
    assert not [fault for path, source in texts("app") for fault in runs_text(path, source)]


@pytest.mark.parametrize(
    ("habit", "source", "faults"),
    [
        (commits, "uow.session.commit()", 1),
        (commits, "uow.session.flush()", 0),
        (asks_the_time, "datetime.now(UTC)", 1),
        (asks_the_time, "datetime.datetime.now()", 1),
        (asks_the_time, "date.today()", 1),
        (asks_the_time, "time.time()", 1),
        (asks_the_time, "uow.clock.now()", 0),
        (runs_text, "eval(text)", 1),
        (runs_text, "exec(compile(text, 'x', 'exec'))", 2),
        (runs_text, "re.compile(text)", 0),
    ],
)
def test_a_bad_habit_is_found(habit, source: str, faults: int) -> None:
    assert len(habit("services/casework/tasks.py", source)) == faults
