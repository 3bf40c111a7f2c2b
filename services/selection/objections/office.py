"""The campaign's office: the only ones who look into objections, and into who raised them; every look is recorded."""

from dataclasses import dataclass

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.extensions import DeadlineExtended
from services.casework.tasks import Task, open_tasks_of
from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people import organisations
from services.people.identity import Actor
from services.process import registry

from ..campaigns import Campaign, campaign_by_id, instance_of_campaign
from .events import ObjectionFileShown, ObjectionReferred, ObjectorShown
from .known import objection_by_no
from .models import Objection, ObjectionFile, Objector

UNKNOWN = "没有这件异议。"


class NotTheOffice(NotAllowed):
    """Objections are the business of the office that runs the campaign."""

    sentence = "异议由批次主办单位的经办人员办理。"


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
    """Whether a person holds the office of this campaign: a role that its pool names as `starters`, at its organ."""
    roles = {
        starter.partition(":")[2]
        for pool in registry.load(uow, campaign.version_id).pools_about("campaign")
        for starter in pool.properties.get("starters", "").split()
    }
    return any(s.organisation_id == campaign.organisation_id and s.role in roles for s in actor.positions)


def require_may_handle(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> None:
    """Raises NotTheOffice."""
    if not may_handle(uow, actor, campaign):
        raise NotTheOffice


def is_recused(uow: UnitOfWork, actor: Actor, objection: Objection) -> bool:
    """Whether the actor applied, or holds a seat in the unit, below it, or on its way up to the recommender.

    The campaign's own organ does not count: where it is the recommender too, somebody has to look.
    """
    case = uow.session.get_one(Case, objection.case_id)
    if actor.id == case.applicant_id:
        return True
    own = campaign_by_id(uow, objection.campaign_id).organisation_id
    way = [o.id for o in organisations.ancestors(uow, case.organisation_id)]
    upward = way[: way.index(case.recommender_id) + 1] if case.recommender_id in way else way[:1]
    inside = {o.id for o in organisations.within(uow, organisations.organisation(uow, case.organisation_id).path)}
    return bool({s.organisation_id for s in actor.positions} & ((inside | set(upward)) - {own}))


def desk(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> list[DeskRow]:
    """The objections of a campaign, those still open first. Raises NotTheOffice."""
    require_may_handle(uow, actor, campaign)
    rows = uow.session.scalars(select(Objection).where(Objection.campaign_id == campaign.id).order_by(Objection.id))
    waiting = _open_steps(uow, campaign)
    found = [DeskRow(row, waiting.get(row.no), is_recused(uow, actor, row)) for row in rows]
    return sorted(found, key=lambda r: (not r.objection.open, r.objection.id))


def on_the_desk(uow: UnitOfWork, actor: Actor, no: str) -> DeskRow:
    """One objection, for whoever looks into it. Raises NotFound for everybody else, Recused for who must keep away."""
    row = objection_by_no(uow, no)
    if row is None:
        raise NotFound(UNKNOWN)
    campaign = campaign_by_id(uow, row.campaign_id)
    if not may_handle(uow, actor, campaign):
        raise NotFound(UNKNOWN)
    if is_recused(uow, actor, row):
        raise Recused
    return DeskRow(row, _open_steps(uow, campaign).get(no), False)


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
    mine = (Objection.campaign_id == event.subject.id, Objection.settled_at.is_(None))
    for row in uow.session.scalars(select(Objection).where(*mine)) if event.subject.kind == "campaign" else ():
        require_nameless(uow, row, event.grounds)


def _open_steps(uow: UnitOfWork, campaign: Campaign) -> dict[str, Task]:
    """Objection's number -> its open task: a task of the block says with its property `objection` what it is about."""
    tasks = open_tasks_of(uow, [instance_of_campaign(uow, campaign).id])
    return {str(t.properties["objection"]): t for t in tasks if t.properties.get("objection")}
