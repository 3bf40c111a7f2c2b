"""The sweep of the mail: claim what is due, carry it outside of any transaction, write down what became of it.

Not a job of the common queue: one mail server that does not answer would hold up the work on cases behind it.
At least once, under a Message-ID that never changes: a worker that dies between the two leaves a letter that goes
out again, and its reader's mail program can tell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select, update

from services.foundation.events import ADMINISTRATION
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.people.identity import Person
from services.record import jobs

from . import wording
from .models import FAILED, HELD, MAIL, SENT, WAITING, Delivery, Message, MessageChoice
from .quiet import quiet_until
from .smtp import Letter, Outcome, Post
from .tell import why_held

LEASE = timedelta(minutes=5)
NO_SERVER = "未配置邮件服务器"
NO_ADDRESS = "收件人没有填写邮箱或已关闭邮件"
STOPPED = "收件人已停用"
SERVER_FAILS = "mail_failed"
MOST_IN_A_DIGEST = 200


@dataclass(frozen=True)
class Claimed:
    """A letter in a worker's hands, and the deliveries it carries."""

    letter: Letter
    deliveries: tuple[int, ...]
    attempts: int


def send_due_mail(house: House, stop: Callable[[], bool] = lambda: False) -> int:
    """Send every mail that is due, the oldest first. Returns how many left the house.

    Ends early when the server does not answer: the others would wait for it one by one. Safe on any number of workers.
    """
    with house.reading() as uow:
        if uow.session.scalar(_due(uow).limit(1)) is None:
            return 0
    post: Post | None = house.wiring.post
    if post is None:
        with house.work() as uow:
            _say_that_there_is_no_server(uow)
        return 0
    sent = 0
    while not stop():
        with house.work() as uow:
            claimed = claim(uow, post.domain)
        if claimed is None:
            break
        outcome = post.carry(claimed.letter)
        with house.work() as uow:
            note(uow, claimed, outcome)
        sent += outcome.sent
        if outcome.again:
            break
    return sent


def claim(uow: UnitOfWork, domain: str) -> Claimed | None:
    """Take the letter that is due for longest; no two workers hold the same one. What may not go any more is written
    off on the way, what has come into the quiet hours is held.
    """
    while True:
        first = uow.session.scalar(_due(uow).order_by(Delivery.next_at, Delivery.id).limit(1))
        if first is None:
            return None
        message = uow.session.get_one(Message, first.message_id)
        together = _together(uow, first, message.person_id)
        address = _may_go_to(uow, message, together)
        if address is None:
            continue
        id = first.letter or f"{first.id}.{int(message.made_at.timestamp())}.jiangxin@{domain}"
        for delivery in together:
            delivery.why = "" if delivery.status == HELD else delivery.why
            delivery.letter, delivery.next_at, delivery.status = id, uow.now + LEASE, WAITING
            delivery.attempts, delivery.at = delivery.attempts + 1, uow.now
        uow.session.flush()
        letter = _letter(uow, id, address, together)
        return Claimed(letter, tuple(each.id for each in together), max(each.attempts for each in together))


def note(uow: UnitOfWork, claimed: Claimed, outcome: Outcome) -> None:
    """Write down what became of a try: sent, to be tried again after a rest, or failed for good."""
    mine = update(Delivery).where(Delivery.id.in_(claimed.deliveries))
    if outcome.sent:
        uow.session.execute(mine.values(status=SENT, why="", next_at=None, at=uow.now))
        return
    if outcome.again and claimed.attempts < jobs.TRIES:
        rest = jobs.PAUSES[claimed.attempts - 1]
        uow.session.execute(mine.values(why=outcome.why, next_at=uow.now + rest, at=uow.now))
        return
    uow.session.execute(mine.values(status=FAILED, why=outcome.why, next_at=None, at=uow.now))
    if outcome.again and not jobs.is_open(uow, SERVER_FAILS, ADMINISTRATION):
        reason = f"提醒邮件试了 {claimed.attempts} 次仍未发出：{outcome.why}。请检查邮件服务器的设置。"
        jobs.open_incident(uow, SERVER_FAILS, reason, subject=ADMINISTRATION)


def _due(uow: UnitOfWork) -> Select[Delivery]:
    return (
        select(Delivery).where(Delivery.next_at <= uow.now, Delivery.channel == MAIL).with_for_update(skip_locked=True)
    )


def _together(uow: UnitOfWork, first: Delivery, person_id: int) -> list[Delivery]:
    """What goes in one letter: what did at the last try; of a digest, everything of this person that is due."""
    if first.letter is not None:
        same = Delivery.letter == first.letter
    elif first.digest:
        mine = select(Message.id).where(Message.person_id == person_id)
        same = Delivery.digest & Delivery.letter.is_(None) & Delivery.message_id.in_(mine)
    else:
        return [first]
    return list(uow.session.scalars(_due(uow).where(same).order_by(Delivery.id).limit(MOST_IN_A_DIGEST)))


def _may_go_to(uow: UnitOfWork, message: Message, together: Sequence[Delivery]) -> str | None:
    """The address, or None when these go nowhere now; they say why."""
    choice = uow.session.get(MessageChoice, message.person_id)
    person = uow.session.get_one(Person, message.person_id)
    if choice is None or not choice.address or not choice.mail:
        _write_off(uow, together, NO_ADDRESS)
    elif not person.active:
        _write_off(uow, together, STOPPED)
    elif message.kind != "test" and (until := quiet_until(uow.now, choice.quiet_from, choice.quiet_to)):
        for delivery in together:
            delivery.status, delivery.next_at, delivery.why = HELD, until, why_held(until, digest=False)
    else:
        return str(choice.address)
    uow.session.flush()
    return None


def _write_off(uow: UnitOfWork, together: Sequence[Delivery], why: str) -> None:
    for delivery in together:
        delivery.status, delivery.why, delivery.next_at, delivery.at = FAILED, why, None, uow.now


def _say_that_there_is_no_server(uow: UnitOfWork) -> None:
    due = update(Delivery).where(Delivery.next_at <= uow.now, Delivery.channel == MAIL)
    uow.session.execute(due.values(status=FAILED, why=NO_SERVER, next_at=None, at=uow.now))


def _letter(uow: UnitOfWork, id: str, address: str, together: Sequence[Delivery]) -> Letter:
    own = select(Message).where(Message.id.in_([d.message_id for d in together])).order_by(Message.id)
    told = list(uow.session.scalars(own))
    headline = told[0].headline if len(told) == 1 else wording.digest(len(told))
    text = wording.letter([(m.sentence, m.path) for m in told], uow.wiring.public_url)
    return Letter(id, address, headline, text, told[-1].made_at)
