"""What the code knows, by name: what docs/handbook has to explain, no more and no less."""

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from services import wiring
from services.designer.check import references
from services.designer.rehearse import deeds, expect, parts
from services.output.documents import entries, form_reading, plaque, prose_reading, reading
from services.output.documents.wording import PAPER_FUNCTIONS
from services.process.engine.building import TAGS
from services.process.forms import files, meeting, parsing
from services.process.forms.fields import FIELD_KINDS
from services.process.registry import manifest
from services.process.rules.feel import HOST_NAMES
from services.process.rules.feel.functions import BUILTINS

ROOT = Path(__file__).resolve().parents[1]
CHINESE, WHOLE = re.compile("[\u4e00-\u9fff]"), re.compile(r"\A.+[。…]\Z")
ROW = {"_document": "documents", "_window": "windows", "_clause": "clauses"}
PAPERS = (entries, form_reading, prose_reading, plaque)


def properties() -> set[str]:
    """What zeebe:properties may say."""
    return set(references.KNOWN_PROPERTIES)


def manifest_keys() -> set[str]:
    """Keys of procedure.yaml; those of its rows as `documents.series`."""
    found, tree = set(manifest.KNOWN_KEYS), ast.parse(inspect.getsource(manifest))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "_rows":
            key, *columns = [a.value for a in node.args if isinstance(a, ast.Constant)]
            found |= {f"{key}.{column}" for column in columns}
        elif isinstance(node, ast.FunctionDef) and node.name in ROW:
            found |= {f"{ROW[node.name]}.{key}" for key in _keys_asked(node)}
    asked = r'\bdocument(?:\.get\(|\[)"(\w+)"'
    found |= {f"documents.{key}" for text in _texts() for key in re.findall(asked, text)}
    found |= {f"parameters.{key}" for key in re.findall(r'\bv\.get\("(\w+)"', inspect.getsource(manifest))}
    return found


def elements() -> set[str]:
    """What can be drawn."""
    return set(TAGS)


def effects() -> dict[str, set[str]]:
    """Each effect with the inputs that its handler asks for by name."""
    return {name: set(_inputs(entry.carry_out)) for name, entry in wiring.EFFECTS.items()}


def returning() -> set[str]:
    """Effects that give a value."""
    return {name for name, entry in wiring.EFFECTS.items() if entry.returns}


def known() -> dict[str, set[str]]:
    """Each name a diagram may ask for, with the fields of what it is told."""
    return {name: set(_fields(teller)) for name, teller in wiring.KNOWN.items()}


def mentioned(function: Callable[..., Any]) -> str:
    """The source of a function's module: whatever it understands occurs there."""
    return inspect.getsource(_module(function))


def host_functions() -> set[str]:
    """Functions the house adds to FEEL."""
    return set(HOST_NAMES) | set(wiring.FUNCTIONS)


def standard_functions() -> dict[str, list[str]]:
    """Functions of the standard, by chapter; `and` and `or` are operators to whoever writes them."""
    found: dict[str, list[str]] = {}
    for name, function in BUILTINS.items():
        if name in ("and", "or"):
            continue
        chapter = function.signatures[0].body.__module__.rpartition(".")[2]
        found.setdefault(chapter, []).append(name)
    return found


def components() -> set[str]:
    """Kinds of form components."""
    return {*FIELD_KINDS, *parsing._STATIC_KINDS, "group", "dynamiclist"}


def form_keys() -> tuple[set[str], set[str]]:
    """(keys of a component that are honoured, custom properties)."""
    text = "".join(inspect.getsource(module) for module in (parsing, files, meeting))
    keys = set(re.findall(r'\braw\.get\("(\w+)"', text)) | set(re.findall(r'self\._path\(raw, "(\w+)"', text))
    keys |= {f"validate.{key}" for key in re.findall(r'\bvalidate\.get\("(\w+)"', text)}
    own = set(re.findall(r'\bproperties\.get\("(\w+)"', text))
    own |= set(re.findall(r'self\._count\(properties, "(\w+)"', text))
    return keys - {"type", "id", "components", "properties", "disallowPassedDates"}, own


