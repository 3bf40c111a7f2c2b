"""Deeds: what a person may do beside the open tasks, because the diagram listens for it."""

from .attach import attach_to_deed
from .do import DeedOver, NoSuchDeed, do_deed
from .form import deed_form
from .offered import Deed, open_deeds, principals_of_starters

__all__ = [
    "Deed",
    "DeedOver",
    "NoSuchDeed",
    "attach_to_deed",
    "deed_form",
    "do_deed",
    "open_deeds",
    "principals_of_starters",
]
