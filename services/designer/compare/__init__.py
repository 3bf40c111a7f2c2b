"""What changed between two versions of a procedure, as typed changes that each say a Chinese sentence."""

from .change import Change
from .changes import compare, sentences
from .marks import Marks, marks

__all__ = ["Change", "Marks", "compare", "marks", "sentences"]
