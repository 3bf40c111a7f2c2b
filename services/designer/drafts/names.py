"""What people call a file: the name written inside it, for the list beside its technical name."""

import html
import re
from collections.abc import Callable

from services.process.registry import Package

from .paths import kind_of

POOL = re.compile(r'<(?:\w+:)?participant\b[^>]*?\bname="([^"]+)"')
PROCESS = re.compile(r'<(?:\w+:)?process\b[^>]*?\bname="([^"]+)"')
DECISION = re.compile(r'<(?:\w+:)?decision\b[^>]*?\bname="([^"]+)"')
TITLE = re.compile(r"(?m)^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$")
STEP_OR_FORM = re.compile(r'<(?:\w+:)?userTask\b([^>]*)>|\bformId="([^"]+)"')
NAME = re.compile(r'\bname="([^"]+)"')
MOST = 60


def names_of(package: Package) -> dict[str, str]:
    """Path -> name, for files that carry one. Not a parser: a file that cannot be read may still say its name."""
    used = _used_forms(package)
    found = {path: _name(path, raw, used) for path, raw in package.files.items()}
    return {path: name[:MOST] for path, name in found.items() if name}


def _name(path: str, raw: bytes, used: dict[str, list[str]]) -> str:
    if path.endswith(".form"):
        return "、".join(dict.fromkeys(used.get(path.rsplit("/", 1)[-1].removesuffix(".form"), [])))
    read: dict[str, Callable[[str], str]] = {
        ".bpmn": lambda text: "、".join(POOL.findall(text) or PROCESS.findall(text)),
        ".dmn": lambda text: "、".join(DECISION.findall(text)),
        ".yaml": lambda text: next(iter(TITLE.findall(text)), "") if kind_of(path) != "manifest" else "",
    }
    ending = next((ending for ending in read if path.endswith(ending)), None)
    return html.unescape(read[ending](raw.decode("utf-8", "replace"))) if ending is not None else ""


def _used_forms(package: Package) -> dict[str, list[str]]:
    """The steps in which each form is filled in."""
    used: dict[str, list[str]] = {}
    for raw in package.ending(".bpmn").values():
        step = ""
        for begins, form in STEP_OR_FORM.findall(raw.decode("utf-8", "replace")):
            if "id=" in begins:  # not the mark <zeebe:userTask /> inside one
                step = next(iter(NAME.findall(begins)), "")
            elif form and step:
                used.setdefault(form, []).append(html.unescape(step))
    return used
