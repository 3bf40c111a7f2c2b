"""The functions of the standard (DMN 10.3.4), one file for each of its chapters."""

from . import contexts, conversion, dates, lists, numbers, ranges, sorting, strings
from .builtin import BUILTINS, Builtin

CHAPTERS = (contexts, conversion, dates, lists, numbers, ranges, sorting, strings)

__all__ = ["BUILTINS", "CHAPTERS", "Builtin"]
