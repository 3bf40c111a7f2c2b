"""Instances: a running pool with its snapshot, and the one place where it moves."""

from .advance import Moved, advance, close_instance
from .before import NoWayBack, opened_by, put_back
from .carrying import CannotBeCarried, Followed, carry_back, carry_over, standing_of
from .counting import Foreseen, MovedClock, foresee
from .deliver import deliver
from .events import ClocksMoved, DeadlineReached, InstanceFinished, InstanceMoved, InstanceStarted
from .models import Instance, Listen
from .organisation_facts import known_own_organisation
from .recompute import recompute, recompute_clocks, recompute_running_clocks
from .start import start
from .tick import settled, tick, tick_all_due
from .world import EffectEntry, lock_instance, scope_of, wired_functions, world_for

__all__ = [
    "CannotBeCarried",
    "ClocksMoved",
    "DeadlineReached",
    "EffectEntry",
    "Followed",
    "Foreseen",
    "Instance",
    "InstanceFinished",
    "InstanceMoved",
    "InstanceStarted",
    "Listen",
    "Moved",
    "MovedClock",
    "NoWayBack",
    "advance",
    "carry_back",
    "carry_over",
    "close_instance",
    "deliver",
    "foresee",
    "known_own_organisation",
    "lock_instance",
    "opened_by",
    "put_back",
    "recompute",
    "recompute_clocks",
    "recompute_running_clocks",
    "scope_of",
    "settled",
    "standing_of",
    "start",
    "tick",
    "tick_all_due",
    "wired_functions",
    "world_for",
]
