"""Where a file may stand in a package, and what it is there."""

import re

from services.foundation.errors import Invalid
from services.process.registry import Package

MAX_PATH = 120
SAFE = re.compile(r"[\w()（）·-][\w .()（）·-]*")
KINDS = {
    "manifest": "办法说明",
    "diagram": "流程图",
    "table": "判定表",
    "form": "表单",
    "paper": "文书版面",
    "story": "预演场景",
    "shared": "共享模块",
    "other": "其他文件",
}


class BadPath(Invalid):
    """No file can stand at such a place."""


def checked_path(path: str) -> str:
    """The path as it is kept. Raises BadPath: too long, leading out of the package, hidden, or with odd characters."""
    parts = path.split("/")
    if not path or len(path) > MAX_PATH:
        raise BadPath(f"文件名要有 1 至 {MAX_PATH} 个字。")
    if any(not SAFE.fullmatch(part) or part.endswith((" ", ".")) for part in parts):
        raise BadPath(f"“{path[:MAX_PATH]}”不能作文件名：只用文字、数字、横线、下划线和点，文件夹之间用斜线。")
    return path


def kind_of(path: str) -> str:
    """One of KINDS."""
    if path == "procedure.yaml":
        return "manifest"
    if path.startswith("shared/"):
        return "shared"
    if path.startswith("scenarios/"):
        return "story"
    if path.endswith(".paper.yaml"):
        return "paper"
    endings = {".bpmn": "diagram", ".dmn": "table", ".form": "form"}
    return next((kind for ending, kind in endings.items() if path.endswith(ending)), "other")


def place_for(name: str) -> str:
    """Where a file that comes by its bare name belongs, as its ending says."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    return f"forms/{bare}" if bare.endswith((".form", ".paper.yaml")) else bare


def grouped(package: Package) -> dict[str, list[str]]:
    """The paths of a package by kind, in the order of KINDS; kinds without a file are left out."""
    found = {kind: [path for path in sorted(package.files) if kind_of(path) == kind] for kind in KINDS}
    return {kind: paths for kind, paths in found.items() if paths}
