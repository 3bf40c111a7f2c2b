"""What changed in procedure.yaml and in the properties of the pools."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.process.registry import Manifest, Procedure

from .change import Change, shown

PLAIN = {"title": "办法名称", "short": "简称", "recommender_level": "推荐层级", "naming_organ": "命名机关"}


def manifest_changes(old: Manifest, new: Manifest) -> Iterator[Change]:
    """Parameters and windows, then plain facts, then what is listed."""
    titles = {**old.parameter_titles, **new.parameter_titles}
    for name, a, b in _differing(old.parameters, new.parameters):
        yield Change("altered", "parameter", name, f"参数“{titles.get(name, name)}”由“{shown(a)}”改为“{shown(b)}”。")
    for name, a, b in _differing(old.windows, new.windows):
        days = [str(w) if w else "无" for w in (a, b)]
        title = next((w.title for w in (b, a) if w), name)
        yield Change("altered", "window", name, f"阶段“{title}”由 {days[0]} 改为 {days[1]}。")
    for key, word in PLAIN.items():
        a, b = getattr(old, key), getattr(new, key)
        if a != b:
            yield Change("altered", "manifest", key, f"{word}由“{shown(a)}”改为“{shown(b)}”。")
    for name, a, b in _differing(old.case, new.case):
        yield Change("altered", "manifest", name, f"案卷的“{name}”由“{shown(a)}”改为“{shown(b)}”。")
    yield from _listed("角色", old.roles, new.roles)
    yield from _listed("类别", old.categories, new.categories)
    yield from _listed("系统默认", old.defaults, new.defaults, by_id=True)
    yield from _listed("条款", _clauses(old), _clauses(new), by_id=True)
    yield from _listed("文书", _documents(old), _documents(new))
    yield from _listed("目标", _targets(old), _targets(new))
    yield from _listed("名额", _meters(old), _meters(new))


def _clauses(manifest: Manifest) -> dict[str, str]:
    return {clause.id: clause.text for clause in manifest.clauses.values()}


def _targets(manifest: Manifest) -> dict[str, str]:
    return {target.id: f"{target.title}（{target.goal}）" for target in manifest.targets}


def _meters(manifest: Manifest) -> dict[str, str]:
    return {m.id: f"{m.title}（至多 {m.cap or '不限'}，至少 {m.floor or '不限'}）" for m in manifest.meters}


def _documents(manifest: Manifest) -> dict[str, str]:
    return {name: str(row["title"]) for name, row in manifest.documents.items()}


def pool_changes(old: Procedure, new: Procedure) -> Iterator[Change]:
    """What a pool says of itself: what it is about, who starts it."""
    for key, a, b in _differing(old.definition.pools, new.definition.pools):
        if a is None or b is None:
            word, pool = ("新增", b) if a is None else ("删去", a)
            yield Change("added" if a is None else "removed", "diagram", key, f"{word}泳池“{pool.name}”。")
            continue
        for name, said, says in _differing(a.properties, b.properties):
            text = f"泳池“{b.name}”的{name}由“{shown(said)}”改为“{shown(says)}”。"
            yield Change("altered", "diagram", key, text)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in sorted(old.keys() | new.keys()):
        a, b = old.get(name), new.get(name)
        if a != b:
            yield name, a, b


def _listed(word: str, old: Mapping[str, str], new: Mapping[str, str], by_id: bool = False) -> Iterator[Change]:
    for name, a, b in _differing(old, new):
        if a is None:
            yield Change("added", "manifest", name, f"新增{word}“{name if by_id else b}”。")
        elif b is None:
            yield Change("removed", "manifest", name, f"删去{word}“{name if by_id else a}”。")
        else:
            called = f"{word}“{name}”" if by_id else word
            yield Change("altered", "manifest", name, f"{called}由“{a}”改为“{b}”。")
