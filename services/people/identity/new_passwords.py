"""Verbs about passwords: the owner changes it, an administrator gives one for a while, the house says who must choose.

Each signs the person out: whoever knew the old password, or sat at a browser left open, is out with it.
"""

from datetime import datetime, timedelta

from services.foundation.errors import Invalid, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork

from . import passwords, throttle
from .actor import Actor, require_role
from .events import PasswordChanged
from .persons import ADMINISTRATOR, person
from .sign_in import end_other_sign_ins

GIVEN_LASTS = timedelta(days=3)


class OwnPasswordIsChanged(NotAllowed):
    """An administrator changes the own password like everybody, with the one that holds."""

    sentence = "修改自己的密码请用“修改密码”页，要填写当前密码。"


def change_password(
    uow: UnitOfWork,
    actor: Actor | None,
    person_id: int,
    *,
    new: str,
    current: str | None = None,
    key: str | None = None,
) -> None:
    """Change a password: one's own with the current one, another's as administrator.

    Signs the person out everywhere but in the browser that holds `key`.
    """
    whose = person(uow, person_id)
    if actor is not None and actor.id == person_id:
        if not passwords.fits(whose.password_hash, current or ""):
            raise Invalid(fields={"current": "当前密码不正确。"})
        if current == new:
            raise Invalid(fields={"new": "新密码不能与当前密码相同。"})
    else:
        require_role(actor, ADMINISTRATOR)
    passwords.require_good(new, whose.login, field="new")
    _write(uow, person_id, new, None, key)
    uow.record(PasswordChanged(person_id=whose.id, name=whose.name, actor_id=actor.id if actor else None))


def give_password(uow: UnitOfWork, actor: Actor | None, person_id: int) -> tuple[str, datetime]:
    """A password that the house makes up for somebody who has none, or forgot it; until when it opens.

    It is returned once, stored as a hash only, and its owner has to choose another before doing anything else.
    Refuses with NotAllowed whoever is no administrator, and an administrator's own.
    """
    require_role(actor, ADMINISTRATOR)
    if actor is not None and actor.id == person_id:
        raise OwnPasswordIsChanged
    whose, new, until = person(uow, person_id), passwords.given(), uow.now + GIVEN_LASTS
    _write(uow, person_id, new, until, None)
    throttle.forgive_login(uow, whose.login)
    uow.record(PasswordChanged(person_id=whose.id, name=whose.name, until=until, actor_id=actor.id if actor else None))
    return new, until


def _write(uow: UnitOfWork, person_id: int, new: str, until: datetime | None, key: str | None) -> None:
    row = person(uow, person_id)
    row.password_hash, row.password_until = passwords.hashed(new), until
    uow.session.flush()
    end_other_sign_ins(uow, person_id, key)
