"""The boxed invocation: a function of the model, of an imported one, of FEEL or of the house, called by names."""

from __future__ import annotations

from typing import Any

from ..feel import HOST_NAMES, FeelError, compile_expression
from ..feel.calling import invoke
from ..feel.functions import BUILTINS
from ..feel.names import normal
from ..values import Function
from .compiling import Compiler, box_in
from .errors import DmnError
from .scope import Box, Scope
from .xml import Element, kind, name_of, part, parts, text_of


def invocation_box(compiler: Compiler, element: Element, owner: str) -> Box:
    """A call with named arguments; an argument without an expression is null."""
    inner = box_in(element)
    bindings: list[tuple[str, Box]] = []
    for binding in parts(element, "binding"):
        given = box_in(binding)
        box: Box = (lambda scope: None) if given is None else compiler.box(given, owner)
        bindings.append((name_of(part(binding, "parameter")), box))
    if len({name for name, _ in bindings}) != len(bindings):
        raise DmnError("调用的参数名称重复。", owner)
    text = text_of(inner) if inner is not None and kind(inner) == "literalExpression" else ""
    return _named(compiler, text, bindings, owner) or _computed(compiler, inner, bindings, owner)


def _named(compiler: Compiler, text: str, bindings: list[tuple[str, Box]], owner: str) -> Box | None:
    """The call of a function by its name, read as FEEL reads one; None where the text is more than a name."""
    known = {*compiler.names, *BUILTINS, *HOST_NAMES}
    if normal(text) not in known and not all(normal(word) in known for word in text.split(".")):
        return None
    arguments = ", ".join(f"{name}: __argument_{place}" for place, (name, _) in enumerate(bindings))
    try:
        called = compile_expression(f"{text}({arguments})", compiler.names)
    except FeelError:
        return None

    def run(scope: Scope) -> Any:
        values = {f"__argument_{place}": box(scope) for place, (_, box) in enumerate(bindings)}
        try:
            return called.evaluate_within(scope.run, scope.with_names(values).lookup)
        except FeelError as problem:
            raise DmnError(f"{problem}（{text}）", owner) from problem

    return run


def _computed(compiler: Compiler, inner: Element | None, bindings: list[tuple[str, Box]], owner: str) -> Box:
    function_of = compiler.box(inner, owner)

    def run(scope: Scope) -> Any:
        function = function_of(scope)
        if not isinstance(function, Function):
            return None
        values = [box(scope) for _, box in bindings]
        return invoke(scope.run, function, values, tuple(name for name, _ in bindings))

    return run
