"""Release a package: its own stories are played first, and only what passes them is deployed."""

from .release import RehearsalFailed, Released, release

__all__ = ["RehearsalFailed", "Released", "release"]
