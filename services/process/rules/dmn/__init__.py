"""DMN: decision tables and the graphs they form, read from XML and decided with FEEL."""

from .decisions import Decisions
from .errors import DmnError
from .gaps import Remark, warnings
from .reading import parse_dmn
from .tck import TckFailure, TckReport, run_tck

__all__ = ["Decisions", "DmnError", "Remark", "TckFailure", "TckReport", "parse_dmn", "run_tck", "warnings"]
