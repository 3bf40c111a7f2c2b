"""Who a task is for: from a role at a level to principals, from principals to people; the own case and recusal."""

from .pool import pool
from .principals import may_act, of_person, of_role, people_behind, principals_of
from .resolve import Assigned, resolve
from .rules import OwnCase, own_case, require_not_own_case

__all__ = [
    "Assigned",
    "OwnCase",
    "may_act",
    "of_person",
    "of_role",
    "own_case",
    "people_behind",
    "pool",
    "principals_of",
    "require_not_own_case",
    "resolve",
]
