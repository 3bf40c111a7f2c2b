"""What can go wrong while an instance moves: each names the element and says in Chinese what happened there."""

from services.foundation.errors import Faulty


class EngineFault(Faulty):
    """The diagram cannot go on. `element` is the id of the element ("" if none is at fault), `sentence` is for people."""

    def __init__(self, element: str, sentence: str) -> None:
        self.element = element
        self.sentence = sentence
        super().__init__(f"环节“{element}”：{sentence}" if element else sentence)


class ExpressionFailed(EngineFault):
    """An expression of the diagram could not be computed, or gave a value of no use in its place."""


class DecisionFailed(EngineFault):
    """A decision table could not answer."""


class NoWay(EngineFault):
    """No condition of a gateway holds and it has no default flow."""


class KnownNameWritten(EngineFault):
    """The diagram or an answer tries to overwrite a fact that only the house may state."""


class TaskNotOpen(EngineFault):
    """The task that a command names is not open (any more)."""


class WrongStart(EngineFault):
    """The pool is not started this way."""


class Runaway(EngineFault):
    """The diagram runs in circles without ever waiting for anybody."""


class SnapshotUnreadable(EngineFault):
    """The snapshot is of another format or does not fit the diagram."""
