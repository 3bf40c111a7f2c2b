"""procedure.yaml: what the diagram cannot say (the notice, windows, parameters, clauses), read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from services.foundation.errors import Refusal

from .window import Window, read_edge

KNOWN_KEYS = {
    "id", "title", "short", "notice", "recommender_level", "naming_organ", "case", "categories", "windows",
    "parameters", "roles", "organs", "clauses", "documents", "defaults", "targets", "meters",
}  # fmt: skip


SIGN = re.compile(r"[^\W\d_]+")
ABOUT = ("case", "campaign", "studio", "organisation", "recommender")


class ManifestWrong(Refusal):
    """procedure.yaml does not say what it must; the sentence names the key."""


@dataclass(frozen=True)
class Clause:
    """One rule of the notice in our own wording. `kinds` as in PROCEDURES 0.1; INFO needs no landing."""

    id: str
    article: str
    text: str
    kinds: tuple[str, ...]
    severity: str | None

    @property
    def must_land(self) -> bool:
        """Whether some node, timer, rule, field, quota or document has to carry it."""
        return any(kind not in {"INFO", "ORG"} for kind in self.kinds)


@dataclass(frozen=True)
class Target:
    """A number the notice wants reached, shown and never enforced. `count`: FEEL; `goal`: a whole number, or FEEL."""

    id: str
    title: str
    count: str
    goal: str
    clause: str


@dataclass(frozen=True)
class Meter:
    """A number of a campaign or of each recommender beside what the notice allows; shown, and enforced elsewhere.

    `count`, `cap` and `floor` are FEEL; the last two empty where the notice sets none.
    """

    id: str
    title: str
    of: str
    count: str
    clause: str
    cap: str
    floor: str


METERED = ("recommender", "campaign")


@dataclass(frozen=True)
class Manifest:
    """A procedure's own data, apart from its diagram."""

    id: str
    title: str
    short: str
    notice: Mapping[str, Any]
    recommender_level: str
    naming_organ: str
    case: Mapping[str, str]
    categories: Mapping[str, str]
    windows: Mapping[str, Window]
    parameters: Mapping[str, Any]
    roles: Mapping[str, str]
    organs: tuple[Mapping[str, Any], ...]
    clauses: Mapping[str, Clause]
    documents: Mapping[str, Mapping[str, Any]]
    defaults: Mapping[str, str]
    parameter_titles: Mapping[str, str] = field(default_factory=dict)
    parameter_clauses: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    meters: tuple[Meter, ...] = ()


@lru_cache(maxsize=32)  # the check, the deployment and the run read the same bytes; nobody changes what they say
def read_manifest(raw: bytes) -> Manifest:
    """Parse and check procedure.yaml. Raises ManifestWrong with the key at fault."""
    try:
        data = yaml.safe_load(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError, yaml.YAMLError) as error:  # ValueError: also a day that does not exist
        raise ManifestWrong(f"procedure.yaml 读不懂：{_where(error)}") from error
    if not isinstance(data, dict):
        raise ManifestWrong("procedure.yaml 应是一组“键: 值”。")
    unknown = sorted(set(map(str, data)) - KNOWN_KEYS)
    if unknown:
        raise ManifestWrong(f"procedure.yaml 有不认识的键：{'、'.join(unknown)}。")
    return _manifest(data)


def _manifest(data: dict[str, Any]) -> Manifest:
    parameters = {str(k): v if isinstance(v, dict) else {"value": v} for k, v in _mapping(data, "parameters").items()}
    return Manifest(
        id=_text(data, "id"),
        title=_text(data, "title"),
        short=str(data.get("short") or data["id"]).upper(),
        notice=_mapping(data, "notice"),
        recommender_level=str(data.get("recommender_level") or ""),
        naming_organ=str(data.get("naming_organ") or ""),
        case={str(k): str(v) for k, v in _mapping(data, "case").items()},
        categories={str(c["id"]): str(c["name"]) for c in _rows(data, "categories", "id", "name")},
        windows={str(k): _window(str(k), v) for k, v in _mapping(data, "windows").items()},
        parameters={k: v.get("value") for k, v in parameters.items()},
        parameter_titles={k: str(v.get("title", k)) for k, v in parameters.items()},
        parameter_clauses={k: str(v.get("clause") or "") for k, v in parameters.items()},
        roles={str(r["role"]): str(r["title"]) for r in _rows(data, "roles", "role", "title")},
        organs=tuple(_rows(data, "organs", "id", "name")),
        clauses={str(c["id"]): _clause(c) for c in _rows(data, "clauses", "id", "text", "kind")},
        documents={str(d["id"]): _document(d) for d in _rows(data, "documents", "id", "title")},
        defaults={str(d["id"]): str(d["text"]) for d in _rows(data, "defaults", "id", "text")},
        targets=tuple(
            Target(*(str(row[key]).removeprefix("=") for key in ("id", "title", "count", "goal", "clause")))
            for row in _rows(data, "targets", "id", "title", "count", "goal", "clause")
        ),
        meters=tuple(_meter(row) for row in _rows(data, "meters", "id", "title", "of", "count", "clause")),
    )


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ManifestWrong(f"procedure.yaml 缺少“{key}”。")
    return value.strip()


