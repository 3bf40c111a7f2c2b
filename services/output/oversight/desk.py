"""The auditor's desk: deeds of the whole house found by what an auditor asks after, verified, and carried away.

Only an auditor or an administrator looks; whoever carries a record out of the house is written down in it.
"""

from collections.abc import Callable
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, exists, select

from services.casework import cases
from services.casework.cases.sight import require_all_in
from services.casework.completions import Completion
from services.casework.tasks import Task
from services.foundation.errors import NotAllowed, NotFound
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person
from services.record import audit
from services.record.audit import Entry, Verification, Wanted
from services.record.audit.models import AuditEntry
from services.selection import campaigns, studios

from .. import archive
from .events import RecordExported

LOOKERS = ("auditor", "administrator")
LATE, SUBSTITUTED, EXCEPTIONAL = "late", "substituted", "exceptional"
# Deeds that step out of the ordinary way: an auditor reads each of them.
EXCEPTIONS = frozenset(
    """
    DeadlineExtended
    CompletionTakenBack OpinionTakenBack TaskTakenBack TaskHandedOver CaseWithdrawn PaperWithdrawalAsked
    PaperWithdrawn PaperWithdrawalDeclined NoticeTakenDown NoticeRestored NoticeDayLost ClocksMoved CaseSuspended
    CaseReleased Barred BarLifted StandingChanged StudioRevoked PlaqueVoid JobFailed IncidentRetried IncidentResolved
    ObjectorShown ObjectionFileShown RecordExported CasesMigrated InstanceMigrated MigrationUndone
    """.split()
)


def require_looker(actor: Actor) -> None:
    """Refuse with NotAllowed whoever is neither auditor nor administrator."""
    if not any(actor.holds(role) for role in LOOKERS):
        raise NotAllowed("只有审计员和系统管理员可以查看全部记录。")


def look(uow: UnitOfWork, actor: Actor, wanted: Wanted, flag: str = "", page: int = 1) -> tuple[list[Entry], bool]:
    """A page of deeds, newest first, and whether there are older ones. `flag`: one of FLAGS, or all."""
    require_looker(actor)
    narrower = FLAGS.get(flag)
    return audit.search(uow, wanted, *([narrower()] if narrower else []), page=page)


def late_deeds() -> ColumnElement[bool]:
    """Deeds that completed a task after it was due."""
    return _completed(Task.due_at < Completion.at)


def substituted_deeds() -> ColumnElement[bool]:
    """Deeds done for somebody else."""
    return _completed(Completion.for_person_id.is_not(None))


def exceptional_deeds() -> ColumnElement[bool]:
    """Deeds out of the ordinary way."""
    return AuditEntry.kind.in_(EXCEPTIONS)


FLAGS: dict[str, Callable[[], ColumnElement[bool]]] = {
    LATE: late_deeds,
    SUBSTITUTED: substituted_deeds,
    EXCEPTIONAL: exceptional_deeds,
}


def subject_called(uow: UnitOfWork, no: str) -> tuple[Subject, str]:
    """The case, the studio or the campaign with this number, and what people call it. Raises NotFound."""
    no = no.strip()
    try:
        case = cases.case_by_no(uow, no)
        return case.subject, f"案卷 {case.no}　{cases.instance_of(uow, case).title}"
    except NotFound:
        pass
    try:
        studio = studios.studio_by_no(uow, no)
        return studio.subject, f"工作室 {studio.no}　{studio.name}"
    except NotFound:
        pass
    if no.isascii() and no.isdigit() and len(no) < 9:
        campaign = campaigns.campaign_by_id(uow, int(no))
        return Subject("campaign", campaign.id), f"批次 {campaign.id}　{campaign.title}"
    raise NotFound(f"没有编号为“{no[:40]}”的案卷、工作室或批次。")


def verify(uow: UnitOfWork, actor: Actor, subject: Subject | None) -> Verification:
    """Hold the stored trail against its hashes, seals and evidence: of a subject, or all of it."""
    require_looker(actor)
    return audit.verify(uow, subject)


def export(uow: UnitOfWork, actor: Actor, no: str) -> tuple[str, bytes]:
    """The whole record of a case, studio or campaign as a file that verifies itself: its name and its bytes.

    The export is itself an entry of that record, so the file does not hold its own entry.
    """
    require_looker(actor)
    subject, title = subject_called(uow, no)
    require_all_in(uow, subject)
    whole = archive.archive(uow, subject, title)
    digest = sha256(whole).hexdigest()
    uow.record(RecordExported(subject=subject, actor_id=actor.id, actor_name=actor.name, title=title, digest=digest))
    return f"{subject.kind}-{no.strip()}.zip", whole


def people_called(uow: UnitOfWork, words: str) -> list[int]:
    """Ids of the persons with this name or login."""
    words = words.strip()
    rows = select(Person.id).where((Person.name == words) | (Person.login == words.casefold()))
    return list(uow.session.scalars(rows))


def _completed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    # A completion and its entry are written at the same moment of the same transaction.
    same = and_(
        Completion.subject_kind == AuditEntry.subject_kind,
        Completion.subject_id == AuditEntry.subject_id,
        Completion.actor_id == AuditEntry.actor_id,
        Completion.at == AuditEntry.at,
    )
    done = exists().where(same, Task.id == Completion.task_id, condition)
    return and_(AuditEntry.kind.in_(("TaskCompleted", "OpinionGiven")), done)
