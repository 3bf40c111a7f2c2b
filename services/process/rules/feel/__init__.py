"""FEEL, the one language of conditions, timers, tables and scripts: compiled once, sandboxed by construction."""

from ..errors import FeelError, FeelTooLarge
from .api import Expression, UnaryTests, compile_expression, compile_unary
from .names import HOST_NAMES

__all__ = [
    "HOST_NAMES",
    "Expression",
    "FeelError",
    "FeelTooLarge",
    "UnaryTests",
    "compile_expression",
    "compile_unary",
]
