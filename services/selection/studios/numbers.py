"""Numbers of studios and plaques: one series behind each prefix, without gaps and without doubles."""

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import RegisterSeries


def allot(uow: UnitOfWork, prefix: str) -> str:
    """The next number behind a prefix, `GZS2021-0001`.

    The series stays locked until the deed is done or undone, so that a deed undone leaves no gap.
    """
    dialect = postgresql if uow.session.get_bind().dialect.name == "postgresql" else sqlite
    first = dialect.insert(RegisterSeries).values(prefix=prefix, last=0)
    uow.session.execute(first.on_conflict_do_nothing(index_elements=["prefix"]))
    following = update(RegisterSeries).where(RegisterSeries.prefix == prefix).values(last=RegisterSeries.last + 1)
    number = uow.session.scalar(following.returning(RegisterSeries.last).execution_options(synchronize_session=False))
    return f"{prefix}{number:04d}"
