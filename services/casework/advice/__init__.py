"""Asking colleagues before deciding: 委派 and 加签, and their answers."""

from .ask import AlreadyAsked, NoLongerAsked, NotYoursToAnswer, advice_on, answer, ask, asked_of, recall
from .events import AdviceAsked, AdviceGiven, AdviceRecalled
from .models import Advice

__all__ = [
    "Advice",
    "AdviceAsked",
    "AdviceGiven",
    "AdviceRecalled",
    "AlreadyAsked",
    "NoLongerAsked",
    "NotYoursToAnswer",
    "advice_on",
    "answer",
    "ask",
    "asked_of",
    "recall",
]
