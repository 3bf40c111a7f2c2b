"""The objector comes back with the receipt: number and word tell where it stands, and take it back."""

import hashlib

from services.casework.instances import advance, lock_instance
from services.foundation.errors import Conflict, NotFound, TooMany
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import throttle
from services.process import engine

from ..public_notices import PublicNotice
from .effects import settle
from .events import ObjectionWithdrawn
from .known import objection_by_no
from .models import Objection
from .receipts import digest_of_word, opens

WITHDRAWN = "objection_withdrawn"
MOST = {"file": 20, "look": 30}  # tries of one address within the window of throttle.py: whole offices sit behind one


class WrongWord(NotFound):
    """Number and word do not fit together; which of the two is wrong is nobody's business."""

    sentence = "编号或查询码不正确，请与回执核对。"


def knock(uow: UnitOfWork, address: str, deed: str) -> TooMany | None:
    """Count a try from an address to `file` or to `look`. It never raises: the count has to be committed."""
    key = hashlib.sha256(f"objection-{deed}:{throttle.address_key(address)}".encode()).hexdigest()
    tries, _ = throttle.count(uow, key)
    return TooMany() if tries > MOST[deed] else None


def by_receipt(uow: UnitOfWork, no: str, word: str) -> Objection:
    """The objection a receipt is about. Raises WrongWord."""
    row = objection_by_no(uow, no.strip().upper())
    # An unknown number costs the same time as a wrong word.
    kept = row.word_digest if row is not None else digest_of_word(no, "")
    if not opens(row.no if row is not None else no, word or "-", kept) or row is None:
        raise WrongWord
    return row


def withdraw(uow: UnitOfWork, no: str, word: str) -> Objection:
    """The objector takes it back; the steps of the office end. Raises WrongWord, Conflict when it is done with."""
    row = by_receipt(uow, no, word)
    notice = uow.session.get_one(PublicNotice, row.notice_id)
    instance = lock_instance(uow, notice.instance_id)
    uow.session.refresh(row, with_for_update=True)
    if not row.open:
        raise Conflict("这件异议已经办结，不能撤回。")
    settle(uow, row, "withdrawn", None)
    uow.record(ObjectionWithdrawn(subject=row.subject, no=row.no))
    if row.delivered and not advance(uow, instance, engine.Deliver(WITHDRAWN, row.no, {})).matched:
        raise Conflict("这件异议正在办理，不能撤回，请与主办单位联系。")
    return row
