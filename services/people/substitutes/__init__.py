"""Substitutes: who stands in for whom, from one day to another."""

from .models import Substitution
from .standing_in import NOT_STOOD_IN_FOR, in_force, substitutes_of

__all__ = ["NOT_STOOD_IN_FOR", "Substitution", "in_force", "substitutes_of"]
