"""Pools about an organisation: begun by its people on their own page, or by a message for each that a diagram names."""

from .begin import begin_organisation
from .deeds import AlreadyUnderWay, begin_pool, pools_to_begin
from .queries import instances_about, may_read_about, subject_of

__all__ = [
    "AlreadyUnderWay",
    "begin_organisation",
    "begin_pool",
    "instances_about",
    "may_read_about",
    "pools_to_begin",
    "subject_of",
]
