"""All checks of a drawing, in one table."""

from collections.abc import Callable, Iterable

from .check_elements import check_calls, check_kinds, check_many, check_names, check_pools, check_tasks, check_zeebe
from .check_events import check_events, check_messages, check_starts
from .check_expressions import check_expressions, check_times
from .check_flows import (
    check_conditions,
    check_ends,
    check_event_gateways,
    check_joins,
    check_reach,
    check_writers,
)
from .definition import Problem
from .drawing import Drawing

CHECKS: tuple[Callable[[Drawing], Iterable[Problem]], ...] = (
    check_kinds,
    check_pools,
    check_tasks,
    check_calls,
    check_many,
    check_names,
    check_zeebe,
    check_events,
    check_starts,
    check_messages,
    check_ends,
    check_conditions,
    check_event_gateways,
    check_joins,
    check_reach,
    check_writers,
    check_expressions,
    check_times,
)
