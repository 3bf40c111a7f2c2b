"""Layers decay unless a test fails: every import looks downwards, and some libraries have one owner.

Order of the wings: the chain `wiring > … > foundation` in the docstring of `services/__init__.py`, highest first.
Order of the rooms in a wing: the order in which the docstring of the wing's `__init__.py` first names them after its
first colon, lowest first (highest first where it writes them with `>`). A wing that names no room is one room; one that
names a room must name them all.
"""

import ast
import re
from collections.abc import Mapping

import pytest

from tests.architecture.source import ROOT, imports, module_of, texts

# library -> the only places that may import it
OWNERS: Mapping[str, tuple[str, ...]] = {
    "SpiffWorkflow": ("services.process.engine",),
    "weasyprint": ("services.output.documents",),
    "flask": ("app", "wsgi"),
    "flask_login": ("app",),
    "flask_wtf": ("app",),
    "apscheduler": ("app.scheduler",),
    "flask_sqlalchemy": ("services.foundation.storage", "app"),
    "lark": ("services.process.rules",),
    "chinese_calendar": ("services.calendar",),
    "argon2": ("services.people.identity",),
    "openpyxl": ("services.foundation.workbooks",),
}


def wings_highest_first(docstring: str) -> list[str]:
    """The wings as the chain in the docstring names them."""
    chain = re.search(r"\w+(?:\s*>\s*\w+)+", docstring)
    return re.split(r"\s*>\s*", chain.group()) if chain else []


def rooms_lowest_first(docstring: str, rooms: set[str]) -> list[str]:
    """The rooms of a wing in the order of their first mention after the first colon."""
    listed = docstring.partition(":")[2]
    mentions = {room: re.search(rf"\b{room}\b", listed) for room in rooms}
    named = sorted((found.start(), room) for room, found in mentions.items() if found)
    order = [room for _, room in named]
    return order[::-1] if re.search(r"\w\s+>\s+\w", listed) else order


def docstring_of(path: str) -> str:
    """The docstring of a file, empty where there is none."""
    file = ROOT / path
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "") if file.exists() else ""


def rooms_of(wing: str) -> set[str]:
    """The rooms a wing has on disk: its folders and files that hold code."""
    folder = ROOT / "services" / wing
    own = {p.stem for p in folder.glob("*.py") if p.stem != "__init__"}
    return own | {p.name for p in folder.iterdir() if p.is_dir() and any(p.rglob("*.py"))}


WINGS = wings_highest_first(docstring_of("services/__init__.py"))
ROOMS = {
    wing: rooms_lowest_first(docstring_of(f"services/{wing}/__init__.py"), rooms_of(wing))
    for wing in WINGS
    if (ROOT / "services" / wing).is_dir()
}


def floor_of(module: str, wings: list[str], rooms: Mapping[str, list[str]]) -> tuple[int, int] | None:
    """Height of a module as (wing, room); None for what is not ours or has no height of its own."""
    parts = [*module.split("."), "", ""]
    if parts[0] in {"app", "wsgi"}:
        return (len(wings) + (parts[0] == "wsgi"), 0)
    if parts[0] != "services" or parts[1] not in wings:
        return None
    wing = len(wings) - 1 - wings.index(parts[1])
    inside = rooms.get(parts[1], [])
    return (wing, inside.index(parts[2]) + 1 if parts[2] in inside else 0)


def looks_up(path: str, source: str, wings: list[str], rooms: Mapping[str, list[str]]) -> list[str]:
    """The imports of a file that look at a higher floor, or at a higher room of the same wing."""
    here = floor_of(module_of(path), wings, rooms)
    if here is None:
        return []
    found = []
    for line, name in imports(path, source):
        there = floor_of(name, wings, rooms)
        # The wing's own __init__ is its door: it may name the rooms behind it.
        if there is None or (here[1] == 0 and there[0] == here[0]):
            continue
        if there > here:
            found.append(f"{path}:{line} looks up at {name}")
    return found


def strangers(path: str, source: str) -> list[str]:
    """The imports of a file that belong to another room alone."""
    module = module_of(path)
    found = []
    for line, name in imports(path, source):
        owners = OWNERS.get(name.split(".")[0])
        if owners and not any(module == owner or module.startswith(f"{owner}.") for owner in owners):
            found.append(f"{path}:{line} imports {name}, which only {' and '.join(owners)} may")
    return found


