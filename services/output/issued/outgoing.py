"""The register of outgoing papers 发文登记: an office's series, number by number, and its papers without a number."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, true

from services.casework.cases.queries import READS_ALL
from services.foundation.clock import end_of_day, local, start_of_day
from services.foundation.errors import NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation, within

from .models import IssuedPaper, NumberSeries
from .queries import Standing, standings
from .readers import KEEPERS


@dataclass(frozen=True)
class SeriesShown:
    """A series of a year with its papers in the order of their numbers; `last` is the last number given."""

    organ: str
    sign: str
    year: int
    last: int
    papers: list[Standing]


@dataclass(frozen=True)
class Register:
    """A year of an office: its series, and its papers that bear no number, oldest first."""

    year: int
    years: list[int]
    series: list[SeriesShown]
    unnumbered: list[Standing]


def keeps_a_register(actor: Actor) -> bool:
    """Whether the person keeps or audits registers at all."""
    return any(seat.role in KEEPERS | READS_ALL for seat in actor.positions)


def register_of(uow: UnitOfWork, actor: Actor, year: int | None = None) -> Register:
    """The register that a person keeps (their organ's and those below it), or audits. Raises NotAllowed.

    Without a year, the newest in which something was issued.
    """
    if not keeps_a_register(actor):
        raise NotAllowed("只有出具文书的单位和审计人员可以查看发文登记。")
    mine = _kept_by(uow, actor)
    moments = uow.session.scalars(select(IssuedPaper.issued_at).where(mine))
    years = sorted({local(at).year for at in moments}, reverse=True)
    shown = year or (years[0] if years else local(uow.now).year)
    first, last = start_of_day(date(shown, 1, 1)), end_of_day(date(shown, 12, 31))
    papers = standings(uow, [mine, IssuedPaper.issued_at >= first, IssuedPaper.issued_at < last])
    return Register(shown, years, _series(uow, papers), [s for s in reversed(papers) if s.paper.sign is None])


def _series(uow: UnitOfWork, papers: list[Standing]) -> list[SeriesShown]:
    by_series: dict[tuple[str, str, int], list[Standing]] = {}
    for standing in reversed(papers):
        paper = standing.paper
        if paper.sign is not None and paper.year is not None:
            by_series.setdefault((paper.organ, paper.sign, paper.year), []).append(standing)
    lasts = {(s.organ, s.sign, s.year): s.last for s in uow.session.scalars(select(NumberSeries))}
    return [
        SeriesShown(*key, last=lasts.get(key, 0), papers=sorted(rows, key=lambda s: s.paper.number or 0))
        for key, rows in sorted(by_series.items())
    ]


def _kept_by(uow: UnitOfWork, actor: Actor) -> ColumnElement[bool]:
    if any(seat.role in READS_ALL for seat in actor.positions):
        return true()
    offices = {seat.organisation_id for seat in actor.positions if seat.role in KEEPERS}
    below = {o.id for office in offices for o in within(uow, uow.session.get_one(Organisation, office).path)}
    return IssuedPaper.organisation_id.in_(below)
