"""转办: a task goes to a colleague, who acts under their own name."""

from .events import TaskHandedOver
from .hand_over import AnswersAreDue, NotOfThisHouse, hand_over, handovers_of, organisations_of, receivers
from .models import Handover

__all__ = [
    "AnswersAreDue",
    "Handover",
    "NotOfThisHouse",
    "TaskHandedOver",
    "hand_over",
    "handovers_of",
    "organisations_of",
    "receivers",
]
