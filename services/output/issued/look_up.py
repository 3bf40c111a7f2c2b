"""Genuine and current? Whoever holds a paper asks by its code, without signing in; guessing is slow work."""

import hashlib

from sqlalchemy import update

from services.foundation.clock import local
from services.foundation.errors import TooMany
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import throttle
from services.people.identity.models import SignInTries

from .codes import as_typed
from .queries import Standing, paper_by_code

UNKNOWN_CODES = 30
"""Codes that lead nowhere, from one address within a quarter of an hour: typing mistakes of a whole office."""


class GuessingThrottled(TooMany):
    """Too many codes that lead nowhere."""


def look_up(uow: UnitOfWork, typed: str, address: str) -> Standing | None:
    """The paper of a code as somebody typed it, or None. Raises GuessingThrottled.

    A known and an unknown code cost the same questions: the try is counted, the paper looked for, the count put
    right. Only what led nowhere stays counted.
    """
    key = _key(address)
    tries, until = throttle.count(uow, key)
    if tries > UNKNOWN_CODES:
        raise GuessingThrottled(f"核验次数过多，请于 {local(until):%H:%M} 之后再试。")
    # What cannot be a code is looked for all the same, under a name that no code has.
    found = paper_by_code(uow, as_typed(typed) or "-")
    uow.session.execute(
        update(SignInTries).where(SignInTries.key == key).values(tries=SignInTries.tries - (1 if found else 0))
    )
    return found


def _key(address: str) -> str:
    return hashlib.sha256(f"verify:{throttle.address_key(address)}".encode()).hexdigest()
