"""XPath's regular expressions without backtracking: a pattern can be wrong or slow by its length, it cannot hang."""

from .machine import Matcher, matcher

__all__ = ["Matcher", "matcher"]
