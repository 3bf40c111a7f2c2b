"""String functions (DMN 10.3.4.3). Positions count characters from 1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...limits import Meter, size_allowed, sized_text
from ...patterns import matcher
from ...values import as_number
from .builtin import builtin
from .lists import position


@builtin("substring", "string: string", "start position: number", "length: number?")
def _substring(text: str, start: Any, length: Any = None) -> str | None:
    first = position(start, len(text))
    if first is None:
        return None
    if length is None:
        return text[first:]
    wanted = int(as_number(length))
    return text[first : first + wanted] if wanted >= 1 else None


@builtin("string length", "string: string")
def _length(text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case", "string: string")
def _upper(text: str) -> str:
    return sized_text(text.upper())


@builtin("lower case", "string: string")
def _lower(text: str) -> str:
    return sized_text(text.lower())


@builtin("trim", "string: string")
def _trim(text: str) -> str:
    return text.strip()


@builtin("substring before", "string: string", "match: string")
def _before(text: str, match: str) -> str:
    head, found, _ = text.partition(match) if match else ("", "", "")
    return head if found else ""


@builtin("substring after", "string: string", "match: string")
def _after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string", "match: string")
def _contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with", "string: string", "match: string")
def _starts(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with", "string: string", "match: string")
def _ends(text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("matches", "input: string", "pattern: string", "flags: string?", metered=True)
def _matches(meter: Meter, text: str, pattern: str, flags: str | None = None) -> bool:
    return matcher(pattern, flags or "").search(text, 0, meter) is not None


@builtin("replace", "input: string", "pattern: string", "replacement: string", "flags: string?", metered=True)
def _replace(meter: Meter, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    return sized_text(matcher(pattern, flags or "").replaced(text, replacement, meter))


@builtin("split", "string: string", "delimiter: string", metered=True)
def _split(meter: Meter, text: str, delimiter: str) -> list[str]:
    return matcher(delimiter, "").split(text, meter)


@builtin("extract", "input: string", "pattern: string", metered=True)
def _extract(meter: Meter, text: str, pattern: str) -> list[str]:
    return [text[start:end] for start, end, _ in matcher(pattern, "").all(text, meter)]


@builtin("concat", "string: string", "strings: string*")
def _concat(*texts: str) -> str:
    size_allowed(sum(map(len, texts)))
    return "".join(texts)


@builtin("is blank", "string: string")
def _blank(text: str) -> bool:
    return not text.strip()
