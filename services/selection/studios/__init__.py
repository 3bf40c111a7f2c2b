"""Studios: the register of what was named, with grant and plaque."""

from .begin import begin_studio
from .effects import award_plaque, pay_grant, register_studio
from .events import GrantPaid, PlaqueAwarded, StudioRegistered
from .known import known_studio
from .models import Studio
from .queries import register, studio_by_no

__all__ = [
    "GrantPaid",
    "PlaqueAwarded",
    "Studio",
    "StudioRegistered",
    "award_plaque",
    "begin_studio",
    "known_studio",
    "pay_grant",
    "register",
    "register_studio",
    "studio_by_no",
]
