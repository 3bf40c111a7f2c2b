"""The demonstration: a clock that can be moved, one click to be somebody else, invented cases at every stage.

It exists only where DEMO is set; together with a production setting the house refuses to start.
"""

from .bar import bar
from .clock import BEGINS, DemoClock
from .load import load_demonstration
from .tour import TOUR, lines

__all__ = ["BEGINS", "TOUR", "DemoClock", "bar", "lines", "load_demonstration"]
