"""What several stories tell alike stands once: a line `part` puts the lines of a file in its place.

    - part: parts/evaluated.yaml         # below scenarios/; a list of lines
      with: {case: A, day: 2021-11-12}   # `$case` and `$day` in those lines

A whole text `$case` becomes the value as it is, part of a text becomes text; what is not given stands as it is.
A list below `with` tells the part once for each: `with: [{case: A}, {case: B}]`. A part may be made of parts.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from services.foundation.errors import Invalid

GAP = re.compile(r"\$([a-z_]+)")
KEYS = {"part", "with", "note"}
DEEPEST = 5
Read = Callable[[str], Any]


def whole(name: str, rows: list[Any], read: Read) -> Iterator[tuple[int, Any]]:
    """The lines of a story, each with the number of the line it stands in or comes from. Raises Invalid.

    `read` gives the content of a file below scenarios/, None where there is none.
    """
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or "part" not in row:
            yield number, row
            continue
        yield from ((number, line) for line in _of_part(f"场景 {name} 第 {number} 步", row, read, DEEPEST))


def _of_part(where: str, row: dict[str, Any], read: Read, deep: int) -> Iterator[Any]:
    lines, given = read(str(row["part"])), row.get("with") or {}
    tellings = given if isinstance(given, list) else [given]
    if not isinstance(lines, list):
        raise Invalid(f"{where}引用的 scenarios/{row['part']} 不存在，或不是逐行的列表。")
    if row.keys() - KEYS or not all(isinstance(values, dict) for values in tellings):
        raise Invalid(f"{where}引用共用的段落，只能写 part、with、note。")
    if not deep:
        raise Invalid(f"{where}引用共用的段落，一层套一层，太深了。")
    for line in (_filled(line, values) for values in tellings for line in lines):
        if isinstance(line, dict) and "part" in line:
            yield from _of_part(where, line, read, deep - 1)
        else:
            yield line


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {_filled(key, values): _filled(inner, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, values) for inner in value]
    if not isinstance(value, str):
        return value
    if (only := GAP.fullmatch(value)) and only[1] in values:
        return values[only[1]]
    return GAP.sub(lambda gap: str(values[gap[1]]) if gap[1] in values else gap[0], value)
