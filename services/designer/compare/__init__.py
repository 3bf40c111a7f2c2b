"""What changed between two versions of a procedure, as typed changes that each say a Chinese sentence."""

from .changes import Change, compare

__all__ = ["Change", "compare"]
