"""What the operator does for people from the command line: the first administrator, a password forgotten."""

from sqlalchemy import select

from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork

from .identity import Person, appoint, change_password, create_person
from .identity.persons import ADMINISTRATOR
from .identity.sign_in import plain_login
from .organisations import Organisation, add


def appoint_administrator(
    uow: UnitOfWork,
    *,
    login: str,
    name: str,
    code: str,
    organisation: str | None = None,
    level: str | None = None,
    password: str | None = None,
) -> Person:
    """Make somebody administrator at the organisation with this code; both are made if they are not there.

    A new organisation needs its name and level. Whoever has the login already keeps name and password.
    Refuses with Invalid, and with Conflict when the person sits there already.
    """
    where = uow.session.scalar(select(Organisation).where(Organisation.code == code))
    if where is None:
        if not organisation or not level:
            raise Invalid(f"没有代码为“{code}”的单位；要新建，请同时给出单位名称和层级。")
        where = add(uow, code=code, name=organisation, level=level)
    who = uow.session.scalar(select(Person).where(Person.login == plain_login(login)))
    if who is None:
        who = create_person(uow, None, login=login, name=name, password=password)
    appoint(uow, None, who.id, where.id, ADMINISTRATOR)
    return who


def set_password(uow: UnitOfWork, login: str, password: str) -> Person:
    """The operator gives somebody a new password, from the command line. Refuses with Invalid."""
    who = uow.session.scalar(select(Person).where(Person.login == plain_login(login)))
    if who is None:
        raise Invalid(f"没有登录名为“{login}”的人员。")
    change_password(uow, None, who.id, new=password)
    return who