def _mapping(data: dict[str, Any], key: str) -> dict[Any, Any]:
    value = data.get(key) or {}
    if not isinstance(value, dict):
        raise ManifestWrong(f"procedure.yaml 的“{key}”应是一组“键: 值”。")
    return value


def _rows(data: dict[str, Any], key: str, *needed: str) -> list[dict[str, Any]]:
    rows = data.get(key) or []
    if not isinstance(rows, list):
        raise ManifestWrong(f"procedure.yaml 的“{key}”应是一个列表。")
    seen = set()
    for number, row in enumerate(rows, 1):
        missing = [n for n in needed if not isinstance(row, dict) or row.get(n) in (None, "")]
        if missing:
            raise ManifestWrong(f"procedure.yaml 的“{key}”第 {number} 行缺少“{missing[0]}”。")
        name = row[needed[0]]
        if isinstance(name, (dict, list)):
            raise ManifestWrong(f"procedure.yaml 的“{key}”第 {number} 行的“{needed[0]}”应是一个词。")
        if name in seen:
            raise ManifestWrong(f"procedure.yaml 的“{key}”里“{name}”出现了两次。")
        seen.add(name)
    return rows


def _document(row: dict[str, Any]) -> dict[str, Any]:
    """Keys of issued papers: `series` is the sign before 〔year〕, `organ` an id of organs or a name."""
    where = f"procedure.yaml 的文书“{row['id']}”"
    series, copies = row.get("series"), row.get("copies", 1)
    if series is not None and not (isinstance(series, str) and SIGN.fullmatch(series)):
        raise ManifestWrong(f"{where}的 series 应是年份前面的机关代字（如 某工发），不含年份、括号和序号。")
    if type(copies) is not int or copies < 1:
        raise ManifestWrong(f"{where}的 copies 应是份数。")
    if not isinstance(row.get("public", False), bool):
        raise ManifestWrong(f"{where}的 public 应是 true 或 false。")
    if not isinstance(row.get("rows", {}), dict):
        raise ManifestWrong(f"{where}的 rows 应是一组“栏目: 表达式”。")
    if row.get("about", "case") not in ABOUT:
        raise ManifestWrong(f"{where}的 about 只能是：{'、'.join(ABOUT)}。")
    return row


def _meter(row: dict[str, Any]) -> Meter:
    if row["of"] not in METERED:
        raise ManifestWrong(f"procedure.yaml 的“meters”里“{row['id']}”的 of 只能是：{'、'.join(METERED)}。")
    texts = {key: str(row[key]) for key in ("id", "title", "of", "clause")}
    said = {key: row.get(key) for key in ("count", "cap", "floor")}
    return Meter(**texts, **{key: "" if value is None else str(value).removeprefix("=") for key, value in said.items()})


def _window(name: str, row: Any) -> Window:
    start, end = (read_edge(row.get(key)) if isinstance(row, dict) else None for key in ("start", "end"))
    if start is None or end is None:
        raise ManifestWrong(
            f"procedure.yaml 的阶段“{name}”要写 start 和 end 两个日期（如 2021-11-01），"
            "在某个时刻起止的写到分钟（如 2021-11-10 18:00）。"
        )
    if end.as_end() <= start.as_start():
        raise ManifestWrong(f"procedure.yaml 的阶段“{name}”结束早于开始。")
    clause = str(row["clause"]) if row.get("clause") else None
    return Window(name, str(row.get("title") or name), start.day, end.day, clause, start.hour, end.hour)


def _clause(row: dict[str, Any]) -> Clause:
    kinds = row["kind"] if isinstance(row["kind"], list) else [row["kind"]]
    return Clause(
        id=str(row["id"]),
        article=str(row.get("article") or ""),
        text=str(row["text"]),
        kinds=tuple(str(k).upper() for k in kinds),
        severity=str(row["severity"]).upper() if row.get("severity") else None,
    )


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return f"第 {mark.line + 1} 行第 {mark.column + 1} 列附近格式不对。"
    if isinstance(error, UnicodeDecodeError):
        return "文件应是 UTF-8 编码。"
    return "层次太多。" if isinstance(error, RecursionError) else "有不存在的日期或数值。"
