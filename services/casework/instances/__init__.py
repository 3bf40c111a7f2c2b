"""Instances: a running pool with its snapshot, and the one place where it moves."""

from .advance import Moved, advance, close_instance
from .deliver import deliver
from .events import DeadlineReached, InstanceFinished, InstanceMoved, InstanceStarted
from .models import Instance, Listen
from .start import start
from .tick import settled, tick, tick_all_due
from .world import EffectEntry, lock_instance, scope_of, world_for

__all__ = [
    "DeadlineReached",
    "EffectEntry",
    "Instance",
    "InstanceFinished",
    "InstanceMoved",
    "InstanceStarted",
    "Listen",
    "Moved",
    "advance",
    "close_instance",
    "deliver",
    "lock_instance",
    "scope_of",
    "settled",
    "start",
    "tick",
    "tick_all_due",
    "world_for",
]
