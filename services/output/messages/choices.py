"""Each person's choice: an address for mail, one mail a day or each at once, and the hours in which none comes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select

from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from .models import MessageChoice
from .quiet import QUIET_FROM, QUIET_TO

# Letters every mail server takes; nothing that could end a header line or begin a second recipient.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
                     r"[A-Za-z]{2,24}")  # fmt: skip
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Choice:
    """A choice as it is made on the page. `address` is empty where there is none."""

    address: str = ""
    mail: bool = True
    digest: bool = False
    quiet_from: time = QUIET_FROM
    quiet_to: time = QUIET_TO


def choice_of(uow: UnitOfWork, person_id: int) -> Choice:
    """What a person chose; what holds for everybody where they chose nothing."""
    row = uow.session.get(MessageChoice, person_id)
    return Choice() if row is None else Choice(row.address or "", row.mail, row.digest, row.quiet_from, row.quiet_to)


def choices_of(uow: UnitOfWork, person_ids: Iterable[int]) -> dict[int, MessageChoice]:
    """The choices of those of these people who made one, by person."""
    rows = uow.session.scalars(select(MessageChoice).where(MessageChoice.person_id.in_(list(person_ids))))
    return {row.person_id: row for row in rows}


def choose(uow: UnitOfWork, actor: Actor, choice: Choice) -> None:
    """A person chooses for themselves; nobody chooses for another. Raises Invalid.

    No event: where somebody reads their mail belongs into no trail that cannot be deleted.
    """
    address = choice.address.strip()
    if address and (len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address)):
        raise Invalid(fields={"address": "邮箱地址不对，应如 name@example.com。"})
    row = uow.session.get(MessageChoice, actor.id)
    if row is None:
        row = MessageChoice(person_id=actor.id)
        uow.session.add(row)
    row.address, row.mail, row.digest = address or None, choice.mail, choice.digest
    row.quiet_from, row.quiet_to, row.changed_at = choice.quiet_from, choice.quiet_to, uow.now
