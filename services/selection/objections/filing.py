"""Objecting: by anybody on the public page, or entered by the office from a letter or a call. Never lost."""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from services.casework.attachments.content import Content
from services.casework.instances import Instance, Listen, advance, lock_instance
from services.foundation.errors import Faulty, Invalid, NotFound
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import engine

from ..public_notices import PublicNotice, clock_of, notice_by_no
from .attachments import accepted
from .events import CaseSuspended, ObjectionFiled
from .known import suspended
from .models import Objection, ObjectionFile, Objector
from .office import require_may_handle
from .receipts import digest_of_request, digest_of_word, word_of
from .words import BY_THE_OFFICE, KINDS, WEB

MESSAGE = "objection"
FACTS_LEAST, FACTS_MOST = 10, 5000
LINE_MOST, NAME_MOST = 200, 100
SEALED = "声明已在书面材料上加盖公章"


@dataclass(frozen=True)
class Said:
    """What an objector hands in. `place`: row of the notice's list, from 1; `kind` as in words.KINDS.

    `request_key`: a random text of the form; sending the same one again files nothing twice.
    """

    place: int
    kind: str
    facts: str
    name: str = ""
    contact: str = ""
    address: str = ""
    unit: str = ""
    sealed: bool = False
    files: tuple[bytes, ...] = ()
    request_key: str = ""


@dataclass(frozen=True)
class Filed:
    """An objection with the secret word of its receipt."""

    objection: Objection
    word: str


def file_objection(uow: UnitOfWork, notice_no: str, said: Said) -> Filed:
    """Anybody objects to a row of a public notice; the campaign hears of it at once. Raises NotFound, Invalid.

    After the notice's end it is marked as late, and still heard for as long as the campaign listens.
    """
    attached = accepted(said.files)
    said = _checked(said, needs_scan=not attached)
    return _keep(uow, notice_by_no(uow, notice_no), said, attached, WEB, uow.now, None)


def enter_objection(
    uow: UnitOfWork, actor: Actor, notice_no: str, said: Said, channel: str, received_at: datetime | None = None
) -> Filed:
    """The office enters a letter (by its postmark), a call, a visit or a mail. Raises NotAllowed, Invalid."""
    notice = notice_by_no(uow, notice_no)
    require_may_handle(uow, actor, notice)
    if channel not in BY_THE_OFFICE:
        raise Invalid(fields={"channel": "请选择异议是怎样提出的。"})
    filed_at = received_at or uow.now
    if not notice.posted_at <= filed_at <= uow.now:
        raise Invalid(fields={"received_at": "提出时间应在公示发布之后、现在之前。"})
    attached = accepted(said.files)
    return _keep(uow, notice, _checked(said, needs_scan=False), attached, channel, filed_at, actor)


def _checked(said: Said, *, needs_scan: bool) -> Said:
    """The same without characters nobody can see. Raises Invalid; a sentence never repeats what was typed."""
    plain = Said(
        said.place, said.kind, _text(said.facts), _line(said.name), _line(said.contact), _line(said.address),
        _line(said.unit), said.sealed, said.files, said.request_key or secrets.token_urlsafe(24),
    )  # fmt: skip
    faults = {}
    if plain.kind not in KINDS:
        faults["kind"] = "请选择以个人、单位名义还是匿名提出。"
    if not FACTS_LEAST <= len(plain.facts) <= FACTS_MOST:
        faults["facts"] = f"请写明可以核查的具体事实，{FACTS_LEAST} 至 {FACTS_MOST} 个字。"
    if plain.kind in {"person", "unit"}:
        faults |= _of_somebody(plain, needs_scan)
    if faults:
        raise Invalid(fields=faults)
    return plain


def _of_somebody(said: Said, needs_scan: bool) -> dict[str, str]:
    faults = {}
    if not 2 <= len(said.name) <= NAME_MOST:
        faults["name"] = "请填写真实姓名。" if said.kind == "person" else "请填写联系人姓名。"
    if not 5 <= len(said.contact) <= LINE_MOST:
        faults["contact"] = "请填写联系电话或邮箱，以便核实时与您联系。"
    if len(said.address) > LINE_MOST:
        faults["address"] = f"地址不超过 {LINE_MOST} 个字。"
    if said.kind == "unit" and not 2 <= len(said.unit) <= LINE_MOST:
        faults["unit"] = "请填写单位全称。"
    if said.kind == "unit" and not said.sealed:
        faults["sealed"] = "以单位名义提出的，书面材料须加盖公章。"
    if said.kind == "unit" and needs_scan:
        faults["files"] = "请上传加盖公章的书面材料。"
    return faults


def _text(typed: str) -> str:
    """Several lines, without control characters: some databases refuse them, in an error that quotes everything."""
    lines = unicodedata.normalize("NFC", typed).splitlines()
    return "\n".join("".join(c for c in line if c == "\t" or _visible(c)) for line in lines).strip()


def _line(typed: str) -> str:
    return re.sub(r"\s+", " ", "".join(c if _visible(c) else " " for c in unicodedata.normalize("NFC", typed))).strip()


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}


