"""The number of a notice: counted up in a row of its year, which is held until the notice stands."""

from sqlalchemy.dialects import postgresql, sqlite

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import NoticeNumber


def next_no(uow: UnitOfWork, year: int) -> str:
    """The next number of a year, `GS2021-001`. Two who post at one moment wait for each other; none is left out."""
    dialect = postgresql if uow.session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(NoticeNumber).values(year=year, last=1)
    counted = first.on_conflict_do_update(index_elements=["year"], set_={"last": NoticeNumber.last + 1})
    return f"GS{year}-{uow.session.execute(counted.returning(NoticeNumber.last)).scalar_one():03d}"
