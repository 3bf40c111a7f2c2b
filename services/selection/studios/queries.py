"""Reading the register."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, func, or_, select

from services.casework.instances import Instance
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation

from .models import Studio

MOST = 50


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: words in name, unit, lead or number; statuses, category, year of naming.

    `within`: only studios on these branches of the tree (paths); None is the whole tree.
    """

    words: str = ""
    statuses: tuple[str, ...] = ()
    category: str = ""
    year: int | None = None
    within: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Page:
    """Some rows of the register, and how many there are in all."""

    studios: list[Studio]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // MOST))


def register(uow: UnitOfWork) -> list[Studio]:
    """Every studio that was named, by its number."""
    return list(uow.session.scalars(select(Studio).where(Studio.no.is_not(None)).order_by(Studio.no)))


def search(uow: UnitOfWork, wanted: Wanted, number: int = 1) -> Page:
    """A page of the register, the newest numbers first. A page behind the last is the last."""
    conditions = [Studio.no.is_not(None), *_conditions(wanted)]
    total = uow.session.scalar(select(func.count()).select_from(Studio).where(*conditions)) or 0
    number = min(max(1, number), max(1, -(-total // MOST)))
    query = select(Studio).where(*conditions).order_by(Studio.named_on.desc(), Studio.id.desc())
    return Page(list(uow.session.scalars(query.offset((number - 1) * MOST).limit(MOST))), total, number)


def all_found(uow: UnitOfWork, wanted: Wanted, most: int) -> list[Studio]:
    """All that `search` would page through, at most so many."""
    conditions = [Studio.no.is_not(None), *_conditions(wanted)]
    query = select(Studio).where(*conditions).order_by(Studio.named_on.desc(), Studio.id.desc())
    return list(uow.session.scalars(query.limit(most)))


def years_and_categories(uow: UnitOfWork) -> tuple[list[int], list[tuple[str, int | None, str]]]:
    """What there is to choose from: years of naming, newest first, and (category, campaign id, procedure)."""
    days = uow.session.scalars(select(Studio.named_on).where(Studio.no.is_not(None)).distinct())
    found = select(Studio.category, func.max(Studio.campaign_id), Studio.procedure).where(Studio.no.is_not(None))
    rows = uow.session.execute(found.group_by(Studio.category, Studio.procedure).order_by(Studio.category))
    return sorted({d.year for d in days if d}, reverse=True), [(c, n, p) for c, n, p in rows]


def studio_by_no(uow: UnitOfWork, no: str) -> Studio:
    """A studio by its number in the register. Raises NotFound."""
    studio = uow.session.scalar(select(Studio).where(Studio.no == no))
    if studio is None:
        raise NotFound("名录中没有这个工作室。")
    return studio


def instances_of(uow: UnitOfWork, studio: Studio) -> list[Instance]:
    """Every pool that runs or ran about a studio, the newest first."""
    query = select(Instance).where(Instance.subject_kind == "studio", Instance.subject_id == studio.id)
    return list(uow.session.scalars(query.order_by(Instance.id.desc())))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in wanted.words.split():
        columns = (Studio.name, Studio.unit, Studio.lead, Studio.no)
        each = [column.icontains(word, autoescape=True) for column in columns]
        found.append(each[0] | each[1] | each[2] | each[3])
    if wanted.statuses:
        found.append(Studio.status.in_(wanted.statuses))
    if wanted.category:
        found.append(Studio.category == wanted.category)
    if wanted.year is not None:
        found.append(Studio.named_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    if wanted.within is not None:
        branches = [Organisation.path.startswith(path) for path in wanted.within]
        units = select(Organisation.id).where(or_(false(), *branches))
        found.append(Studio.organisation_id.in_(units))
    return found
