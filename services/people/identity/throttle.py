"""The door is patient, not endlessly so: tries are counted in the database, per login and per address."""

import hashlib
import ipaddress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from services.foundation.clock import local
from services.foundation.errors import TooMany
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import SignInTries

WINDOW = timedelta(minutes=15)
TRIES_PER_LOGIN = 5
# Whole offices sit behind one address.
TRIES_PER_ADDRESS = 60


class SignInThrottled(TooMany):
    """Too many tries; `until` is when the door opens again. The answer is the same for a login that does not exist."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"登录尝试次数过多，请于 {local(until):%H:%M} 之后再试。")


def login_key(login: str) -> str:
    """What tries at a login are counted under."""
    return _digest("login", login)


def address_key(address: str) -> str:
    """What tries from an address are counted under; in IPv6 one household has a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return _digest("address", address)
    return _digest("address", str(ipaddress.ip_network((parsed, 64 if parsed.version == 6 else 32), strict=False)))


def count(uow: UnitOfWork, key: str) -> tuple[int, datetime]:
    """Count one more try under a key: how many there are in this window, and when the window ends.

    One statement, so that tries made at the same moment are all counted.
    """
    fresh_end = uow.now + WINDOW
    # A window that ends later than a fresh one was counted before the clock was set back.
    over = or_(SignInTries.window_ends_at <= uow.now, SignInTries.window_ends_at > fresh_end)
    insert: Any = postgresql.insert if uow.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(SignInTries)
        .values(key=key, tries=1, window_ends_at=fresh_end)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "tries": case((over, 1), else_=SignInTries.tries + 1),
                "window_ends_at": case((over, fresh_end), else_=SignInTries.window_ends_at),
            },
        )
        .returning(SignInTries.tries, SignInTries.window_ends_at)
    )
    tries, ends = uow.session.execute(statement).one()
    return int(tries), ends


def forgive(uow: UnitOfWork, login: str, address: str) -> None:
    """A right password wipes the login's tries, and takes its own try off the address."""
    forgive_login(uow, login)
    uow.session.execute(
        update(SignInTries)
        .where(SignInTries.key == address_key(address), SignInTries.tries > 0)
        .values(tries=SignInTries.tries - 1)
    )


def forgive_login(uow: UnitOfWork, login: str) -> None:
    """Whoever is given a new password may try it at once."""
    uow.session.execute(delete(SignInTries).where(SignInTries.key == login_key(login)))


def sweep(uow: UnitOfWork) -> None:
    """Forget windows that are over: nothing about a login or an address is kept longer than needed."""
    uow.session.execute(delete(SignInTries).where(SignInTries.window_ends_at <= uow.now))


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()
