"""常用意见: phrases that a person keeps for the opinions they write."""

from .keep import forget_phrase, keep_phrase, phrases_of
from .models import Phrase

__all__ = ["Phrase", "forget_phrase", "keep_phrase", "phrases_of"]
