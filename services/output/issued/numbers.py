"""Document numbers without gaps or doubles: allotted in the transaction that issues the paper, undone with it."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import NumberSeries


def allot(uow: UnitOfWork, organ: str, sign: str, year: int) -> int:
    """The next number of an organ's series, from 1 in every year.

    One statement locks the row until the transaction ends: whoever comes second waits, and after a rollback gets
    the number that was not used.
    """
    insert: Any = postgresql.insert if uow.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(NumberSeries)
        .values(organ=organ, sign=sign, year=year, last=1)
        .on_conflict_do_update(index_elements=["organ", "sign", "year"], set_={"last": NumberSeries.last + 1})
        .returning(NumberSeries.last)
    )
    return int(uow.session.execute(statement).scalar_one())


def numbered(sign: str, year: int, number: int) -> str:
    """辽直工决〔2021〕1号: the full year in hexagonal brackets, no zero before the number (GB/T 9704, 7.2.5)."""
    return f"{sign}〔{year}〕{number}号"
