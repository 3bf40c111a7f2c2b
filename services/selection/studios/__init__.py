"""Studios: the register of what was named, and each studio's life after that.

Reviews by year, its standing, changes, plaques, revocation; years begin by themselves (`roll_reviews`).
"""

from .annual_reviews import record_review, reviews_of, years_without_results
from .begin import begin_studio
from .changes import CHANGE_WORDS, change_studio, changes_of
from .effects import pay_grant, register_studio
from .events import GrantPaid, PlaqueAwarded, ReviewRecorded, StandingChanged, StudioRegistered
from .known import facts_of, known_studio
from .models import Studio, StudioChange, StudioPlaque, StudioReview, StudioStatus, YearlyRun
from .plaques import award_plaque, exchange_plaque, plaques_of, return_plaque
from .proceedings import tell_of_revocation
from .queries import instances_of, register, studio_by_no
from .readers import may_read_studio
from .roll import begin, catch_up, look, next_roll, roll_reviews, yearly_pools
from .standing import (
    STATUS_WORDS,
    AlreadyRevoked,
    begin_rectification,
    clear_record,
    put_on_record,
    resume_studio,
    revoke_studio,
    statuses_of,
    suspend_studio,
)
from .titles import titles_function, titles_of
from .yearly import Period, Yearly, YearlyWrong, read_yearly

__all__ = [
    "CHANGE_WORDS",
    "STATUS_WORDS",
    "AlreadyRevoked",
    "GrantPaid",
    "Period",
    "PlaqueAwarded",
    "ReviewRecorded",
    "StandingChanged",
    "Studio",
    "StudioChange",
    "StudioPlaque",
    "StudioRegistered",
    "StudioReview",
    "StudioStatus",
    "Yearly",
    "YearlyRun",
    "YearlyWrong",
    "award_plaque",
    "begin",
    "begin_rectification",
    "begin_studio",
    "catch_up",
    "change_studio",
    "changes_of",
    "clear_record",
    "exchange_plaque",
    "facts_of",
    "instances_of",
    "known_studio",
    "look",
    "may_read_studio",
    "next_roll",
    "pay_grant",
    "plaques_of",
    "put_on_record",
    "read_yearly",
    "record_review",
    "register",
    "register_studio",
    "resume_studio",
    "return_plaque",
    "reviews_of",
    "revoke_studio",
    "roll_reviews",
    "statuses_of",
    "studio_by_no",
    "suspend_studio",
    "tell_of_revocation",
    "titles_function",
    "titles_of",
    "yearly_pools",
    "years_without_results",
]
