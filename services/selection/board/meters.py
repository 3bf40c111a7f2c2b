"""Quotas and ranks as far as they are used, counted as procedure.yaml says under `meters`. They hinder nobody here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from services import calendar
from services.calendar.feel_functions import library
from services.casework.instances import wired_functions
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation
from services.process import engine, registry
from services.process.registry import Meter
from services.process.rules.feel import FeelError, compile_expression

from ..campaigns import Campaign, instance_of_campaign
from ..campaigns.known import told
from .places import Place

RECOMMENDER = "recommender"


@dataclass(frozen=True)
class Metered:
    """A meter read: for one recommender, or (None) the whole campaign. None: no such bound, or not to be counted."""

    id: str
    title: str
    clause: str
    recommender_id: int | None
    count: int | None
    cap: int | None
    floor: int | None

    @property
    def over(self) -> bool:
        """More than the notice allows."""
        return self.count is not None and self.cap is not None and self.count > self.cap

    @property
    def short(self) -> bool:
        """Fewer than the notice wants."""
        return self.count is not None and self.floor is not None and self.count < self.floor


def meters(
    uow: UnitOfWork, campaign: Campaign, rows: Sequence[Place], said: Mapping[str, Any] | None = None
) -> list[Metered]:
    """Every meter of the campaign's procedure, those of recommenders once for each that has cases.

    The expressions know `cases`, `recommender`, `campaign`, `parameters` and the variables of the campaign's pool;
    `said` stands for some of these instead: a list that is being drawn up. Four questions, however many cases.
    """
    manifest = registry.load(uow, campaign.version_id).manifest
    if not manifest.meters:
        return []
    instance = instance_of_campaign(uow, campaign)
    pool = registry.load(uow, instance.version_id).pool(instance.process)
    own = {**engine.variables(pool, instance.snapshot), **(said or {})}
    names = {**own, "campaign": told(campaign), "parameters": campaign.parameters, "procedure": campaign.procedure}
    functions = {**library(calendar.load(uow), uow.now), **wired_functions(uow)}
    live = [place for place in rows if place.takes_a_place]
    each = _parts(uow, live)
    found = []
    for meter in manifest.meters:
        for recommender, mine in each if meter.of == RECOMMENDER else [(None, live)]:
            scope = {**names, "recommender": recommender, "cases": [_told(place) for place in mine]}
            found.append(_read(meter, recommender, scope, functions))
    return found


def _parts(uow: UnitOfWork, live: Sequence[Place]) -> list[tuple[dict[str, Any] | None, Sequence[Place]]]:
    mine: dict[int, list[Place]] = {}
    for place in live:
        mine.setdefault(place.recommender_id, []).append(place)
    units = uow.session.scalars(select(Organisation).where(Organisation.id.in_(mine)).order_by(Organisation.name))
    return [({"id": o.id, "name": o.name, "level": o.level, "kind": o.kind}, mine[o.id]) for o in units]


def _told(place: Place) -> dict[str, Any]:
    return {
        "case": place.case_id,
        "no": place.no,
        "title": place.title,
        "unit": place.unit,
        "lead": place.lead,
        "category": place.category,
        "rank": place.rank,
        "submitted": place.submitted_at is not None,
        "outcome": place.outcome,
    }


def _read(
    meter: Meter,
    recommender: Mapping[str, Any] | None,
    scope: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Any]],
) -> Metered:
    count, cap, floor = (_whole(text, scope, functions) for text in (meter.count, meter.cap, meter.floor))
    return Metered(meter.id, meter.title, meter.clause, recommender["id"] if recommender else None, count, cap, floor)


def _whole(text: str, scope: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> int | None:
    if not text:
        return None
    try:
        value = compile_expression(text).evaluate(scope, functions)
    except FeelError:
        return None
    return int(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None
