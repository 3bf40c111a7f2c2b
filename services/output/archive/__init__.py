"""The archive of one subject: its trail, what was handed in, its papers, and the means to check them without us."""

from .package import archive, trail

__all__ = ["archive", "trail"]
