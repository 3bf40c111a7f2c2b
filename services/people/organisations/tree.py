"""Questions to the tree. All of them start at one organisation and look along its own way up, never sideways."""

from sqlalchemy import or_, select

from services.foundation.clock import local_day
from services.foundation.errors import Faulty, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Organisation


class LevelMissing(Faulty):
    """The way up does not pass the level a procedure asks for. An empty chain here would skip every recommendation."""


def organisation(uow: UnitOfWork, organisation_id: int) -> Organisation:
    """The organisation with this id; NotFound if there is none."""
    found = uow.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound("没有这个单位。")
    return found


def by_code(uow: UnitOfWork, code: str) -> Organisation:
    """The organisation with this code; NotFound if there is none."""
    found = with_code(uow, code)
    if found is None:
        raise NotFound(f"没有代码为“{code}”的单位。")
    return found


def with_code(uow: UnitOfWork, code: str) -> Organisation | None:
    """The organisation with this code; None if there is none."""
    return uow.session.scalar(select(Organisation).where(Organisation.code == code))


def of_level(uow: UnitOfWork, level: str, path: str = "/") -> list[Organisation]:
    """The organisations of a level (one word or several), by code; with a path only those at and below it.

    Closed ones are left out: what is begun for every county is not begun for one that is no more.
    """
    goes_on = or_(Organisation.closed_on.is_(None), Organisation.closed_on >= local_day(uow.now))
    rows = select(Organisation).where(
        Organisation.level.in_(level.split()), Organisation.path.startswith(path), goes_on
    )
    return list(uow.session.scalars(rows.order_by(Organisation.code)))


def children(uow: UnitOfWork, organisation_id: int | None) -> list[Organisation]:
    """The organisations directly below one, by code; with None the roots."""
    return list(
        uow.session.scalars(
            select(Organisation).where(Organisation.parent_id == organisation_id).order_by(Organisation.code)
        )
    )


def within(uow: UnitOfWork, path: str) -> list[Organisation]:
    """The organisation with this path and everything below it, from the top down."""
    return list(
        uow.session.scalars(select(Organisation).where(Organisation.path.startswith(path)).order_by(Organisation.path))
    )


def ancestors(uow: UnitOfWork, organisation_id: int) -> list[Organisation]:
    """The organisation itself, then its parent, and so on up to the root."""
    way = organisation(uow, organisation_id).way
    rows = {row.id: row for row in uow.session.scalars(select(Organisation).where(Organisation.id.in_(way)))}
    return [rows[step] for step in reversed(way)]


def nearest_with_level(uow: UnitOfWork, organisation_id: int, level: str) -> Organisation | None:
    """The first organisation of a level on the way up, itself included; None if there is none.

    `level` may be several words with blanks between them: where cities let counties recommend and direct units apply
    by themselves, the first of any of these levels is the one.
    """
    levels = level.split()
    return next((each for each in ancestors(uow, organisation_id) if each.level in levels), None)


def recommender_of(uow: UnitOfWork, organisation_id: int, top_level: str) -> Organisation | None:
    """The organisation that recommends for this one: the nearest of the procedure's recommender level, or None."""
    return nearest_with_level(uow, organisation_id, top_level)


def superior_chain(uow: UnitOfWork, organisation_id: int, top_level: str) -> list[int]:
    """Ids from the parent upward to and including the nearest organisation of `top_level` (one word or several):
    the order of the opinions.

    [] if the organisation itself is of that level (a direct unit that is grassroots has no superior to ask).
    Raises LevelMissing if the way up never reaches it.
    """
    way = ancestors(uow, organisation_id)
    tops = [place for place, each in enumerate(way) if each.level in top_level.split()]
    if not tops:
        raise LevelMissing(f"“{way[0].name}”的上级中没有“{top_level}”一级的单位，无法确定逐级推荐的路径。")
    return [each.id for each in way[1 : tops[0] + 1]]
