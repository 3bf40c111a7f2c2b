"""Files stay short, are named after what they hold, say what they are for, and are finished."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import texts

LONGEST = 300
EMPTY_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc|stuff|base_service)(_|$)", re.IGNORECASE)
EMPTY_CLASS = re.compile(r"(Utils?|Helpers?|Managers?)$")
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|HA" r"CK)\b")

OURS = ("app", "services", "tools", "wsgi.py", "benchmarks")


def too_long(path: str, source: str) -> list[str]:
    """The file itself, when it has outgrown one sitting."""
    lines = source.count("\n")
    return [f"{path} has {lines} lines; cut it along its verbs"] if lines > LONGEST else []


def empty_names(path: str, source: str) -> list[str]:
    """Names of folders, files and classes that say nothing."""
    faults = [f"{path}: {part} is no name" for part in path.removesuffix(".py").split("/") if EMPTY_NAMES.search(part)]
    classes = [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    return faults + [f"{path}: {name} is no name" for name in classes if EMPTY_CLASS.search(name)]


Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _public(body: list[ast.stmt]) -> Iterator[Named]:
    for node in body:
        if isinstance(node, Named) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                # A class inside a class (a schema's Meta) is its detail.
                yield from (inner for inner in _public(node.body) if not isinstance(inner, ast.ClassDef))


def silent(path: str, source: str) -> list[str]:
    """The module, public classes, functions and methods without a docstring."""
    tree = ast.parse(source)
    faults = [] if ast.get_docstring(tree) else [f"{path} does not say what it is for"]
    return faults + [
        f"{path}:{node.lineno}: {node.name} has no docstring"
        for node in _public(tree.body)
        if not ast.get_docstring(node) and not _is_overload(node)
    ]


def _is_overload(node: Named) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def unfinished(path: str, source: str) -> list[str]:
    """Marks of work put off, and functions that only say that they are not written."""
    faults = [f"{path}:{n}: {line.strip()}" for n, line in enumerate(source.splitlines(), 1) if LATER.search(line)]
    if not path.endswith(".py"):
        return faults
    raised = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Raise) and node.exc]
    return faults + [
        f"{path}:{node.lineno} is not written yet"
        for node in raised
        if any(isinstance(part, ast.Name) and part.id == "NotImplementedError" for part in ast.walk(node.exc))
    ]


@pytest.mark.parametrize("fault", [too_long, empty_names])
def test_our_files_and_tests_are_free_of(fault) -> None:
    found = [sentence for path, source in texts(*OURS, "tests") for sentence in fault(path, source)]
    assert not found, "\n".join(found)


def test_whatever_is_public_says_what_it_is() -> None:
    found = [sentence for path, source in texts(*OURS) for sentence in silent(path, source)]
    assert not found, "\n".join(found)


def test_nothing_is_left_for_later() -> None:
    everywhere = texts(*OURS, "tests", "frontend", suffix=(".py", ".html", ".js", ".css"))
    found = [sentence for path, source in everywhere for sentence in unfinished(path, source)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("scanner", "path", "source", "faults"),
    [
        (too_long, "app/a.py", "x = 1\n" * 300, 0),
        (too_long, "app/a.py", "x = 1\n" * 301, 1),
        (empty_names, "services/utils.py", "", 1),
        (empty_names, "services/casework/task_helpers.py", "", 1),
        (empty_names, "services/common/words.py", "", 1),
        (empty_names, "services/casework/tasks.py", "class TaskManager: ...", 1),
        (empty_names, "services/casework/communal.py", "class Managed: ...", 0),
        (silent, "app/a.py", "x = 1", 1),
        (silent, "app/a.py", '"""Doc."""\ndef f(): ...', 1),
        (silent, "app/a.py", '"""Doc."""\nclass A:\n    """Doc."""\n    def m(self): ...', 1),
        (silent, "app/a.py", '"""Doc."""\ndef _f(): ...\nclass _A: ...', 0),
        (silent, "app/a.py", '"""Doc."""\nclass A:\n    """Doc."""\n    class Meta: ...', 0),
        (silent, "app/a.py", '"""Doc."""\nasync def f():\n    """Doc."""', 0),
        (unfinished, "app/a.py", "x = 1  # TO" "DO later", 1),
        (unfinished, "app/a.html", "<!-- FIX" "ME -->", 1),
        (unfinished, "app/a.py", "raise NotImplementedError", 1),
        (unfinished, "app/a.py", "raise NotImplementedError('no')", 1),
        (unfinished, "app/a.py", "try:\n    f()\nexcept NotImplementedError:\n    g()", 0),
    ],
)
def test_a_fault_is_found(scanner, path: str, source: str, faults: int) -> None:
    assert len(scanner(path, source)) == faults
