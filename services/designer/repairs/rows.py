"""A row more in a list of procedure.yaml, every other line and every comment as it stands."""

import re

import yaml

BLOCK = r"(?m)^{key}:[ \t]*(?:\[[ \t]*\])?[ \t]*(?:#.*)?$"
ITEM = re.compile(r"\n(?:[ \t]*(?:#.*)?\n)*([ \t]*)-[ \t]")


def with_row(raw: bytes, key: str, row: dict[str, str]) -> bytes | None:
    """The file with the row first in the list; None where the list is written in a way we do not add to."""
    try:
        text = raw.decode("utf-8-sig")
        before = yaml.safe_load(text)
    except (ValueError, RecursionError, yaml.YAMLError):
        return None
    if not isinstance(before, dict):
        return None
    written = yaml.safe_dump(row, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000).strip()
    place = re.search(BLOCK.format(key=re.escape(key)), text)
    if place is not None:
        item = ITEM.match(text, place.end())
        indent = item[1] if item is not None else "  "
        text = f"{text[: place.start()]}{key}:\n{indent}- {written}{text[place.end() :]}"
    elif before.get(key) is None:
        text = f"{text.rstrip()}\n{key}:\n  - {written}\n"
    else:
        return None
    return text.encode() if _is_one_more(text, before, key, row) else None


def _is_one_more(text: str, before: dict[str, object], key: str, row: dict[str, str]) -> bool:
    """Read again: exactly this row was added."""
    try:
        after = yaml.safe_load(text)
    except yaml.YAMLError:
        return False
    held = before.get(key) or []
    return isinstance(held, list) and bool(after == {**before, key: [row, *held]})
