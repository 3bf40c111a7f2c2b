"""What FEEL refuses: a text it cannot read, or a computation that would not end."""

from __future__ import annotations

from services.foundation.errors import Faulty


class FeelError(Faulty):
    """An expression cannot be used: `sentence` says so in Chinese, `line` and `column` (from 1) say where.

    `repair` is the corrected text where one can be offered (full-width punctuation, signs of other languages)."""

    def __init__(self, sentence: str, line: int = 1, column: int = 1, text: str = "") -> None:
        self.sentence = sentence
        self.line = line
        self.column = column
        self.text = text
        self.repair = ""
        super().__init__(f"表达式第 {line} 行第 {column} 列：{sentence}")

    @property
    def advice(self) -> str:
        """The repair as a sentence, or nothing."""
        return f"可改为：{self.repair}" if self.repair else ""


class FeelTooLarge(FeelError):
    """An evaluation met a limit: steps, depth of calls, size of a list or a text. Never answered with null,
    because a diagram must not go on with a guess."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.args = (sentence,)
