"""Calling a function that is a value: one written in FEEL, a business knowledge model, or a built-in handed on."""

from __future__ import annotations

from typing import Any

from ..errors import FeelTooLarge
from ..limits import CALL, MAX_CALLS
from ..values import Function
from .scope import Run


def invoke(run: Run, function: Function, arguments: list[Any], keys: tuple[str, ...] = ()) -> Any:
    """Call a function value; null where the arguments do not fit its parameters."""
    if keys:
        if function.names is None or set(keys) != set(function.names):
            return None
        by_name = dict(zip(keys, arguments, strict=True))
        arguments = [by_name[name] for name in function.names]
    elif function.names is not None and len(arguments) != len(function.names):
        return None
    run.charge(CALL)
    run.calls += 1
    if run.calls > MAX_CALLS:
        raise FeelTooLarge("函数调用层次过深，已停止计算。")
    try:
        return function.call(run, *arguments)
    finally:
        run.calls -= 1
