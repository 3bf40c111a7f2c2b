"""A package as files: the city's own folder, its forms, and every shared file that it reaches.

Paths inside a package: `procedure.yaml`, `*.bpmn`, `*.dmn`, `scenarios/...`, `forms/...`, and for what cities
share `shared/*.bpmn`, `shared/*.dmn`, `shared/forms/...`. The digest covers them all, so editing a shared
block makes a new version and never changes a running case.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from services.foundation.errors import Refusal

MAX_FILE = 5 * 1024 * 1024
MAX_FILES = 500
TAG = re.compile(rb"<(?:[\w-]+:)?(\w+)\b([^<>]*)>")
ATTRIBUTE = re.compile(rb"""\b(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
WANTED = {b"calledElement": (b"processId", "process"), b"calledDecision": (b"decisionId", "decision"),
          b"formDefinition": (b"formId", "form"), b"import": (b"namespace", "model")}  # fmt: skip
PAPER = re.compile(rb"\bpaper:\s*([\w-]+)")
OFFERED = {b"process": (b"id", "process"), b"decision": (b"id", "decision"), b"definitions": (b"namespace", "model")}
WANTED_BY_PROPERTY = {"guard": "decision", "precheck": "decision", "form": "form"}


class PackageMissing(Refusal):
    """The folder is not a procedure package."""


@dataclass(frozen=True)
class Package:
    """Files of one procedure by their path inside the package."""

    name: str
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over paths and contents, in the order of the paths."""
        whole = hashlib.sha256()
        for path in sorted(self.files):
            content = self.files[path]
            whole.update(f"{path}\0{len(content)}\0".encode())
            whole.update(content)
        return whole.hexdigest()

    def ending(self, suffix: str) -> dict[str, bytes]:
        """The files whose path ends like this, scenarios left out."""
        return {p: c for p, c in sorted(self.files.items()) if p.endswith(suffix) and not p.startswith("scenarios/")}

    @property
    def scenarios(self) -> dict[str, bytes]:
        """The stories that come with the package, by file name."""
        return {
            p.removeprefix("scenarios/"): c
            for p, c in sorted(self.files.items())
            if p.startswith("scenarios/") and p.count("/") == 1 and p.endswith(".yaml")
        }


def read_folder(folder: Path) -> Package:
    """The package in a folder (`processes/<city>`), with its forms and the shared files it reaches.

    Forms stand in the folder's own `forms/`, else in `forms/<city>/` beside `processes/`; shared files in
    `processes/shared/` and `forms/shared/` beside them. Raises PackageMissing.
    """
    folder = folder.resolve()
    if not (folder / "procedure.yaml").is_file():
        raise PackageMissing(f"{folder.name}：没有找到 procedure.yaml，这不是一个办法包。")
    files = dict(_below(folder))
    house = folder.parent.parent
    if not any(p.startswith("forms/") for p in files):
        files.update((f"forms/{p}", c) for p, c in _below(house / "forms" / folder.name))
    if not any(p.startswith("shared/") for p in files):
        files.update(reached(files, shared_files(folder, house)))
    if len(files) > MAX_FILES:
        raise PackageMissing(f"{folder.name}：文件超过 {MAX_FILES} 个。")
    return Package(folder.name, files)


def _below(folder: Path) -> Iterable[tuple[str, bytes]]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if not path.is_file() or any(part.startswith(".") for part in inside.parts):
            continue
        if path.stat().st_size > MAX_FILE:
            raise PackageMissing(f"{inside.as_posix()}：文件超过 {MAX_FILE // 1024 // 1024} MB。")
        yield inside.as_posix(), path.read_bytes()


def shared_files(folder: Path, house: Path) -> dict[str, bytes]:
    """Everything that the city in `folder` may share with others of the house, by its path inside a package."""
    blocks = {f"shared/{p}": c for p, c in _below(folder.parent / "shared")}
    forms = {f"shared/forms/{p}": c for p, c in _below(house / "forms" / "shared")}
    return blocks | forms


def reached(own: Mapping[str, bytes], shared: Mapping[str, bytes]) -> dict[str, bytes]:
    """The shared files that the package calls, and those that these call in turn."""
    found: dict[str, bytes] = {}
    todo = list(own.values())
    while todo:
        wanted = _wanted(todo.pop())
        for path, content in shared.items():
            if path not in found and wanted & _offers(path, content):
                found[path] = content
                todo.append(content)
    return found


def _wanted(content: bytes) -> set[tuple[str, str]]:
    found = {("paper", name.decode()) for name in PAPER.findall(content)}
    for tag, attributes in _tags(content):
        if tag in WANTED:
            name, kind = WANTED[tag]
            found.add((kind, attributes.get(name, "")))
        elif tag == b"property" and attributes.get(b"name") in WANTED_BY_PROPERTY:
            found.add((WANTED_BY_PROPERTY[attributes[b"name"]], attributes.get(b"value", "")))
    return found


def _offers(path: str, content: bytes) -> set[tuple[str, str]]:
    if path.startswith("shared/forms/"):
        stem, suffix = path.rsplit("/", 1)[-1].split(".", 1)
        return {("paper" if suffix == "paper.yaml" else "form", stem)}
    offered = ((OFFERED[tag], attributes) for tag, attributes in _tags(content) if tag in OFFERED)
    return {(kind, attributes[name]) for (name, kind), attributes in offered if name in attributes}


def _tags(content: bytes) -> Iterator[tuple[bytes, dict[bytes, str]]]:
    """Opening tags with their attributes. Not a parser: a file that is no XML yet must be read all the same."""
    for tag, inside in TAG.findall(content):
        yield tag, {name: (a or b).decode("utf-8", "replace") for name, a, b in ATTRIBUTE.findall(inside)}
