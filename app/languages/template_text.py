"""A template's own text becomes messages while Jinja reads the template.

`<p>还有 {{ n }} 件</p>` is read as `<p>{{ gettext("还有 %(n)s 件", n=_said(n)) }}</p>`: a message is what stands
between two tags, or in one attribute, with its values as named places; so a whole sentence is translated, never pieces.
What a macro draws beside it (`{{ icon("add") }}新建`) is no part of it. A block (`{% if … %}`) ends a message. Tags,
and text without Chinese, stay as they are; Chinese punctuation between values is said in the language too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from .catalogue import HAN, MARKS

_MARKS = re.compile(f"([{''.join(MARKS)}]+)")
# What values, and punctuation between them, go through: names that no template gives to anything of its own.
SAID, PUNCTUATED = "_said", "_punctuated"
_BEGIN, _END, _DATA = "variable_begin", "variable_end", "data"
Piece = list[Token]  # the tokens of one {{ … }}, without its braces


@dataclass
class _Run:
    """What stands between two tags: texts and values in turn."""

    line: int
    pieces: list[str | Piece] = field(default_factory=list)

    def add(self, text: str) -> None:
        """More text."""
        if self.pieces and isinstance(self.pieces[-1], str):
            self.pieces[-1] += text
        else:
            self.pieces.append(text)


class TemplateText(Extension):
    """Reads every template's text as messages."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The same template with its Chinese text as calls of gettext."""
        return _translated(stream)


def messages_of(tokens: Iterable[Token]) -> Iterator[tuple[int, str]]:
    """(line, message) of every text in a template's tokens, and of every Chinese string in its expressions."""
    for token in _translated(tokens):
        if token.type == "string" and HAN.search(str(token.value)):
            yield token.lineno, str(token.value)


def _translated(tokens: Iterable[Token]) -> Iterator[Token]:
    run, where = _Run(1), _Place()
    waiting = iter(tokens)
    for token in waiting:
        if token.type == _DATA:
            for text, ends in where.cut(str(token.value)):
                run.add(text)
                if ends:
                    yield from _written(run)
                    run = _Run(token.lineno)
        elif token.type == _BEGIN:
            run.pieces.append(list(_until_end(waiting)))
        else:
            yield from _written(run)
            run = _Run(token.lineno)
            yield token
            if token.type == "block_begin":
                yield from _block(waiting)
    yield from _written(run)


def _until_end(tokens: Iterator[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == _END:
            return
        yield token


def _block(tokens: Iterator[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.type == "block_end":
            return


class _Place:
    """Where in the HTML the reader stands: in text, in a tag, or in a quoted attribute."""

    _EDGE = {"": re.compile("<"), "<": re.compile("[>\"']"), '"': re.compile('"'), "'": re.compile("'")}

    def __init__(self) -> None:
        self.state = ""

    def cut(self, text: str) -> Iterator[tuple[str, bool]]:
        """(piece, whether a message ends after it): pieces end at every edge of a tag or an attribute."""
        while text:
            edge = self._EDGE[self.state].search(text)
            if edge is None:
                yield text, False
                return
            before, mark, text = text[: edge.start()], edge[0], text[edge.end() :]
            yield before, True
            yield mark, True
            self.state = {"<": "<", ">": ""}.get(mark, "<" if self.state == mark else mark)


def _written(run: _Run) -> Iterator[Token]:
    """The tokens that say a run: as a message where it holds Chinese, else as it stood."""
    pieces = [p for p in run.pieces if p]
    spoken = [n for n, piece in enumerate(pieces) if isinstance(piece, str) and HAN.search(piece)]
    if not spoken:
        yield from _plain(run.line, pieces)
        return
    first, last = min(spoken), max(spoken)
    while first and not _drawn(pieces[first - 1]):
        first -= 1
    while last < len(pieces) - 1 and not _drawn(pieces[last + 1]):
        last += 1
    before, inside, after = _trimmed(pieces[first : last + 1])
    yield from _plain(run.line, [*pieces[:first], *before])
    yield from _message(run.line, inside)
    yield from _plain(run.line, [*after, *pieces[last + 1 :]])


def _drawn(piece: str | Piece) -> bool:
    """Whether a macro draws it: `{{ icon("add") }}`."""
    if isinstance(piece, str):
        return False
    return [t.type for t in piece[:2]] == ["name", "lparen"] and piece[-1].type == "rparen"


def _trimmed(pieces: list[str | Piece]) -> tuple[list[str | Piece], list[str | Piece], list[str | Piece]]:
    """(space before, the message, space after): spaces are the page's, not the sentence's."""
    before: list[str | Piece] = []
    after: list[str | Piece] = []
    head, tail = pieces[0], pieces[-1]
    if isinstance(head, str):
        before, pieces = [head[: len(head) - len(head.lstrip())]], [head.lstrip(), *pieces[1:]]
    if isinstance(tail, str):
        after, pieces = [tail[len(tail.rstrip()) :]], [*pieces[:-1], str(pieces[-1]).rstrip()]
    return before, pieces, after


def _plain(line: int, pieces: Iterable[str | Piece]) -> Iterator[Token]:
    for piece in pieces:
        if isinstance(piece, str):
            yield from _text(line, piece)
        else:
            yield Token(line, _BEGIN, "{{")
            yield from piece
            yield Token(line, _END, "}}")


def _text(line: int, text: str) -> Iterator[Token]:
    """Text without a Chinese word; its Chinese punctuation is said as the language has it."""
    for number, part in enumerate(_MARKS.split(text)):
        if number % 2:
            yield from (Token(line, _BEGIN, "{{"), Token(line, "name", PUNCTUATED), Token(line, "lparen", "("))
            yield from (Token(line, "string", part), Token(line, "rparen", ")"), Token(line, _END, "}}"))
        elif part:
            yield Token(line, _DATA, part)


def _message(line: int, pieces: list[str | Piece]) -> Iterator[Token]:
    places: dict[str, Piece] = {}
    said = "".join(_in_words(p) if isinstance(p, str) else f"%({_placed(places, p)})s" for p in pieces)
    yield from (Token(line, _BEGIN, "{{"), Token(line, "name", "gettext"), Token(line, "lparen", "("))
    yield Token(line, "string", said)
    for name, value in places.items():
        yield from (Token(line, "comma", ","), Token(line, "name", name), Token(line, "assign", "="))
        yield from (Token(line, "name", SAID), Token(line, "lparen", "("), *value, Token(line, "rparen", ")"))
    yield from (Token(line, "rparen", ")"), Token(line, _END, "}}"))


def _in_words(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("%", "%%")


def _placed(places: dict[str, Piece], value: Piece) -> str:
    """A name for a value: the last word of its expression, so that a translator knows what stands there."""
    bare = list(takewhile(lambda t: t.type in {"name", "dot"}, value))
    wish = str(bare[-1].value) if bare and (bare == value or value[len(bare)].type == "pipe") else "value"
    name, number = wish, 1
    while name in places and _spelt(places[name]) != _spelt(value):
        number += 1
        name = f"{wish}{number}"
    places[name] = value
    return name


def _spelt(value: Piece) -> list[tuple[str, Any]]:
    return [(t.type, t.value) for t in value]
