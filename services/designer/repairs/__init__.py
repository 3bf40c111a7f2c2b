"""What the house can put right by itself when the check found something: one click, one revision."""

from .checked import checked
from .offers import Repair, repair_for

__all__ = ["Repair", "checked", "repair_for"]
