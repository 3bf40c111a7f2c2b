"""The package under test, named in this one place."""

from services.process import engine_b as engine

__all__ = ["engine"]
