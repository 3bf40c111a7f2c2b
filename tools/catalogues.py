"""Brings app/translations/en/*.po up to what pages and the house say today: `make words`.

What is new stands there without a translation (a test finds it), what nobody says any more is gone. A sentence with
values is one message: `剩余 {days} 个工作日`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.languages.catalogue import ENGLISH, FOLDER, HAN  # noqa: E402
from app.languages.template_text import messages_of  # noqa: E402

# Catalogue -> where its messages stand. A message that stands in two places belongs to the first.
PLACES = {
    "pages": ("app/templates",),
    "app": ("app",),
    "people": ("services/foundation", "services/record", "services/people", "services/calendar"),
    "casework": ("services/casework",),
    "selection": ("services/selection",),
    "output": ("services/output",),
    "process": ("services/process",),
    "designer": ("services/designer",),
}
# Papers and letters are Chinese by their nature; commands speak to the operator's terminal; the demonstration is about
# Chinese units, its tour and its bar apart; notices are read, not said.
CHINESE_ALONE = (
    "app/commands",
    *(f"app/demo/{name}.py" for name in ("__init__", "autopilot", "clock", "crowd", "errands", "load", "plan")),
    "app/languages",
    "services/calendar/notice_files.py",
    "services/calendar/notices.py",
    "services/calendar/papers.py",
    "services/calendar/seed.py",
    "services/designer/drafts/beginnings.py",
    "services/designer/rehearse/specimens.py",
    "services/foundation/storage/migrations",
    "services/output/documents",
    "services/process/rules/dmn/tck.py",
    "services/process/rules/feel/functions",
    "services/record/audit/offline_verifier.py",
)
WIDTH = 118
PATTERN = re.compile(r"\(\?:|\(?\[\^|\\[swd.A-Z]")  # nobody says a regular expression


def said() -> dict[str, dict[str, list[tuple[str, int]]]]:
    """Catalogue -> message -> [(file, line)]."""
    found: dict[str, dict[str, list[tuple[str, int]]]] = {name: {} for name in PLACES}
    known: set[str] = set()
    for name, folders in PLACES.items():
        for path, line, message in (row for folder in folders for row in _of_folder(ROOT / folder)):
            if message not in known or message in found[name]:
                found[name].setdefault(message, []).append((path, line))
                known.add(message)
    return found


def _of_folder(folder: Path) -> Iterator[tuple[str, int, str]]:
    reader = Environment(extensions=["jinja2.ext.i18n"])
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(ROOT).as_posix()
        if path.startswith(CHINESE_ALONE) or (file.suffix == ".py") == (folder.name == "templates"):
            continue
        if file.suffix == ".html":
            tokens = reader.lexer.tokenize(file.read_text(encoding="utf-8"), path)
            yield from ((path, line, message) for line, message in messages_of(tokens))
        elif file.suffix == ".py":
            yield from ((path, line, message) for line, message in python_messages(file.read_text(encoding="utf-8")))


def python_messages(source: str) -> Iterator[tuple[int, str]]:
    """(line, message) of the Chinese strings of a module, its docstrings and regular expressions apart."""
    tree = ast.parse(source)
    silent = {id(part) for node in ast.walk(tree) for part in _silent(node)}
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            message = _joined(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            message = node.value
        else:
            continue
        if HAN.search(message) and not PATTERN.search(message):
            yield node.lineno, message


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and the pieces of a sentence that is one message already."""
    if isinstance(node, ast.Expr):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from (piece for piece in node.values if isinstance(piece, ast.Constant))


def _joined(node: ast.JoinedStr) -> str:
    names: dict[str, str] = {}
    return "".join(
        str(piece.value) if isinstance(piece, ast.Constant) else f"{{{_slot(names, piece)}}}" for piece in node.values
    )


def _slot(names: dict[str, str], piece: ast.expr) -> str:
    """A name for a value: the last word of its expression."""
    spelt = ast.unparse(piece)
    value = piece.value if isinstance(piece, ast.FormattedValue) else piece
    wish = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else "value"
    name, number = wish, 1
    while names.get(name, spelt) != spelt:
        number += 1
        name = f"{wish}{number}"
    names[name] = spelt
    return name


def catalogue(name: str) -> Catalog:
    """A catalogue as it stands."""
    file = FOLDER / f"{name}.po"
    return read_po(BytesIO(file.read_bytes()), locale=ENGLISH) if file.exists() else Catalog(locale=ENGLISH)


def main() -> None:
    """Write every catalogue anew, with the translations that are there; a message that moved takes its own along."""
    catalogues = {name: catalogue(name) for name in PLACES}
    known = {m.id: m.string for whole in catalogues.values() for m in whole if m.id and m.string}
    for name, messages in said().items():
        before = catalogues[name]
        after = Catalog(locale=ENGLISH, fuzzy=False, creation_date=before.creation_date)
        for message, places in messages.items():
            files = list(dict.fromkeys(path for path, _ in places))[:2]
            after.add(message, known.get(message, ""), auto_comments=files)
        written = BytesIO()
        write_po(written, after, width=WIDTH, omit_header=True, sort_output=False)
        (FOLDER / f"{name}.po").write_bytes(written.getvalue())
        print(f"{name}: {len(messages)} 条，未译 {sum(1 for m in after if m.id and not m.string)} 条")


if __name__ == "__main__":
    main()
