"""Context functions (DMN 10.3.4.7)."""

from __future__ import annotations

from typing import Any, TypeGuard

from ...limits import Meter, sized_list
from ...values import Kind, kind_of
from .builtin import builtin


@builtin("get value", "m: context", "key: string")
def _get(source: dict[str, Any], key: str) -> Any:
    return source.get(key)


@builtin("get value", "m: context", "keys: list")
def _get_deep(source: dict[str, Any], keys: list[Any]) -> Any:
    found: Any = source if keys else None
    for key in keys:
        found = found.get(key) if kind_of(found) is Kind.CONTEXT and isinstance(key, str) else None
    return found


@builtin("get entries", "m: context")
def _entries(source: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in source.items()]


@builtin("context", "entries: list", metered=True)
def _context(meter: Meter, entries: list[Any]) -> dict[str, Any] | None:
    built: dict[str, Any] = {}
    for entry in entries:
        meter.charge()
        key = entry.get("key") if kind_of(entry) is Kind.CONTEXT else None
        if not _allowed(key) or key in built or "value" not in entry:
            return None
        built[key] = entry["value"]
    return built


def _allowed(key: Any) -> TypeGuard[str]:
    return isinstance(key, str) and not key.startswith("@")


@builtin("context put", "context: context", "key: string", "value: any", metered=True)
def _put(meter: Meter, source: dict[str, Any], key: str, value: Any) -> dict[str, Any] | None:
    meter.charge(len(source) >> 3)
    return {**source, key: value} if _allowed(key) else None


@builtin("context put", "context: context", "keys: list", "value: any", metered=True)
def _put_deep(meter: Meter, source: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    meter.charge(len(source) >> 3)
    if not keys or not _allowed(keys[0]):
        return None
    if len(keys) == 1:
        return {**source, keys[0]: value}
    inner: Any = source.get(keys[0])
    changed = _put_deep(meter, inner, keys[1:], value) if kind_of(inner) is Kind.CONTEXT else None
    return None if changed is None else {**source, keys[0]: changed}


@builtin("context merge", "contexts: list", metered=True)
def _merge(meter: Meter, contexts: list[Any]) -> dict[str, Any] | None:
    merged: dict[str, Any] = {}
    for context in contexts:
        if kind_of(context) is not Kind.CONTEXT:
            return None
        meter.charge(len(context))
        merged.update(context)
    sized_list(list(merged))
    return merged
