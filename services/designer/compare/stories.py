"""What changed in the package's scenarios and in the layout of its papers."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from services.process.registry import Package

from .change import Change, from_to

CAST = "cast.yaml"


def story_changes(old: Package, new: Package) -> Iterator[Change]:
    """One sentence for each story, and one for each file that stories share."""
    a, b = ({p: c for p, c in w.files.items() if p.startswith("scenarios/")} for w in (old, new))
    for path in sorted(a.keys() | b.keys()):
        if a.get(path) == b.get(path):
            continue
        kind = "added" if path not in a else "removed" if path not in b else "altered"
        told = _read(b.get(path, b"")), _read(a.get(path, b""))
        title = next((str(t["title"]) for t in told if isinstance(t, dict) and t.get("title")), "")
        yield Change(kind, "story", path, _sentence(kind, path, title, *told), file=path)


def paper_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Change]:
    """Papers by their names; of one that stays, each part that reads otherwise."""
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) == new.get(name):
            continue
        a, b = _read(old.get(name, b"")) or {}, _read(new.get(name, b"")) or {}
        title = next((str(t["title"]) for t in (b, a) if isinstance(t, dict) and t.get("title")), name)
        if name not in old:
            yield Change("added", "paper", name, f"新增文书版式“{title}”。", file=name)
        elif name not in new:
            yield Change("removed", "paper", name, f"删去文书版式“{title}”。", file=name)
        elif isinstance(a, dict) and isinstance(b, dict):
            for key in [k for k in {**a, **b} if a.get(k) != b.get(k)]:
                yield _paper(name, title, str(key), a.get(key), b.get(key))


def _paper(name: str, title: str, key: str, a: Any, b: Any) -> Change:
    whose = f"文书版式“{title}”"
    if isinstance(a, (dict, list)) or isinstance(b, (dict, list)):
        return Change("altered", "paper", name, f"{whose}的“{key}”部分有改动{_places(a, b)}。", key, a, b, name)
    return Change("altered", "paper", name, from_to(whose, f"“{key}”", a, b), key, a, b, name)


def _places(a: Any, b: Any) -> str:
    if not isinstance(a, list) or not isinstance(b, list) or len(a) != len(b):
        return ""
    lines = [str(n) for n, (x, y) in enumerate(zip(a, b, strict=True), 1) if x != y]
    return f"（第 {'、'.join(lines)} 项）"


def _sentence(kind: str, path: str, title: str, new: Any, old: Any) -> str:
    word = {"added": "新增", "removed": "删去", "altered": ""}[kind]
    changed = "" if word else "有改动"
    name = path.removeprefix("scenarios/")
    if name == CAST:
        return f"{word}预演的人员名单{changed}。"
    if "/" in name or not name.endswith(".yaml"):
        return f"{word}预演所用的材料“{name}”{changed}。"
    steps = [t.get("steps") for t in (old, new) if isinstance(t, dict)]
    places = _places(*steps).replace("项", "步") if not word and len(steps) == 2 else ""
    return f"{word}情景“{title or name}”{changed}{places}。"


def _read(raw: bytes) -> Any:
    try:
        return yaml.safe_load(raw)
    except (ValueError, RecursionError, yaml.YAMLError):
        return None
