"""The office of a notice: the only ones who look into objections to it, and into who raised them.

Every look at a person is recorded. Where organs of several levels post notices in one campaign, each has its own desk.
"""

from dataclasses import dataclass

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.extensions import DeadlineExtended
from services.casework.tasks import Task, open_tasks_of
from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people import organisations
from services.people.identity import Actor

from ..campaigns import Campaign, campaign_by_id, office_roles
from ..public_notices import PublicNotice, may_manage
from .events import ObjectionFileShown, ObjectionReferred, ObjectorShown
from .known import objection_by_no
from .models import Objection, ObjectionFile, Objector

UNKNOWN = "没有这件异议。"


class NotTheOffice(NotAllowed):
    """Objections are the business of the office that posted the notice."""

    sentence = "异议由发布公示的主办单位经办人员办理。"


class Recused(NotAllowed):
    """Whoever applied, or belongs to the unit or its recommender, looks into no objection against it (D-08)."""

    sentence = "您与被提出异议的申报单位有利害关系，应当回避，请由其他经办人员办理。"


@dataclass(frozen=True)
class DeskRow:
    """An objection on the desk: its open step, and whether this person has to keep away from it."""

    objection: Objection
    task: Task | None
    recused: bool


def may_handle(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> bool:
    """Whether a person has a desk in this campaign: its office, and the office of each organ that posted a notice."""
    posted = select(PublicNotice.organisation_id).where(PublicNotice.campaign_id == campaign.id).distinct()
    return bool({campaign.organisation_id, *uow.session.scalars(posted)} & _offices(uow, actor, campaign))


def require_may_handle(uow: UnitOfWork, actor: Actor, notice: PublicNotice) -> None:
    """Whether what is objected to this notice is the person's business. Raises NotTheOffice."""
    if not may_manage(uow, actor, notice):
        raise NotTheOffice


def _offices(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> set[int]:
    """Where a person holds a role that runs such campaigns."""
    roles = office_roles(uow, campaign)
    return {seat.organisation_id for seat in actor.positions if seat.role in roles}


def is_recused(uow: UnitOfWork, actor: Actor, objection: Objection) -> bool:
    """Whether the actor applied, or holds a seat in the unit, below it, or on its way up to the recommender.

    The organ that posted the notice does not count: where it is the recommender too, somebody has to look.
    """
    case = uow.session.get_one(Case, objection.case_id)
    if actor.id == case.applicant_id:
        return True
    own = uow.session.get_one(PublicNotice, objection.notice_id).organisation_id
    way = [o.id for o in organisations.ancestors(uow, case.organisation_id)]
    upward = way[: way.index(case.recommender_id) + 1] if case.recommender_id in way else way[:1]
    inside = {o.id for o in organisations.within(uow, organisations.organisation(uow, case.organisation_id).path)}
    return bool({s.organisation_id for s in actor.positions} & ((inside | set(upward)) - {own}))


def desk(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> list[DeskRow]:
    """The objections of a campaign to the notices of this person's office, those open first. Raises NotTheOffice."""
    if not may_handle(uow, actor, campaign):
        raise NotTheOffice
    mine = (Objection.campaign_id == campaign.id, PublicNotice.organisation_id.in_(_offices(uow, actor, campaign)))
    query = select(Objection).join(PublicNotice, PublicNotice.id == Objection.notice_id).where(*mine)
    rows = uow.session.scalars(query.order_by(Objection.id))
    waiting = _open_steps(uow, campaign)
    found = [DeskRow(row, waiting.get(row.no), is_recused(uow, actor, row)) for row in rows]
    return sorted(found, key=lambda r: (not r.objection.open, r.objection.id))


def on_the_desk(uow: UnitOfWork, actor: Actor, no: str) -> DeskRow:
    """One objection, for whoever looks into it. Raises NotFound for everybody else, Recused for who must keep away."""
    row = objection_by_no(uow, no)
    if row is None:
        raise NotFound(UNKNOWN)
    if not may_manage(uow, actor, uow.session.get_one(PublicNotice, row.notice_id)):
        raise NotFound(UNKNOWN)
    if is_recused(uow, actor, row):
        raise Recused
    return DeskRow(row, _open_steps(uow, campaign_by_id(uow, row.campaign_id)).get(no), False)


def reveal(uow: UnitOfWork, actor: Actor, no: str) -> Objector:
    """Who raised an objection; that this person looked is recorded. Raises NotFound, Recused."""
    row = on_the_desk(uow, actor, no).objection
    objector = uow.session.get(Objector, row.id)
    if objector is None:
        raise NotFound("这件异议是匿名提出的。")
    uow.record(ObjectorShown(subject=row.subject, actor_id=actor.id, no=row.no, reader=actor.name))
    return objector


def files_of(uow: UnitOfWork, objection: Objection) -> list[tuple[int, str, int]]:
    """The attachments without their content: place, media type, bytes."""
    query = select(ObjectionFile.place, ObjectionFile.media_type, ObjectionFile.size)
    rows = uow.session.execute(query.where(ObjectionFile.objection_id == objection.id).order_by(ObjectionFile.place))
    return [(place, kind, size) for place, kind, size in rows]


def open_file(uow: UnitOfWork, actor: Actor, no: str, place: int) -> ObjectionFile:
    """One attachment; that this person opened it is recorded. Raises NotFound, Recused."""
    row = on_the_desk(uow, actor, no).objection
    mine = (ObjectionFile.objection_id == row.id, ObjectionFile.place == place)
    file = uow.session.scalar(select(ObjectionFile).where(*mine))
    if file is None:
        raise NotFound("没有这个附件。")
    shown = ObjectionFileShown(subject=row.subject, actor_id=actor.id, no=row.no, place=place, reader=actor.name)
    uow.record(shown)
    return file


def refer(uow: UnitOfWork, actor: Actor, no: str, finding: str) -> Objection:
    """An objection the campaign could not hear any more goes to those who watch over named studios.

    Raises Conflict where the campaign did hear it: then its steps wait in the inbox.
    """
    row = on_the_desk(uow, actor, no).objection
    row = uow.session.get_one(Objection, row.id, with_for_update=True, populate_existing=True)
    if row.delivered or not row.open:
        raise Conflict("这件异议按流程办理，不在这里转办。")
    if not finding.strip():
        raise Invalid(fields={"finding": "请写明转由谁办理、为什么。"})
    require_nameless(uow, row, finding)
    row.status, row.settled_at, row.finding = "referred", uow.now, finding.strip()
    uow.record(ObjectionReferred(subject=row.subject, actor_id=actor.id, no=row.no))
    return row


def require_nameless(uow: UnitOfWork, objection: Objection, *texts: str) -> None:
    """What the office writes is read by others: it must not say who objected. Raises Invalid, which does not say it."""
    objector = uow.session.get(Objector, objection.id)
    if objector is None:
        return
    marks = (objector.name, objector.contact, objector.address, objector.unit)
    written = ["".join(text.split()) for text in texts]
    if any(len(m) > 1 and "".join(m.split()) in text for m in marks for text in written):
        raise Invalid("填写的内容里出现了异议人的姓名、单位或联系方式，请删去后再提交。")


def grounds_name_nobody(uow: UnitOfWork, event: DeadlineExtended) -> None:
    """Everybody may read why a deadline was put off; of an objection's they must not say by whom. Raises Invalid."""
    about = {"campaign": Objection.campaign_id, "case": Objection.case_id}.get(event.subject.kind)
    if about is None:
        return
    for row in uow.session.scalars(select(Objection).where(about == event.subject.id, Objection.settled_at.is_(None))):
        require_nameless(uow, row, event.grounds)


def _open_steps(uow: UnitOfWork, campaign: Campaign) -> dict[str, Task]:
    """Objection's number -> its open task: a task of the block says with its property `objection` what it is about."""
    posted = select(PublicNotice.instance_id).where(PublicNotice.campaign_id == campaign.id).distinct()
    tasks = open_tasks_of(uow, list(uow.session.scalars(posted)))
    return {str(t.properties["objection"]): t for t in tasks if t.properties.get("objection")}