def paper_kinds() -> set[str]:
    """What a paper may be."""
    return set(reading.KINDS)


def paper_keys() -> set[str]:
    """Every key that a description of a paper may hold, wherever it stands."""
    found: set[str] = set()
    for module in PAPERS:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Set):
                found |= {e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)}
    return found | set(form_reading.CONTENT_KEYS) | set(prose_reading.LEVELS)


def paper_functions() -> set[str]:
    """What FEEL can do on papers alone."""
    return set(PAPER_FUNCTIONS)


def story_deeds() -> dict[str, set[str]]:
    """What a step of a story may do, each with its own keys."""
    return {name: set(told.keys) for name, told in deeds.DEEDS.items()}


def story_keys() -> set[str]:
    """Keys of every step."""
    return set(deeds.ALWAYS) | parts.KEYS


def expectations() -> set[str]:
    """What a step may expect."""
    return set(expect.CHECKS)


def sentences(path: str) -> list[str]:
    """The Chinese sentences a file may refuse with, `…` for what they fill in."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
             for part in ast.walk(node) if part is not node}  # fmt: skip
    spoken = [node for node in ast.walk(tree) if isinstance(node, ast.expr) and id(node) not in inner]
    texts = [_spoken(node) for node in sorted(spoken, key=lambda node: node.lineno)]
    whole = [
        text for text in texts if text and CHINESE.search(text) and text.endswith(("。", "…")) and "\n" not in text
    ]
    return list(dict.fromkeys(whole))


def _spoken(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _keys_asked(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _called(node) == "get" and node.args:
            yield from _constant(node.args[0])
        elif isinstance(node, ast.Subscript):
            yield from _constant(node.slice)
        elif isinstance(node, ast.comprehension):
            yield from (text for part in ast.walk(node.iter) for text in _constant(part))


def _constant(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _module(function: Callable[..., Any]) -> ModuleType:
    return sys.modules[function.__module__]


@cache
def _functions(module: ModuleType) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _reached(function: Callable[..., Any]) -> Iterable[ast.FunctionDef]:
    """The function and those of its own module that it calls, however deep."""
    there, seen, todo = _functions(_module(function)), {}, [function.__name__]
    while todo:
        name = todo.pop()
        if name in seen or name not in there:
            continue
        seen[name] = there[name]
        todo += [node.id for node in ast.walk(there[name]) if isinstance(node, ast.Name)]
    return seen.values()


INPUTS = re.compile(r"(?:effect\.)?inputs$")


def _of_inputs(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and bool(INPUTS.match(ast.unparse(call.func.value)))


def _inputs(function: Callable[..., Any]) -> Iterator[str]:
    for part in _reached(function):
        for node in ast.walk(part):
            if isinstance(node, ast.Subscript) and INPUTS.match(ast.unparse(node.value)):
                yield from _constant(node.slice)
            elif isinstance(node, ast.Call) and _called(node) in ("get", "pop") and _of_inputs(node):
                yield from _constant(node.args[0])


def _fields(function: Callable[..., Any]) -> Iterator[str]:
    for part in _reached(function):
        for node in ast.walk(part):
            if isinstance(node, ast.Dict):
                yield from (text for key in node.keys if key is not None for text in _constant(key))
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "same":
                yield from (text for inner in ast.walk(node.value) for text in _constant(inner))


def _texts() -> Iterator[str]:
    """Whatever may ask for a key of `documents`; forms call their own JSON a document."""
    for file in (file for folder in ("services", "app") for file in sorted((ROOT / folder).rglob("*.py"))):
        if "forms" not in file.parts:
            yield file.read_text(encoding="utf-8")
