"""From text to tree: the LALR parser over our own lexer, and what it says when it cannot go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer

from ..errors import FeelError
from .lexer import FeelLexer, full_width, place
from .names import HOST_NAMES, PROPERTIES, TYPE_NAMES, KnownNames
from .repairing import FULL_WIDTH


class _Feed(Lexer):
    """Hands the tokens of a FeelLexer to lark."""

    __future_interface__ = 1

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        return lexer_state.text.tokens()


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_Feed, start=["start", "unary"], maybe_placeholders=False)


@lru_cache(maxsize=1)
def _house_names() -> KnownNames:
    from .functions import BUILTINS

    return KnownNames((*BUILTINS, *HOST_NAMES, *PROPERTIES, *TYPE_NAMES))


def parse(text: str, names: Iterable[str] = ()) -> Tree[Token]:
    """The tree of one expression; raises FeelError."""
    return _parse(text, names, "start", False)


def parse_unary(text: str, names: Iterable[str] = ()) -> Tree[Token]:
    """The tree of unary tests (the cell of a decision table); raises FeelError."""
    if text.lstrip().startswith("not"):
        try:
            return _parse(text, names, "unary", True)
        except FeelError:
            # `not(a) and b` begins like a negated cell and is an expression.
            return _parse(text, names, "unary", False)
    return _parse(text, names, "unary", False)


def _parse(text: str, names: Iterable[str], start: str, negation: bool) -> Tree[Token]:
    known = _house_names().copy()
    for name in names:
        known.add(name)
    if not text.strip():
        raise FeelError("表达式为空。", text=text)
    lexer = FeelLexer(text, known, negation)
    try:
        return _parser().parse(lexer, start=start)
    except UnexpectedInput as problem:
        raise _refusal(text, problem) from None


def _refusal(text: str, problem: UnexpectedInput) -> FeelError:
    token = problem.token if isinstance(problem, UnexpectedToken) else None
    if token is None or token.type == "$END":
        return FeelError("表达式不完整。", *place(text, len(text.rstrip())), text)
    where = place(text, token.start_pos or 0)
    ahead = text[token.end_pos or 0 :].lstrip()[:1]
    if ahead in FULL_WIDTH:
        # `{甲：1}` fails at the name, yet the colon after it is what is wrong.
        return full_width(text, text.index(ahead, token.end_pos or 0))
    hint = "；名称中有空格时须先声明" if token.type == "NAME" else ""
    return FeelError(f"此处不应出现“{token}”{hint}。", *where, text)
