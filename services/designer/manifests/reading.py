"""procedure.yaml into tables. What does not fit into a table is named and kept; nothing is thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from services.foundation.errors import Invalid

from .sections import SECTIONS, Column, Row, Section


@dataclass(frozen=True)
class Read:
    """The tables by section, sections written in a way the form cannot show, and keys that it does not ask."""

    data: Mapping[str, Any]
    tables: dict[str, list[Row]]
    odd: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    comments: bool = False


def read(raw: bytes) -> Read:
    """The tables. Raises Invalid with the line where the file is no YAML, or no mapping."""
    try:
        text = raw.decode("utf-8-sig")
        data = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise Invalid("procedure.yaml 读不懂：文件应是 UTF-8 编码。") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行第 {mark.column + 1} 列附近格式不对" if mark is not None else "有的地方格式不对"
        raise Invalid(f"procedure.yaml 读不懂：{where}。") from error
    except (ValueError, RecursionError) as error:
        raise Invalid("procedure.yaml 读不懂：有不存在的日期或数值，或者层次太多。") from error
    if data is None:
        data = {}
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise Invalid("procedure.yaml 读不懂：应是一组“键: 值”。")
    odd = [s.key for s in SECTIONS if s.key and not _fits(s, data.get(s.key))]
    asked = {s.key for s in SECTIONS} | {c.key for s in SECTIONS if s.shape == "plain" for c in s.columns}
    tables = {s.key: _rows(s, data) for s in SECTIONS if s.key not in odd}
    comments = any(line.lstrip().startswith("#") for line in text.splitlines())
    return Read(data, tables, odd, [key for key in data if key not in asked], comments)


def shown(column: Column, value: Any) -> str:
    """A value as it stands in a cell."""
    if value is None:
        return ""
    if column.kind == "words":
        return " ".join(map(str, value)) if isinstance(value, list) else str(value)
    if column.kind == "value" and not isinstance(value, str):
        return _flow(value)
    if column.kind == "value" and _ambiguous(value):
        return _flow(value)
    return str(value)


def _flow(value: Any) -> str:
    told = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000, sort_keys=False)
    return str(told).removesuffix("...\n").strip()


def _ambiguous(value: str) -> bool:
    """A text that would be read as something else without quotation marks."""
    try:
        return bool(yaml.safe_load(value) != value)
    except (ValueError, yaml.YAMLError):
        return True


def _fits(section: Section, value: Any) -> bool:
    if value is None:
        return True
    if section.shape == "list":
        return isinstance(value, list) and all(isinstance(row, dict) for row in value)
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        return False
    if section.shape == "one":
        return all(not isinstance(value.get(c.key), (dict, list)) for c in section.columns)
    return section.key == "parameters" or all(isinstance(row, dict) for row in value.values())


def _rows(section: Section, data: Mapping[str, Any]) -> list[Row]:
    if section.shape == "plain":
        return [_row(section, data, "")]
    held = data.get(section.key) or {}
    if section.shape == "one":
        return [_row(section, held, "")]
    if section.shape == "list":
        return [_row(section, row, str(number)) for number, row in enumerate(held)]
    return [
        Row({"": name, **_row(section, row if isinstance(row, dict) else {"value": row}, "").cells}, name)
        for name, row in held.items()
    ]


def _row(section: Section, held: Mapping[str, Any], was: str) -> Row:
    return Row({c.key: shown(c, held.get(c.key)) for c in section.columns if c.key}, was)