def _keep(
    uow: UnitOfWork,
    notice: PublicNotice,
    said: Said,
    attached: list[Content],
    channel: str,
    filed_at: datetime,
    actor: Actor | None,
) -> Filed:
    """Numbers are allotted, and the campaign moves, while its instance is locked: no doubles, one after the other."""
    instance = lock_instance(uow, notice.instance_id)
    request, word = digest_of_request(said.request_key), word_of(said.request_key)
    earlier = uow.session.scalar(select(Objection).where(Objection.request_digest == request))
    if earlier is not None:
        return Filed(earlier, word)
    case_id, title = _target(notice, said.place)
    waits_already, no = suspended(uow, case_id), _next_no(uow, notice)
    digests = [hashlib.sha256(a.content).hexdigest() for a in attached]
    row = Objection(
        no=no,
        notice_id=notice.id,
        campaign_id=notice.campaign_id,
        case_id=case_id,
        title=title,
        kind=said.kind,
        channel=channel,
        facts=said.facts,
        filed_at=filed_at,
        recorded_at=uow.now,
        entered_by=actor.id if actor else None,
        late=_is_late(uow, notice, filed_at),
        delivered=_listens(uow, instance),
        digest=_digest(no, notice.no, case_id, said, filed_at, digests),
        word_digest=digest_of_word(no, word),
        request_digest=request,
        status="filed",
    )
    _write(uow, row, said, attached, digests)
    if row.delivered and not waits_already:
        uow.record(CaseSuspended(subject=row.case_subject))
    uow.record(_filed(row))
    if row.delivered:
        _deliver(uow, instance, row)
    return Filed(row, word)


def _filed(row: Objection) -> ObjectionFiled:
    return ObjectionFiled(
        subject=row.subject,
        actor_id=row.entered_by,
        no=row.no,
        title=row.title,
        raised_as=row.kind,
        channel=row.channel,
        late=row.late,
        delivered=row.delivered,
        digest=row.digest,
    )


def _target(notice: PublicNotice, place: int) -> tuple[int, str]:
    cases = notice.cases or []
    if not 1 <= place <= len(cases) or cases[place - 1] is None:
        raise Invalid(fields={"place": "请选择对哪个工作室提出异议。"})
    return int(cases[place - 1] or 0), str(notice.items[place - 1]["title"])


def _next_no(uow: UnitOfWork, notice: PublicNotice) -> str:
    count = uow.session.scalar(select(func.count()).select_from(Objection).where(Objection.notice_id == notice.id))
    return f"YY{notice.no.removeprefix('GS')}-{(count or 0) + 1:03d}"


def _is_late(uow: UnitOfWork, notice: PublicNotice, filed_at: datetime) -> bool:
    ends_at = clock_of(uow, notice).ends_at
    return ends_at is not None and filed_at >= ends_at


def _listens(uow: UnitOfWork, instance: Instance) -> bool:
    """Whether the campaign waits for objections now: an open one whose diagram catches this message."""
    waits = (Listen.instance_id == instance.id, Listen.name == MESSAGE)
    return instance.finished_at is None and uow.session.scalar(select(Listen).where(*waits).limit(1)) is not None


def _digest(no: str, notice: str, case_id: int, said: Said, filed_at: datetime, files: list[str]) -> str:
    """SHA-256 of what was handed in, without the identity: it stands on the receipt and in the trail."""
    told = {"no": no, "notice": notice, "case": case_id, "kind": said.kind, "facts": said.facts, "files": files}
    return hashlib.sha256(canonical({**told, "at": filed_at.isoformat()})).hexdigest()


def _write(uow: UnitOfWork, row: Objection, said: Said, attached: list[Content], digests: list[str]) -> None:
    try:
        uow.session.add(row)
        uow.session.flush()
        if row.real_name:
            seal = SEALED if said.kind == "unit" else ""
            uow.session.add(
                Objector(
                    objection_id=row.id,
                    name=said.name,
                    contact=said.contact,
                    address=said.address,
                    unit=said.unit if said.kind == "unit" else "",
                    seal=seal,
                )
            )
        for place, (file, digest) in enumerate(zip(attached, digests, strict=True), 1):
            uow.session.add(
                ObjectionFile(
                    objection_id=row.id,
                    place=place,
                    media_type=file.media_type,
                    size=len(file.content),
                    digest=digest,
                    content=file.content,
                )
            )
        uow.session.flush()
    except StatementError as error:
        # An error of the database quotes the values of its statement, and errors are logged.
        error.hide_parameters = True
        raise


def _deliver(uow: UnitOfWork, instance: Instance, row: Objection) -> None:
    payload = {"objection": row.no, "case_id": row.case_id, "title": row.title, "late": row.late}
    moved = advance(uow, instance, engine.Deliver(MESSAGE, row.campaign_id, payload))
    if not moved.matched:
        raise Faulty(f"异议 {row.no} 没有送达批次。")


def objectionable(notice: PublicNotice) -> list[tuple[int, str, str]]:
    """Rows of a notice against which one may object: place from 1, title, unit. Raises NotFound where none is."""
    cases = notice.cases or []
    rows = [
        (place, str(item["title"]), str(item["unit"]))
        for place, (item, case) in enumerate(zip(notice.items, cases, strict=False), 1)
        if case is not None
    ]
    if not rows:
        raise NotFound("这份公示请直接向主办单位反映异议。")
    return rows
