"""Deeds: what a person may do beside the open tasks, because the diagram listens for it."""

from .do import DeedOver, do_deed
from .form import deed_form
from .offered import Deed, may_do, open_deeds

__all__ = ["Deed", "DeedOver", "deed_form", "do_deed", "may_do", "open_deeds"]
