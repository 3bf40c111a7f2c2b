"""催办: somebody whose matter it is asks those who have a task to do it; and who stands above them."""

from .above import office_of, superiors
from .events import TaskUrged
from .models import Urge
from .urge import MayUrge, NotYoursToUrge, UrgedToday, may_urge, urge, urges_of, urging_of

__all__ = [
    "MayUrge",
    "NotYoursToUrge",
    "TaskUrged",
    "Urge",
    "UrgedToday",
    "may_urge",
    "office_of",
    "superiors",
    "urge",
    "urges_of",
    "urging_of",
]
