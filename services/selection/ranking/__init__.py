"""Ranking: the recommender submits a case with its rank among the unit's own."""

from .events import CaseSubmitted
from .rank import rank_case

__all__ = ["CaseSubmitted", "rank_case"]
