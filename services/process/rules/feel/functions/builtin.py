"""What a built-in function is: signatures in FEEL's own words, coercion of arguments, null for what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ...limits import Meter, paid
from ...values import Function, Kind, kind_of
from ..scope import Code, Frame

_KINDS: dict[str, frozenset[Kind] | None] = {
    **{kind.value: frozenset((kind,)) for kind in Kind},
    "any": None,
    "duration": frozenset((Kind.DURATION, Kind.MONTHS)),
    "moment": frozenset((Kind.DATE, Kind.MOMENT)),
}

Body = TypeVar("Body", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `kinds` None takes anything, a `!` in the signature takes null too."""

    name: str
    kinds: frozenset[Kind] | None
    optional: bool
    nullable: bool


class _Unfit(Exception):
    """An argument is not of the kind asked for."""


_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function; `variadic` functions take any number of the last parameter."""

    parameters: tuple[Parameter, ...]
    variadic: bool
    body: Callable[..., Any]
    metered: bool

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        required = sum(1 for parameter in self.parameters if not parameter.optional)
        return count >= required and (self.variadic or count <= len(self.parameters))

    def call(self, arguments: list[Any], meter: Meter) -> Any:
        """The value of the body; raises _Unfit."""
        fitted = [
            _fitted(argument, self.parameters[min(position, len(self.parameters) - 1)])
            for position, argument in enumerate(arguments)
        ]
        while fitted and fitted[-1] is _ABSENT:
            fitted.pop()
        given = [None if argument is _ABSENT else argument for argument in fitted]
        for argument in given:
            if type(argument) is list:
                meter.charge(len(argument) >> 3)
            elif type(argument) is str:
                meter.charge(len(argument) >> 10)
            elif type(argument) is dict:
                meter.charge(len(argument) >> 1)
        return paid(self.body(meter, *given) if self.metered else self.body(*given), meter)


def _fitted(argument: Any, parameter: Parameter) -> Any:
    if argument is _ABSENT or parameter.kinds is None:
        return argument
    kind = kind_of(argument)
    if kind in parameter.kinds or (argument is None and parameter.nullable):
        return argument
    if Kind.LIST in parameter.kinds and argument is not None:
        return [argument]
    if kind is Kind.LIST and len(argument) == 1 and kind_of(argument[0]) in parameter.kinds:
        return argument[0]
    raise _Unfit


class Builtin:
    """A function of the standard library, with all its signatures."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.signatures: list[Signature] = []

    def invoke(self, meter: Meter, arguments: list[Any]) -> Any:
        """Call it with arguments in order; null where no signature fits."""
        for signature in self.signatures:
            if signature.takes(len(arguments)):
                try:
                    return signature.call(arguments, meter)
                except _Unfit:
                    continue
                except (ArithmeticError, ValueError):
                    return None
        return None

    def bind(self, values: list[Code], keys: tuple[str, ...]) -> Code:
        """The closure of one call."""
        if keys:
            return self._bind_named(values, keys)
        if len(values) == 1:
            only = values[0]
            return lambda frame: self.invoke(frame.run, [only(frame)])
        return lambda frame: self.invoke(frame.run, [value(frame) for value in values])

    def _bind_named(self, values: list[Code], keys: tuple[str, ...]) -> Code:
        def run(frame: Frame) -> Any:
            given = dict(zip(keys, (value(frame) for value in values), strict=True))
            for signature in self.signatures:
                ordered = _in_order(signature, given)
                if ordered is not None:
                    try:
                        return signature.call(ordered, frame.run)
                    except _Unfit:
                        continue
                    except (ArithmeticError, ValueError):
                        return None
            return None

        return run

    def as_value(self) -> Function:
        """The function as a value, to be handed to `sort` or kept in a context."""
        return Function(self.name, None, lambda run, *arguments: self.invoke(run, list(arguments)))


def _in_order(signature: Signature, given: dict[str, Any]) -> list[Any] | None:
    known = {parameter.name for parameter in signature.parameters}
    required = {parameter.name for parameter in signature.parameters if not parameter.optional}
    if not required <= given.keys() <= known:
        return None
    return [given.get(parameter.name, _ABSENT) for parameter in signature.parameters]


BUILTINS: dict[str, Builtin] = {}
"""All functions of the standard, by their FEEL names."""


def builtin(name: str, *parameters: str, metered: bool = False) -> Callable[[Body], Body]:
    """Add a signature to a function: `"string: string"`, `"length: number?"` optional, `"item: any*"` any number,
    `"list: list!"` may be null. With `metered` the body gets the evaluation's meter first."""

    def keep(body: Body) -> Body:
        variadic = bool(parameters) and parameters[-1].endswith("*")
        signature = Signature(tuple(_parameter(text) for text in parameters), variadic, body, metered)
        BUILTINS.setdefault(name, Builtin(name)).signatures.append(signature)
        return body

    return keep


def _parameter(text: str) -> Parameter:
    name, _, kind = text.partition(": ")
    marks = kind[len(kind.rstrip("?*!")) :]
    kinds = _KINDS[kind.rstrip("?*!")]
    return Parameter(name, kinds, "?" in marks or "*" in marks, "!" in marks or "?" in marks)
