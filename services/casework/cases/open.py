"""Open a case: a deed of the studio's lead, or of whoever the diagram's pool lets start one."""

from sqlalchemy import func, select

from services.foundation.errors import Invalid, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people import organisations
from services.people.identity import Actor
from services.process import engine, registry

from ..instances import Instance, start
from .events import CaseOpened
from .models import Case

TITLE_MAX = 80


class NotYourUnit(NotAllowed):
    """Only people of the unit itself apply for it."""

    sentence = "您只能为本单位的创新工作室申报。"


def may_open_at(pool: engine.Pool, actor: Actor) -> list[int]:
    """Organisations for which this person may start this pool: a seat whose role the pool's `starters` names."""
    roles = {starter.split(":", 1)[-1] for starter in pool.properties.get("starters", "").split()}
    return [seat.organisation_id for seat in actor.positions if seat.role in roles]


def open_case(
    uow: UnitOfWork, actor: Actor, campaign_id: int, version_id: int, organisation_id: int, title: str
) -> Case:
    """A new case of an organisation in a campaign; the actor is its applicant. Raises NotYourUnit, Invalid."""
    procedure = registry.load(uow, version_id)
    pool = procedure.pools_about("case")[0]
    if organisation_id not in may_open_at(pool, actor):
        raise NotYourUnit
    title = title.strip()
    if not 2 <= len(title) <= TITLE_MAX:
        raise Invalid("请填写工作室名称。", fields={"title": f"名称应为 2 至 {TITLE_MAX} 个字。"})
    level = procedure.manifest.recommender_level
    own = organisations.organisation(uow, organisation_id)
    recommender = organisations.recommender_of(uow, organisation_id, level) if level else own
    if recommender is None:
        raise Invalid("本单位上级没有可以推荐申报的单位，请联系管理员核对组织关系。")
    case = Case(
        no=_next_no(uow, campaign_id, procedure.manifest.short),
        campaign_id=campaign_id,
        version_id=version_id,
        organisation_id=organisation_id,
        recommender_id=recommender.id,
        applicant_id=actor.id,
        opened_at=uow.now,
    )
    uow.session.add(case)
    uow.session.flush()
    uow.record(
        CaseOpened(
            subject=case.subject,
            actor_id=actor.id,
            no=case.no,
            title=title,
            organisation=own.name,
            applicant=actor.name,
        )
    )
    start(
        uow,
        version_id,
        pool.id,
        case.subject,
        organisation_id=organisation_id,
        title=title,
        campaign_id=campaign_id,
        applicant_id=actor.id,
        actor_id=actor.id,
    )
    return case


def _next_no(uow: UnitOfWork, campaign_id: int, short: str) -> str:
    """The campaign's own running number; its instance is locked, so that people who apply at once come one by one."""
    campaign = select(Instance.id).where(Instance.subject_kind == "campaign", Instance.subject_id == campaign_id)
    uow.session.execute(campaign.with_for_update()).all()
    count = uow.session.scalar(select(func.count()).select_from(Case).where(Case.campaign_id == campaign_id)) or 0
    return f"{short}-{campaign_id:03d}-{count + 1:04d}"
