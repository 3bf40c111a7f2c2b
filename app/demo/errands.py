"""Errands: what invented people do in a campaign on days of its own, told in the lines of a story."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from services.designer.rehearse import Player, Step
from services.foundation.storage.unit_of_work import UnitOfWork
from services.selection.studios import Studio


@dataclass
class Errands:
    """The lines that are still to be done; cases go by their leads' logins, or by names that the lines themselves give.

    before: cases of the procedure's earlier campaigns, by name. An answer `{number_of: <case>}` stands for the number
    in the register of the studio that came of that case, be it one of an earlier campaign.
    """

    player: Player
    steps: list[Step]
    before: Mapping[str, int] = field(default_factory=dict)

    @property
    def next_at(self) -> datetime | None:
        """When the next one falls due; None when all are run."""
        return self.steps[0].at if self.steps else None

    def run_next(self) -> None:
        """Run it."""
        step = self.steps.pop(0)
        with self.player.house.reading() as uow:
            answers = {key: self._said(uow, value) for key, value in step.answers.items()}
        self.player.do(replace(step, answers=answers))

    def _said(self, uow: UnitOfWork, value: Any) -> Any:
        if not (isinstance(value, dict) and value.keys() == {"number_of"}):
            return value
        case_id = {**self.before, **self.player.played.cases}[value["number_of"]]
        return uow.session.scalars(select(Studio.no).where(Studio.case_id == case_id)).one()


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By their moments; a line without one belongs to the line before it."""
    timed: list[Step] = []
    for step in steps:
        timed.append(replace(step, at=step.at or timed[-1].at))
    return sorted(timed, key=lambda step: step.at or datetime.max)
