"""Cases: a studio's application as a running thing: opened, looked at, closed with its outcome."""

from .close import close_case
from .duplicates import duplicates_of
from .events import CaseOpened
from .known import known_case
from .models import Case
from .open import may_open_at, open_case
from .queries import (
    case_by_no,
    cases_numbered,
    cases_of_campaign,
    instance_of,
    may_view,
    my_cases,
    require_may_view,
    require_part,
    viewable_in,
)
from .sight import Sight, sight_of

__all__ = [
    "Case",
    "CaseOpened",
    "Sight",
    "case_by_no",
    "cases_numbered",
    "cases_of_campaign",
    "close_case",
    "duplicates_of",
    "instance_of",
    "known_case",
    "may_open_at",
    "may_view",
    "my_cases",
    "open_case",
    "require_may_view",
    "require_part",
    "sight_of",
    "viewable_in",
]
