"""What the house can put right by itself when the check found something: one click, one revision."""

from .offers import Repair, repair_for

__all__ = ["Repair", "repair_for"]
