"""Tables into procedure.yaml: one line a row, in the order of the file; what the form does not ask stays as it was."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from services.foundation.errors import Invalid

from .reading import shown
from .sections import SECTIONS, Column, Row, Section


class CellsWrong(Invalid):
    """Cells that cannot be written; `fields` names them `section-row-column`."""

    sentence = "没有保存，请按提示修改。"


def written(before: Mapping[str, Any], tables: Mapping[str, Sequence[Row]]) -> bytes:
    """The file's new bytes. `before`: what it said; a section that is not in `tables` stays. Raises CellsWrong."""
    wrong: dict[str, str] = {}
    data = dict(before)
    for section in SECTIONS:
        if section.key in tables:
            _write(section, data, tables[section.key], wrong)
    if wrong:
        raise CellsWrong(fields=wrong)
    text = "".join(_lines(key, value) for key, value in data.items())
    if yaml.safe_load(text) != data:
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode()


def _write(section: Section, data: dict[str, Any], rows: Sequence[Row], wrong: dict[str, str]) -> None:
    if section.shape == "plain":
        told = _cells(section, rows[0], 0, data, wrong)
        for column in section.columns:
            if column.key in told:
                data[column.key] = told[column.key]
            else:
                data.pop(column.key, None)
        return
    held = data.get(section.key)
    if section.shape == "one":
        whole: Any = _cells(section, rows[0], 0, held or {}, wrong)
    elif section.shape == "list":
        whole = [_cells(section, row, n, _was(held, row), wrong) for n, row in enumerate(rows) if _said(row)]
    else:
        whole = _named(section, rows, held or {}, wrong)
    if whole or section.key in data:
        data[section.key] = whole


def _named(section: Section, rows: Sequence[Row], held: Mapping[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for number, row in enumerate(rows):
        if not _said(row):
            continue
        name = row.cells.get("", "").strip()
        if not name.isidentifier() or name in whole:
            wrong[f"{section.key}-{number}-"] = (
                f"“{name}”已经有了。" if name in whole else "请写一个名字，如 application。"
            )
        was = held.get(row.was)
        whole[name] = _cells(section, row, number, was if isinstance(was, dict) else {}, wrong)
    return whole


def _cells(section: Section, row: Row, number: int, was: Mapping[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    """What a row says, over what it said before: keys that have no column stay, an emptied cell goes."""
    found = dict(was)
    for column in section.columns:
        if not column.key:
            continue
        text = row.cells.get(column.key, "").strip()
        if text == shown(column, was.get(column.key)).strip():
            continue  # as it was, also where it was written in another way
        if not text:
            found.pop(column.key, None)
            continue
        try:
            found[column.key] = _value(column, text)
        except (ValueError, yaml.YAMLError, RecursionError):
            wrong[f"{section.key}-{number}-{column.key}"] = "这样写读不懂：写数、日期、true、false、文字或 [甲, 乙]。"
    return found


def _value(column: Column, text: str) -> Any:
    if column.kind == "words":
        return text.replace(",", " ").replace("，", " ").split()
    return yaml.safe_load(text) if column.kind == "value" else text


def _was(held: Any, row: Row) -> Mapping[str, Any]:
    known = held if isinstance(held, list) else []
    number = int(row.was) if row.was.isdecimal() and len(row.was) < 6 else len(known)
    return known[number] if number < len(known) else {}


def _said(row: Row) -> bool:
    return any(text.strip() for text in row.cells.values())


def _lines(key: str, value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        return f"\n{_key(key)}:\n" + "".join(f"  - {_flow(row)}\n" for row in value)
    if isinstance(value, dict) and value and all(isinstance(row, dict) for row in value.values()):
        return f"\n{_key(key)}:\n" + "".join(f"  {_key(name)}: {_flow(row)}\n" for name, row in value.items())
    return str(yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=10_000))


def _key(name: str) -> str:
    return _flow(name)


def _flow(value: Any) -> str:
    told = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000, sort_keys=False)
    return str(told).removesuffix("...\n").strip()
