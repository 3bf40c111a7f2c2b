"""Who a task is for: from a role at a level to principals, from principals to people; the own case and recusal."""

from .models import StoodBack
from .pool import pool
from .principals import (
    acts_for,
    may_act,
    of_person,
    of_role,
    offices_at,
    own_principals,
    people_behind,
    people_told,
    principals_of,
    standing_in_principals,
)
from .recusals import DECLINED, LAPSED, RECUSED, require_not_recused, stand_back, standing_back_from, stood_back
from .resolve import Assigned, resolve
from .rules import OwnCase, own_case, require_not_own_case
from .substitution import (
    AlreadyStoodInFor,
    Arrangement,
    NotYourSubstitution,
    end_substitution,
    name_substitute,
    substitutions_of,
)

__all__ = [
    "DECLINED",
    "LAPSED",
    "RECUSED",
    "AlreadyStoodInFor",
    "Arrangement",
    "Assigned",
    "NotYourSubstitution",
    "OwnCase",
    "StoodBack",
    "acts_for",
    "end_substitution",
    "may_act",
    "name_substitute",
    "of_person",
    "of_role",
    "offices_at",
    "own_case",
    "own_principals",
    "people_behind",
    "people_told",
    "pool",
    "principals_of",
    "require_not_own_case",
    "require_not_recused",
    "resolve",
    "stand_back",
    "standing_back_from",
    "standing_in_principals",
    "stood_back",
    "substitutions_of",
]