def test_the_wings_stand_in_one_chain_and_all_of_them_are_named() -> None:
    assert WINGS[0] == "wiring"
    assert WINGS[-1] == "foundation"
    on_disk = {p.stem for p in (ROOT / "services").iterdir() if p.suffix == ".py" or any(p.glob("*.py"))}
    assert on_disk - {"__init__", "__pycache__"} <= set(WINGS)


@pytest.mark.parametrize("wing", sorted(ROOMS))
def test_a_wing_names_its_rooms_in_order(wing: str) -> None:
    unnamed = rooms_of(wing) - set(ROOMS[wing])
    assert not ROOMS[wing] or not unnamed, f"services/{wing}/__init__.py does not say where {sorted(unnamed)} stand"


def test_every_import_looks_downwards() -> None:
    found = [fault for path, source in texts("app", "services") for fault in looks_up(path, source, WINGS, ROOMS)]
    assert not found, "\n".join(found)


def test_libraries_with_one_owner_are_imported_there_alone() -> None:
    found = [fault for path, source in texts("app", "services", "wsgi.py") for fault in strangers(path, source)]
    assert not found, "\n".join(found)


def test_flask_sqlalchemy_is_met_at_the_edge_only_where_the_app_is_made() -> None:
    users = {path for path, source in texts("app") for _, name in imports(path, source) if "flask_sqlalchemy" in name}
    assert users <= {"app/__init__.py"}


SAMPLE_WINGS = ["wiring", "casework", "process", "foundation"]
SAMPLE_ROOMS = {"casework": ["cases", "tasks"], "process": ["rules", "engine"]}


@pytest.mark.parametrize(
    ("path", "source", "faults"),
    [
        ("services/process/rules/x.py", "from services.casework import cases", 1),
        ("services/process/rules/x.py", "from ..engine import step", 1),
        ("services/process/rules/x.py", "from .. import engine", 1),
        ("services/process/rules/x.py", "import app.pages", 1),
        ("services/process/rules/x.py", "if True:\n    from services.wiring import WIRING", 1),
        ("services/process/engine/__init__.py", "from ..rules import feel", 0),
        ("services/process/engine/__init__.py", "from .step import step", 0),
        ("services/process/__init__.py", "from .engine import step", 0),
        ("services/process/__init__.py", "from services.casework import cases", 1),
        ("services/casework/tasks.py", "from .cases import Case\nfrom services.foundation.clock import Clock", 0),
        ("services/casework/cases.py", "from .tasks import Task", 1),
        ("services/foundation/clock.py", "from services.process import rules", 1),
        ("services/wiring.py", "from services.casework import tasks", 0),
        ("app/pages/inbox.py", "from services.wiring import WIRING", 0),
    ],
)
def test_an_import_that_looks_up_is_found(path: str, source: str, faults: int) -> None:
    assert len(looks_up(path, source, SAMPLE_WINGS, SAMPLE_ROOMS)) == faults


@pytest.mark.parametrize(
    ("path", "source", "faults"),
    [
        ("services/casework/tasks.py", "import SpiffWorkflow", 1),
        ("services/casework/tasks.py", "from SpiffWorkflow.task import Task", 1),
        ("services/process/engine/step.py", "from SpiffWorkflow.task import Task", 0),
        ("services/process/engineering.py", "import SpiffWorkflow", 1),
        ("services/output/reports.py", "import weasyprint", 1),
        ("services/people/identity/passwords.py", "from argon2 import PasswordHasher", 0),
        ("services/record/jobs.py", "from flask import g", 1),
        ("app/pages/inbox.py", "from apscheduler.schedulers.background import BackgroundScheduler", 1),
        ("app/scheduler.py", "from apscheduler.schedulers.background import BackgroundScheduler", 0),
    ],
)
def test_a_stranger_is_found(path: str, source: str, faults: int) -> None:
    assert len(strangers(path, source)) == faults


@pytest.mark.parametrize(
    ("docstring", "order"),
    [
        ("What stands below: clock, errors (lowest first).", ["clock", "errors"]),
        ("About errors. Rooms: errors > clock.", ["clock", "errors"]),
        ("Working days.", []),
    ],
)
def test_the_order_of_rooms_is_read_from_the_docstring(docstring: str, order: list[str]) -> None:
    assert rooms_lowest_first(docstring, {"clock", "errors"}) == order
