"""FEEL's words. LALR needs one token per meaning, so the context is settled here: which name, which bracket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token

from ..errors import FeelError
from .names import WORD, KnownNames, normal
from .repairing import FOREIGN, FULL_WIDTH

MAX_TEXT = 20_000
MAX_BRACKETS = 60

KEYWORDS = {
    word: "_" + word.upper()
    for word in ("and or between in true false null if then else for return some every satisfies function".split())
}
_SIGNS = {
    "**": "POWER", "..": "_TO", "<=": "LE", ">=": "GE", "!=": "NE", "->": "_ARROW", "+": "PLUS", "-": "MINUS",
    "*": "TIMES", "/": "DIVIDE", "=": "EQ", "<": "LT", ">": "GT", ".": "_DOT", ",": "_COMMA", ":": "_COLON",
    "(": "_LP", ")": "_RP", "[": "_LB", "]": "_RB", "{": "_LC", "}": "_RC",
}  # fmt: skip
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
_BLANK = re.compile(r"(?:[\s\ufeff]+|//[^\n]*|/\*.*?\*/)+", re.S)
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?", re.A)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_AT = re.compile(r'@\s*"([^"\\]*)"')
_INSTANCE_OF = re.compile(r"instance\s+of\b")
# What the text introduces as a name may hold blanks and signs, but no comment and no bracket, and is not endless.
_DECLARED = r"""(?:[^\W\d]|[?_+*'\U00010000-\U000EFFFF])(?:(?!//|/\*)[^"(){}\[\],:;<>=@，：（）“”]){0,200}?"""
_KEY = re.compile(rf"({_DECLARED})\s*:")
_LOOP_NAME = re.compile(rf"({_DECLARED})\s+in\b")
_PARAMETER = re.compile(rf"({_DECLARED})\s*(?=[,)])")
_COLON = re.compile(r"\s*:")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.S)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_LOOPS = frozenset(("_FOR", "_SOME", "_EVERY"))
_OPERAND_ENDS = frozenset(("NUMBER", "STRING", "AT", "NAME", "_RP", "_RB", "_RC", "_TRUE", "_FALSE", "_NULL", "_ENDS"))


class FeelLexer:
    """One reading of one text; `tokens` may be taken once."""

    def __init__(self, text: str, known: KnownNames, negation: bool = False) -> None:
        if len(text) > MAX_TEXT:
            raise FeelError(f"表达式过长（超过 {MAX_TEXT} 个字符）。")
        self.text = text
        self.known = known
        self.position = 0
        self._negation = negation
        self._last = ""
        self._before_last = ""
        self._spans: list[bool] = [False]  # per open bracket: has ".." been seen in it?
        self._parameters = -1  # the depth of brackets at which parameters of a function stand
        self._before_body = False  # just after the parameters of a function
        self._heads: list[int] = []  # the depths at which a "for", "some" or "every" still names its variables

    def tokens(self) -> Iterator[Token]:
        """The tokens in order; raises FeelError where a character belongs to no token."""
        while self._skip_blank():
            token = self._next()
            self._before_last, self._last = self._last, token.type
            self._before_body = self._before_body and token.type == "_RP"
            yield token

    def _next(self) -> Token:
        # A token is a text, so the empty string "" must not be taken for no token.
        for kind in (self._declared, self._literal, self._word, self._sign):
            token = kind()
            if token is not None:
                return token
        raise self._stranger(self.text[self.position])

    def _skip_blank(self) -> bool:
        blank = _BLANK.match(self.text, self.position)
        if blank:
            self.position = blank.end()
        return self.position < len(self.text)

    def _token(self, kind: str, value: str, end: int) -> Token:
        start = self.position
        self.position = end
        line, column = place(self.text, start)
        return Token(kind, value, start_pos=start, line=line, column=column, end_pos=end)

    def _declared(self) -> Token | None:
        """A name that the text itself introduces: a key, a loop variable, a parameter."""
        if self._last in ("_LC", "_LP", "_COMMA", "LT"):
            key = _KEY.match(self.text, self.position)
            if key:
                return self._new_name("KEY", key.group(1), key.end())
        if self._last in _LOOPS or (self._last == "_COMMA" and self._heads[-1:] == [len(self._spans)]):
            name = _LOOP_NAME.match(self.text, self.position)
            if name and not any(word in KEYWORDS or word == "not" for word in name.group(1).split()):
                return self._new_name("NAME", name.group(1), name.end(1))
        if self._parameters == len(self._spans) and self._last in ("_LP", "_COMMA"):
            name = _PARAMETER.match(self.text, self.position)
            if name:
                return self._new_name("NAME", name.group(1), name.end(1))
        return None

    def _new_name(self, kind: str, name: str, end: int) -> Token:
        self.known.add(name)
        return self._token(kind, normal(name), end)

    def _literal(self) -> Token | None:
        if found := _STRING.match(self.text, self.position):
            if self._last in ("_LC", "_COMMA") and _COLON.match(self.text, found.end()):
                self.known.add(unescape(found.group(1)))
            return self._token("STRING", unescape(found.group(1)), found.end())
        if found := _AT.match(self.text, self.position):
            return self._token("AT", found.group(1), found.end())
        if found := _NUMBER.match(self.text, self.position):
            return self._token("NUMBER", found.group(), found.end())
        return None

    def _word(self) -> Token | None:
        if self._last not in ("_DOT", "_INSTANCE_OF") and (found := _INSTANCE_OF.match(self.text, self.position)):
            return self._token("_INSTANCE_OF", found.group(), found.end())
        known = self.known.match(self.text, self.position)
        if known:
            return self._token("NAME", *known)
        word = WORD.match(self.text, self.position)
        if not word:
            return None
        if word.group() == "external" and self._before_body:
            raise self._error("不支持外部函数（external）。")
        kind = "NAME" if self._names_a_thing(word) else KEYWORDS.get(word.group(), "NAME")
        if self._negation and not self._last and word.group() == "not":
            kind = "_NEGATION"
        if kind in _LOOPS:
            self._heads.append(len(self._spans))
        elif kind in ("_RETURN", "_SATISFIES") and self._heads:
            self._heads.pop()
        return self._token(kind, word.group(), word.end())

    def _names_a_thing(self, word: re.Match[str]) -> bool:
        """Whether a word is a name even if it is a keyword elsewhere: an entry of a context, a type."""
        is_type = word.group() == "function" and self.text[word.end() :].lstrip().startswith("<")
        return self._last in ("_DOT", "_INSTANCE_OF") or is_type

    def _sign(self) -> Token | None:
        found = _SIGN.match(self.text, self.position)
        if not found:
            return None
        if sentence := self._of_another_language():
            raise self._error(sentence)
        sign, end = found.group(), found.end()
        kind = _SIGNS[sign]
        if sign == "]" and self._last not in _OPERAND_ENDS and self._last != "_LB":
            kind = "_BEGINS"
        elif sign == "[" and self._spans[-1] and self._last in _OPERAND_ENDS and self._closes_range(end):
            kind = "_ENDS"
        self._count_brackets(kind)
        return self._token(kind, sign, end)

    def _count_brackets(self, kind: str) -> None:
        if kind in ("_LP", "_LB", "_LC", "_BEGINS"):
            self._spans.append(False)
            if len(self._spans) > MAX_BRACKETS:
                raise self._error("括号嵌套过深。")
            if kind == "_LP" and self._last == "_FUNCTION":
                self._parameters = len(self._spans)
        elif kind in ("_RP", "_RB", "_RC", "_ENDS"):
            if self._parameters == len(self._spans):
                self._parameters = -1
                self._before_body = True
            if len(self._spans) > 1:
                self._spans.pop()
        elif kind == "_TO":
            self._spans[-1] = True

    def _closes_range(self, end: int) -> bool:
        """`]1..5[` or `[1..list[1]]`? A filter goes on with an operand, the end of a range does not."""
        blank = _BLANK.match(self.text, end)
        rest = self.text[blank.end() if blank else end :]
        word = WORD.match(rest)
        if word:
            return word.group() in ("and", "or", "in", "then", "else", "return", "satisfies", "between", "instance")
        return not rest or rest[0] in ")],}.=<>!+*/:"

    def _stranger(self, char: str) -> FeelError:
        if char in FULL_WIDTH:
            return full_width(self.text, self.position)
        if char == '"':
            return self._error('文字缺少结尾的双引号 "。')
        if char == "'":
            return self._error('文字请用双引号 "，不用单引号。')
        return self._error(self._of_another_language() or f"无法识别的字符“{char}”。")

    def _of_another_language(self) -> str:
        sign = self.text[self.position : self.position + 2]
        if sign == "/*":
            return "注释缺少结尾的 */。"
        if sign == "<>" and self._last == "NAME" and self.text[: self.position].rstrip().endswith("function"):
            return ""  # the type of functions without parameters
        return f"FEEL 没有“{sign}”，请改用“{FOREIGN[sign]}”。" if sign in FOREIGN else ""

    def _error(self, sentence: str) -> FeelError:
        return FeelError(sentence, *place(self.text, self.position), self.text)


def full_width(text: str, position: int) -> FeelError:
    """What to say of a full-width sign at a position."""
    char = text[position]
    kind = "数字" if char.isdecimal() else "标点"
    return FeelError(f"“{char}”是全角{kind}，请改用半角“{FULL_WIDTH[char]}”。", *place(text, position), text)


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def unescape(body: str) -> str:
    """The text between the quotes with its escapes resolved; an escape FEEL does not know stays as written."""
    if "\\" not in body:
        return body

    def resolve(found: re.Match[str]) -> str:
        code = found.group(1) or found.group(2)
        if code:
            return chr(int(code, 16)) if int(code, 16) < 0x110000 else found.group()
        return _ESCAPES.get(found.group(3), found.group())

    joined = _ESCAPE.sub(resolve, body)
    # Two \u escapes may spell one character beyond the basic plane.
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
