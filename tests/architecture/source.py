"""Where our sources lie and how they read: for the tests that look at code instead of running it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"node_modules", "dist", "__pycache__", "vendor"}


def files(*places: str, suffix: tuple[str, ...] = (".py",)) -> list[Path]:
    """Our own files with these endings below the places (relative to the root), or the places themselves."""
    found: list[Path] = []
    for place in places:
        top = ROOT / place
        candidates = [top] if top.is_file() else sorted(top.rglob("*"))
        found += [f for f in candidates if f.is_file() and f.suffix in suffix and not NOT_OURS & set(f.parts)]
    return found


def relative(path: Path) -> str:
    """The path as people write it, from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def texts(*places: str, suffix: tuple[str, ...] = (".py",)) -> Iterator[tuple[str, str]]:
    """Relative path and text of every such file."""
    for path in files(*places, suffix=suffix):
        yield relative(path), path.read_text(encoding="utf-8")


def module_of(path: str) -> str:
    """The dotted name of a file: `services/casework/tasks/__init__.py` is `services.casework.tasks`."""
    parts = path.removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: str, source: str) -> list[tuple[int, str]]:
    """Line and dotted name of everything a file imports, relative imports resolved, `if TYPE_CHECKING` included.

    `from a.b import c` counts as `a.b.c`: c may be a module, and a floor is found in the name's beginning either way.
    """
    package = module_of(path).split(".")
    if not path.endswith("__init__.py"):
        package = package[:-1]
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, name.name) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found += [(node.lineno, f"{base}.{name.name}") for name in node.names]
    return found


def spoken_strings(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every string in a Python file that is not a docstring: what a person may come to read."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
