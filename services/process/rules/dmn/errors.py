"""What goes wrong in a decision: named by its element, said in Chinese, never guessed around."""

from __future__ import annotations

from services.foundation.errors import Faulty


class DmnError(Faulty):
    """A decision model cannot be read, or a decision cannot be made; `element` is the id of the place, `repair` the
    corrected text where only the punctuation of an expression is wrong."""

    def __init__(self, sentence: str, element: str = "", repair: str = "") -> None:
        self.sentence = sentence
        self.element = element
        self.repair = repair
        super().__init__(f"{element}：{sentence}" if element else sentence)

    def within(self, place: str) -> DmnError:
        """The same, said of a place inside the element: a rule, a column."""
        return DmnError(f"{place}：{self.sentence}", self.element, self.repair)
