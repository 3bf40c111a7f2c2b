"""Compiling and evaluating: the door of the room. A text is compiled once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from ..errors import FeelError, FeelTooLarge
from .compiler import Compiler
from .repairing import offered
from .scope import NOTHING, Code, Frame, Run
from .syntax import parse, parse_unary

Lookup = Callable[[str], Any] | Mapping[str, Any]
Library = Mapping[str, Callable[..., Any]]


class Expression:
    """One compiled expression: the variables it reads (`names`; inside filters `possible_names`, which may as well be
    entries of the items) and the `functions` it calls."""

    __slots__ = ("text", "names", "possible_names", "functions", "_code")

    def __init__(self, compiler: Compiler, code: Code) -> None:
        self.text = compiler.text
        self.names = tuple(compiler.free)
        self.possible_names = tuple(compiler.possible)
        self.functions = tuple(compiler.functions)
        self._code = code

    def evaluate(self, lookup: Lookup, library: Library = NOTHING) -> Any:
        """The value; what cannot be computed is None (DMN 10.3.2.13).

        `lookup` gives the value of a name or None. Raises FeelTooLarge at a limit, FeelError for a function nobody
        knows or that failed, and whatever Refusal or Faulty a function of the host raises.
        """
        return _run(self._code, Run(_reader(lookup), library), NOTHING)

    def evaluate_within(self, meter: Run, lookup: Callable[[str], Any]) -> Any:
        """The value, its work counted as part of another evaluation (a decision made of many expressions)."""
        return _run(self._code, meter.beside(lookup), NOTHING, meter)


class UnaryTests:
    """The compiled tests of a cell; `names`, `possible_names` and `functions` as of an expression."""

    __slots__ = ("text", "names", "possible_names", "functions", "_code")

    def __init__(self, compiler: Compiler, code: Code) -> None:
        self.text = compiler.text
        self.names = tuple(compiler.free)
        self.possible_names = tuple(compiler.possible)
        self.functions = tuple(compiler.functions)
        self._code = code

    def matches(self, value: Any, lookup: Lookup, library: Library = NOTHING) -> bool | None:
        """Whether any test holds of `value` (`?` in the text); None where that cannot be said."""
        answer = _run(self._code, Run(_reader(lookup), library), {"?": value})
        return answer if isinstance(answer, bool) else None

    def matches_within(self, meter: Run, value: Any, lookup: Callable[[str], Any]) -> bool | None:
        """As `matches`, its work counted as part of another evaluation."""
        answer = _run(self._code, meter.beside(lookup), {"?": value}, meter)
        return answer if isinstance(answer, bool) else None


def _reader(lookup: Lookup) -> Callable[[str], Any]:
    if type(lookup) is dict:
        return lookup.get
    return lookup.get if isinstance(lookup, Mapping) else lookup


def _run(code: Code, run: Run, names: Mapping[str, Any], meter: Run | None = None) -> Any:
    try:
        return code(Frame(run, None, names))
    except RecursionError:
        raise FeelTooLarge("函数调用层次过深，已停止计算。") from None
    finally:
        if meter is not None:
            meter.steps = max(meter.steps, run.steps)


def compile_expression(text: str, names: Iterable[str] = ()) -> Expression:
    """Compile an expression (without the leading "="); `names` are the names with spaces it may use.

    Raises FeelError with line, column and a Chinese sentence.
    """
    return _expression(text, _spaced(names))


def compile_unary(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """Compile the cell of a decision table; `-` holds always. Raises FeelError."""
    return _unary(text, _spaced(names))


def _spaced(names: Iterable[str]) -> tuple[str, ...]:
    """Only names of more than one word change how a text is read, so only they are part of the cache's key."""
    return tuple(sorted({name for name in names if not name.isidentifier()}))


@lru_cache(maxsize=8192)
def _expression(text: str, names: tuple[str, ...]) -> Expression:
    compiler = Compiler(text)
    code = _compiled(compiler, text, names, parse)
    return Expression(compiler, code)


@lru_cache(maxsize=8192)
def _unary(text: str, names: tuple[str, ...]) -> UnaryTests:
    compiler = Compiler(text)
    if text.strip() in ("-", ""):
        return UnaryTests(compiler, lambda frame: True)
    code = _compiled(compiler, text, names, parse_unary)
    return UnaryTests(compiler, code)


def _compiled(compiler: Compiler, text: str, names: tuple[str, ...], read: Callable[..., Any]) -> Code:
    try:
        return compiler.code(read(text, names))
    except FeelError as problem:
        problem.repair = offered(text, lambda corrected: read(corrected, names))
        raise
    except RecursionError:
        raise FeelError("表达式嵌套过深。", text=text) from None
