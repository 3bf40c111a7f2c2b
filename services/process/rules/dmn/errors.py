"""What goes wrong in a decision: named by its element, said in Chinese, never guessed around."""

from __future__ import annotations

from services.foundation.errors import Faulty


class DmnError(Faulty):
    """A decision model cannot be read, or a decision cannot be made; `element` is the id of the place."""

    def __init__(self, sentence: str, element: str = "") -> None:
        self.sentence = sentence
        self.element = element
        super().__init__(f"{element}：{sentence}" if element else sentence)
