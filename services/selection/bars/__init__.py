"""Bars: an organisation or a person may not apply until a day; whichever procedure said so, every later one may ask."""

from .effects import bar, lift_bar
from .events import BarLifted, Barred
from .functions import bars_function, bars_of_person_function
from .models import Bar
from .queries import bars_in_force, bars_of

__all__ = [
    "Bar",
    "BarLifted",
    "Barred",
    "bar",
    "bars_function",
    "bars_in_force",
    "bars_of",
    "bars_of_person_function",
    "lift_bar",
]
