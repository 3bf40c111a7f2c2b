"""Organisations, people and positions from a table: read, tried without keeping anything, carried out whole."""

from .carry_out import Outcome, RosterRefused, Step, carry_out, foresee
from .lines import COLUMNS, Line, Problem, read_lines

__all__ = [
    "COLUMNS",
    "Line",
    "Outcome",
    "Problem",
    "RosterRefused",
    "Step",
    "carry_out",
    "foresee",
    "read_lines",
]
