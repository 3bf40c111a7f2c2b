"""Calling functions (built in, the host's, FEEL's own) and defining them."""

from __future__ import annotations

import keyword
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lark import Tree

from services.foundation.errors import Faulty, Refusal

from ..errors import FeelError
from ..values import Function
from .calling import invoke
from .functions import BUILTINS
from .scope import Code, Frame, Run
from .types import Check, compile_type, conversions, written

if TYPE_CHECKING:
    from .compiler import Compiler, Node


def call(compiler: Compiler, node: Node) -> Code:
    """`f(a, b)` or `f(x: a, y: b)`."""
    target, *given = node.children
    keys = _keys(given)
    values = [compiler.code(value.children[1] if keys else value) for value in given]  # type: ignore[union-attr,arg-type]
    if not (isinstance(target, Tree) and target.data == "name"):
        return _call_value(compiler.code(target), values, keys)  # type: ignore[arg-type]
    name = str(target.children[0])
    if compiler.is_declared(name):
        return _call_value(compiler.read(name), values, keys)
    compiler.functions[name] = None
    builtin = BUILTINS.get(name)
    if builtin:
        return builtin.bind(values, keys)
    return _call_outside(name, values, keys)


def _keys(given: list[Any]) -> tuple[str, ...]:
    if given and given[0].data == "named_argument":
        return tuple(str(argument.children[0]) for argument in given)
    return ()


def _call_value(target: Code, values: list[Code], keys: tuple[str, ...]) -> Code:
    def run(frame: Frame) -> Any:
        function = target(frame)
        if not isinstance(function, Function):
            return None
        return invoke(frame.run, function, [value(frame) for value in values], keys)

    return run


def _call_outside(name: str, values: list[Code], keys: tuple[str, ...]) -> Code:
    """A function of the host's library, or one that stands in a variable (a business knowledge model)."""
    python_keys = [_python_name(key) for key in keys]

    def run(frame: Frame) -> Any:
        host = frame.run.library.get(name)
        arguments = [value(frame) for value in values]
        if host is not None:
            frame.run.charge()
            if keys:
                return _guarded(name, host, [], dict(zip(python_keys, arguments, strict=True)))
            return _guarded(name, host, arguments, {})
        function = frame.run.lookup(name)
        if function is None:
            raise FeelError(f"没有名为“{name}”的函数。")
        return invoke(frame.run, function, arguments, keys) if isinstance(function, Function) else None

    return run


def _python_name(key: str) -> str:
    name = key.replace(" ", "_")
    return name + "_" if keyword.iskeyword(name) else name


def _guarded(name: str, host: Callable[..., Any], arguments: list[Any], named: dict[str, Any]) -> Any:
    try:
        return host(*arguments, **named)
    except (Refusal, Faulty):
        raise
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as problem:
        raise FeelError(f"函数“{name}”无法用所给的参数计算：{problem}") from problem


def function_definition(compiler: Compiler, node: Node) -> Code:
    """`function(a, b: number) body`: closes over the names around it."""
    *parameters, body = node.children
    names = tuple(str(parameter.children[0]) for parameter in parameters)  # type: ignore[union-attr]
    if len(set(names)) != len(names):
        raise FeelError("函数的参数名称重复。", text=compiler.text)
    checks = [_check(parameter) for parameter in parameters]
    types = tuple(_type(parameter) for parameter in parameters)
    with compiler.names_in_sight(names):
        code = compiler.code(body)  # type: ignore[arg-type]

    def define(frame: Frame) -> Function:
        def apply(run: Run, *arguments: Any) -> Any:
            fitted = {}
            for name, check, argument in zip(names, checks, arguments, strict=True):
                if check and argument is not None and not check(argument, run):
                    argument = _converted(check, argument, run)
                    if argument is None:
                        return None
                fitted[name] = argument
            return code(Frame(run, frame, fitted))

        return Function("function", names, apply, types)

    return define


def _converted(check: Check, argument: Any, run: Run) -> Any:
    return next((other for other in conversions(argument) if other is not None and check(other, run)), None)


def _check(parameter: Any) -> Check | None:
    return compile_type(parameter.children[1]) if len(parameter.children) > 1 else None


def _type(parameter: Any) -> str | None:
    return written(parameter.children[1]) if len(parameter.children) > 1 else None
