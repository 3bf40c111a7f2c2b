"""What can go wrong while a diagram runs, each with the element at fault and a Chinese sentence."""

from services.foundation.errors import Conflict, Faulty


class NotWaitingHere(Conflict):
    """The instance does not wait for this: the task is done or withdrawn, or the command does not fit its state."""

    sentence = "这项任务已经办结或已被收回，请刷新后查看。"


class StepFailed(Faulty):
    """The diagram cannot go on at an element."""

    def __init__(self, element: str, sentence: str) -> None:
        self.element = element
        self.sentence = sentence
        super().__init__(f"环节“{element}”：{sentence}")


class ExpressionFailed(StepFailed):
    """An expression could not be computed, or gave a value that does not fit its place."""


class NoWayOut(StepFailed):
    """A gateway whose conditions are all untrue and that has no default flow."""


class EndlessLoop(StepFailed):
    """Automatic steps that lead back to themselves without a person or a clock between them."""


class NotCaught(StepFailed):
    """An error that no boundary event around it catches."""


class UnknownFormat(Faulty):
    """A snapshot written by a later version of the engine."""
