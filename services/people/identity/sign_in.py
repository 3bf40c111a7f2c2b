"""Signing in, in three steps: `begin_sign_in` counts the try, `password_fits` is slow, `complete_sign_in` lets in.

Three, because checking a password takes long on purpose and must not hold the database's write lock meanwhile;
counted first, because tries made side by side would otherwise all pass the door before the first is counted.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from services.foundation.errors import Invalid, TooMany
from services.foundation.storage.unit_of_work import UnitOfWork

from . import passwords, throttle
from .events import SignInLocked
from .models import Person, SignedIn

KEPT = timedelta(days=90)


class WrongPassword(Invalid):
    """Login and password do not fit together. Which of the two is wrong is nobody's business."""

    sentence = "登录名或密码不正确。"


class TemporaryPasswordOver(WrongPassword):
    """It was the right one, given by an administrator, and has lasted its time."""

    sentence = "这个临时密码已经过期，请联系系统管理员重新发放。"


@dataclass(frozen=True)
class Knock:
    """A counted try at the door. `refusal` is set if there were too many; then the password is not looked at."""

    login: str
    address: str
    person_id: int | None = None
    password_hash: str | None = field(default=None, repr=False)
    refusal: TooMany | None = None


def plain_login(login: str) -> str:
    """A login as it is stored and compared."""
    return login.strip().casefold()[:100]


def begin_sign_in(uow: UnitOfWork, login: str, address: str) -> Knock:
    """Count a try of `login` from `address`. It never raises for too many tries: the count has to be committed."""
    login = plain_login(login)
    throttle.sweep(uow)
    person = uow.session.scalar(select(Person).where(Person.login == login))
    person_id = person.id if person else None

    account = f"{person.name}的账号" if person else "一个不存在的登录名"
    doors = (
        (throttle.login_key(login), throttle.TRIES_PER_LOGIN, account),
        (throttle.address_key(address), throttle.TRIES_PER_ADDRESS, f"来自 {address} 的"),
    )
    for key, limit, whose in doors:
        tries, until = throttle.count(uow, key)
        if tries == limit + 1:
            uow.record(SignInLocked(person_id=person_id, whose=whose, until=until))
        if tries > limit:
            return Knock(login, address, refusal=throttle.SignInThrottled(until))
    known = person if person is not None and person.active else None
    return Knock(login, address, person_id, known.password_hash if known else None)


def password_fits(knock: Knock, password: str) -> bool:
    """Whether the password is right. Takes the same time whether or not the login exists; touches no database."""
    return knock.refusal is None and passwords.fits(knock.password_hash, password)


def complete_sign_in(uow: UnitOfWork, knock: Knock) -> str:
    """Let in whose password fitted: forgive the tries, return the key this browser will show from now on.

    Refuses with WrongPassword if the person was stopped or the password changed since the knock.
    """
    person = uow.session.get(Person, knock.person_id) if knock.person_id is not None else None
    if person is None or not person.active:
        raise WrongPassword()
    if person.password_until is not None and person.password_until <= uow.now:
        raise TemporaryPasswordOver()
    if knock.password_hash is None or person.password_hash != knock.password_hash:
        raise WrongPassword()
    throttle.forgive(uow, knock.login, knock.address)
    return open_door(uow, person.id)


def open_door(uow: UnitOfWork, person_id: int) -> str:
    """A new key for a person, without asking for a password. For those who have checked by other means."""
    key = secrets.token_urlsafe(32)
    uow.session.execute(
        delete(SignedIn).where(
            SignedIn.person_id == person_id,
            or_(SignedIn.ended_at.is_not(None), SignedIn.since < uow.now - KEPT),
        )
    )
    uow.session.add(SignedIn(key_digest=digest(key), person_id=person_id, since=uow.now))
    uow.session.flush()
    return key


def end_sign_in(uow: UnitOfWork, key: str) -> None:
    """Sign out one browser: its key opens nothing any more, not even for who copied it."""
    uow.session.execute(
        update(SignedIn).where(SignedIn.key_digest == digest(key), SignedIn.ended_at.is_(None)).values(ended_at=uow.now)
    )


def end_other_sign_ins(uow: UnitOfWork, person_id: int, key: str | None) -> None:
    """Sign a person out everywhere, except in the browser that holds `key`."""
    keep = digest(key) if key else ""
    uow.session.execute(
        update(SignedIn)
        .where(SignedIn.person_id == person_id, SignedIn.ended_at.is_(None), SignedIn.key_digest != keep)
        .values(ended_at=uow.now)
    )


def digest(key: str) -> str:
    """What is stored of a key: a stolen copy of the table opens nothing."""
    return hashlib.sha256(key.encode()).hexdigest()
