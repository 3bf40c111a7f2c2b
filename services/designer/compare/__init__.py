"""What changed between two versions of a procedure, as typed changes that each say a Chinese sentence."""

from .change import Change
from .changes import compare

__all__ = ["Change", "compare"]
