"""A story: who does what on which day, and what must be true then. Read from scenarios/*.yaml of a package.

    title: 平安年份
    start: 2021-08-05 09:00            # Shanghai; the clock begins here
    steps:
      - at: 2021-08-11 09:00           # optional; the clock is turned to here first
        who: <login of the cast>       # or whoever: one of those whom the task waits for
        do: open_campaign | open_case | complete ...   # what may be told stands in deeds.py
        case: A                        # the story's own name for a case
        studio: A                      # the studio that came of that case, or a number in the register
        task: <element id>
        answers: {...}                 # or answers_from: <file below scenarios/>, with `answers` on top of it
        refused: 序号                  # the deed must be refused, with these words in the sentence
        expect: {...}                  # see expect.py
      - part: parts/evaluated.yaml     # lines that stories share, see parts.py

The cast (organisations, people) stands in scenarios/cast.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from services.foundation.clock import SHANGHAI
from services.foundation.errors import Invalid
from services.process.registry import Package

from .deeds import ALWAYS, DEEDS, SAID
from .parts import whole

CAST = "cast.yaml"


@dataclass(frozen=True)
class Step:
    """One line of a story. `number` counts from 1; `details` holds the keys of its own deed."""

    number: int
    at: datetime | None
    who: str | None
    do: str | None
    case: str | None
    studio: str | None
    task: str | None
    refused: str | None
    answers: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """A scenario with its cast. `start` is when its clock begins, if it says so."""

    name: str
    title: str
    start: datetime | None
    cast: Mapping[str, Any]
    steps: tuple[Step, ...]


def stories_of(package: Package) -> list[Story]:
    """All stories of a package, by file name. Raises Invalid with file and step."""
    return [read_story(name, raw, package) for name, raw in package.scenarios.items() if name != CAST]


def read_story(name: str, raw: bytes, package: Package) -> Story:
    """One story. Raises Invalid."""
    data = _yaml(name, raw)
    if not isinstance(data, dict) or not isinstance(data.get("steps"), list):
        raise Invalid(f"场景 {name} 要有 steps 列表。")
    cast = _yaml(CAST, package.files.get(f"scenarios/{CAST}", b"{}")) or {}
    told = whole(name, data["steps"], lambda path: _file(package, path))
    steps = tuple(_step(name, number, row, package) for number, row in told)
    start = _moment(data["start"], name) if data.get("start") else None
    return Story(name, str(data.get("title") or name), start, cast, steps)


def _step(name: str, number: int, row: Any, package: Package) -> Step:
    where = f"场景 {name} 第 {number} 步"
    if not isinstance(row, dict):
        raise Invalid(f"{where}写法不对。")
    do = row.get("do")
    if do is not None and (not isinstance(do, str) or do not in DEEDS):
        raise Invalid(f"{where}的 do 只能是：{'、'.join(sorted(DEEDS))}。")
    own = DEEDS[do].keys if do is not None else frozenset()
    unknown = row.keys() - ALWAYS - own
    if unknown:
        raise Invalid(f"{where}有不认识的键：{'、'.join(sorted(map(str, unknown)))}。")
    answers: dict[str, Any] = {}
    if row.get("answers_from"):
        if f"scenarios/{row['answers_from']}" not in package.files:
            raise Invalid(f"{where}引用的 scenarios/{row['answers_from']} 不存在。")
        answers = _file(package, row["answers_from"]) or {}
    return Step(
        number=number,
        at=_moment(row["at"], where) if row.get("at") else None,
        who=row.get("who"),
        do=do,
        case=row.get("case"),
        studio=str(row["studio"]) if row.get("studio") else None,
        task=row.get("task"),
        refused=row.get("refused"),
        answers=_as_typed({**answers, **(row.get("answers") or {})}),
        details={k: row[k] for k in own - SAID if k in row},
        expect=row.get("expect") or {},
    )


def _as_typed(value: Any) -> Any:
    """YAML reads days as days; a person types them."""
    if isinstance(value, dict):
        return {str(k): _as_typed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_typed(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _moment(value: Any, where: str) -> datetime:
    """A moment of Shanghai's wall clock, as YAML reads it or as text."""
    text = value.isoformat(" ") if hasattr(value, "isoformat") else str(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"{where}的时间“{value}”写法不对，应如 2021-11-03 10:00。") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _file(package: Package, path: str) -> Any:
    """What a file below scenarios/ says; None where there is none."""
    raw = package.files.get(f"scenarios/{path}")
    return None if raw is None else _yaml(f"scenarios/{path}", raw)


def _yaml(name: str, raw: bytes) -> Any:
    try:
        return yaml.safe_load(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError, yaml.YAMLError) as error:  # ValueError: also a day that does not exist
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 1} 行" if mark else ""
        raise Invalid(f"{name} 读不懂（{line}）。") from error
