"""What changed in procedure.yaml and in the properties of the pools."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.process.registry import Manifest, Procedure

from .change import Change, from_to, shown
from .words import FACETS

PLAIN = {"title": "办法名称", "short": "简称", "recommender_level": "推荐层级", "naming_organ": "命名机关"}
NOTICE = {"title": "文件名称", "issuer": "印发机关", "date": "印发日期", "number": "文号"}
CLAUSE = {"article": "条号", "kinds": "种类", "severity": "严重程度"}
METER = {"title": "名称", "of": "对象", "count": "计数", "clause": "条款", "cap": "上限", "floor": "下限"}
TARGET = {"title": "名称", "count": "计数", "goal": "目标数", "clause": "条款"}


def manifest_changes(old: Manifest, new: Manifest) -> Iterator[Change]:
    """Parameters and windows, then plain facts, then what is listed."""
    yield from _parameters(old, new)
    yield from _windows(old, new)
    for key, word in PLAIN.items():
        a, b = getattr(old, key), getattr(new, key)
        if a != b:
            yield Change("altered", "manifest", key, f"{word}由“{shown(a)}”改为“{shown(b)}”。", key, a, b)
    for name, a, b in _differing(old.notice, new.notice):
        text = from_to("所依据的通知", NOTICE.get(name, name), a, b)
        yield Change("altered", "manifest", f"notice {name}", text, name, a, b)
    for name, a, b in _differing(old.case, new.case):
        yield Change("altered", "manifest", name, f"案卷的“{name}”由“{shown(a)}”改为“{shown(b)}”。", "case", a, b)
    yield from _listed("角色", "role", old.roles, new.roles)
    yield from _listed("类别", "category", old.categories, new.categories)
    yield from _listed("系统默认", "default", old.defaults, new.defaults, by_id=True)
    yield from _listed("条款", "clause", _clause_texts(old), _clause_texts(new), by_id=True)
    yield from _sides("条款", "clause", old.clauses, new.clauses, CLAUSE)
    yield from _rows("文书", "document", old.documents, new.documents)
    yield from _rows("机构", "organ", {str(o["id"]): o for o in old.organs}, {str(o["id"]): o for o in new.organs})
    yield from _things("目标", "target", {t.id: t for t in old.targets}, {t.id: t for t in new.targets}, TARGET)
    yield from _things("名额", "meter", {m.id: m for m in old.meters}, {m.id: m for m in new.meters}, METER)


def _parameters(old: Manifest, new: Manifest) -> Iterator[Change]:
    titles = {**old.parameter_titles, **new.parameter_titles}
    for name, a, b in _differing(old.parameters, new.parameters):
        called = f"参数“{titles.get(name, name)}”"
        if name not in old.parameters:
            yield Change("added", "parameter", name, f"新增{called}，值为“{shown(b)}”。", "", None, b)
        elif name not in new.parameters:
            yield Change("removed", "parameter", name, f"删去{called}。", "", a, None)
        else:
            yield Change("altered", "parameter", name, f"{called}由“{shown(a)}”改为“{shown(b)}”。", "value", a, b)
    for name in sorted(old.parameters.keys() & new.parameters.keys()):
        a, b = old.parameter_titles.get(name), new.parameter_titles.get(name)
        if a != b:
            yield Change("altered", "parameter", name, f"参数“{a}”改名为“{b}”。", "title", a, b)
        a, b = old.parameter_clauses.get(name), new.parameter_clauses.get(name)
        if a != b:
            text = from_to(f"参数“{titles.get(name, name)}”", "条款", a, b)
            yield Change("altered", "parameter", name, text, "clause", a, b)


def _windows(old: Manifest, new: Manifest) -> Iterator[Change]:
    for name, a, b in _differing(old.windows, new.windows):
        title = next((w.title for w in (b, a) if w), name)
        if a is None or b is None:
            word, days = ("新增", f"（{b}）") if a is None else ("删去", "")
            kind = "added" if a is None else "removed"
            yield Change(kind, "window", name, f"{word}阶段“{title}”{days}。", "", a, b)
            continue
        if str(a) != str(b):
            yield Change("altered", "window", name, f"阶段“{title}”由 {a} 改为 {b}。", "days", str(a), str(b))
        if a.title != b.title:
            yield Change("altered", "window", name, f"阶段“{a.title}”改名为“{b.title}”。", "title", a.title, b.title)
        if a.clause != b.clause:
            text = from_to(f"阶段“{title}”", "条款", a.clause, b.clause)
            yield Change("altered", "window", name, text, "clause", a.clause, b.clause)


def pool_changes(old: Procedure, new: Procedure) -> Iterator[Change]:
    """What a pool says of itself: its name, what it is about, who starts it."""
    for key, a, b in _differing(old.definition.pools, new.definition.pools):
        if a is None or b is None:
            word, pool = ("新增", b) if a is None else ("删去", a)
            yield Change("added" if a is None else "removed", "diagram", key, f"{word}泳池“{pool.name}”。", "pool")
            continue
        if a.name != b.name:
            text = f"泳池“{a.name}”改名为“{b.name}”。"
            yield Change("altered", "diagram", b.participant, text, "name", a.name, b.name)
        for name, said, says in _differing(a.properties, b.properties):
            word = FACETS.get(f"property {name}", f"属性“{name}”")
            text = from_to(f"泳池“{b.name}”", word, said, says)
            yield Change("altered", "diagram", b.participant, text, name, said, says)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in sorted(old.keys() | new.keys()):
        a, b = old.get(name), new.get(name)
        if a != b:
            yield name, a, b


def _clause_texts(manifest: Manifest) -> dict[str, str]:
    return {clause.id: clause.text for clause in manifest.clauses.values()}


def _listed(
    word: str, what: str, old: Mapping[str, str], new: Mapping[str, str], by_id: bool = False
) -> Iterator[Change]:
    for name, a, b in _differing(old, new):
        if a is None:
            yield Change("added", what, name, f"新增{word}“{name if by_id else b}”。", "", a, b)
        elif b is None:
            yield Change("removed", what, name, f"删去{word}“{name if by_id else a}”。", "", a, b)
        else:
            called = f"{word}“{name}”" if by_id else word
            yield Change("altered", what, name, f"{called}由“{shown(a)}”改为“{shown(b)}”。", "", a, b)


def _rows(
    word: str, what: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[Change]:
    """Rows of procedure.yaml: came, went, or of one that stays each key that reads otherwise."""
    for name, a, b in _differing(old, new):
        called = f"{word}“{next(str(r.get('title') or r.get('name') or name) for r in (b, a) if r)}”"
        if a is None or b is None:
            kind, verb = ("added", "新增") if a is None else ("removed", "删去")
            yield Change(kind, what, name, f"{verb}{called}。", "", a, b)
            continue
        for key, x, y in _differing(a, b):
            yield Change("altered", what, name, from_to(called, f"“{key}”", x, y), key, x, y)


def _things(
    word: str, what: str, old: Mapping[str, Any], new: Mapping[str, Any], sides: Mapping[str, str]
) -> Iterator[Change]:
    before, after = (
        {name: thing.title for name, thing in old.items()},
        {name: thing.title for name, thing in new.items()},
    )
    yield from (change for change in _listed(word, what, before, after) if change.kind != "altered")
    yield from _sides(word, what, old, new, sides)


def _sides(
    word: str, what: str, old: Mapping[str, Any], new: Mapping[str, Any], sides: Mapping[str, str]
) -> Iterator[Change]:
    for name in sorted(old.keys() & new.keys()):
        called = f"{word}“{getattr(new[name], 'title', name)}”"
        for side, said in sides.items():
            a, b = getattr(old[name], side), getattr(new[name], side)
            if a != b:
                x, y = ("、".join(v) if isinstance(v, tuple) else v for v in (a, b))
                yield Change("altered", what, name, from_to(called, said, x, y), side, a, b)
