"""会签, 或签, 票签: how far a step is at which several people speak."""

from .votes import Votes, votes_of

__all__ = ["Votes", "votes_of"]
