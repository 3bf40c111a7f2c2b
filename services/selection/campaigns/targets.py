"""How far a campaign is towards the numbers its procedure wants reached. A counter: it hinders nobody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services import calendar
from services.calendar.feel_functions import library
from services.casework.instances import Instance, wired_functions
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry
from services.process.rules.feel import FeelError, compile_expression

from .known import of_instance, told
from .models import Campaign


@dataclass(frozen=True)
class Counted:
    """A target and where it stands now; `count` and `goal` are None where the expression gives no whole number."""

    id: str
    title: str
    count: int | None
    goal: int | None
    clause: str

    @property
    def met(self) -> bool:
        """Whether the number is reached."""
        return self.count is not None and self.goal is not None and self.count >= self.goal


def counted(uow: UnitOfWork, campaign: Campaign) -> list[Counted]:
    """The targets of a campaign's procedure, each counted now.

    The expressions know `campaign`, `parameters`, `procedure` (its id), and FEEL's functions with `titles()`.
    """
    manifest = registry.load(uow, campaign.version_id).manifest
    names = {"campaign": told(campaign), "parameters": campaign.parameters, "procedure": campaign.procedure}
    functions = {**library(calendar.load(uow), uow.now), **wired_functions(uow)}
    return [
        Counted(t.id, t.title, _whole(t.count, names, functions), _whole(t.goal, names, functions), t.clause)
        for t in manifest.targets
    ]


def known_targets(uow: UnitOfWork, instance: Instance) -> list[dict[str, Any]]:
    """`targets`: [{id, title, count, goal, met}] of the campaign; empty without one."""
    campaign = of_instance(uow, instance)
    rows = counted(uow, campaign) if campaign is not None else []
    return [{"id": r.id, "title": r.title, "count": r.count, "goal": r.goal, "met": r.met} for r in rows]


def _whole(text: str, names: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> int | None:
    try:
        value = compile_expression(text).evaluate(names, functions)
    except FeelError:
        return None
    return int(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None
