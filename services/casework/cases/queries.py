"""Finding cases, and who may read them."""

from sqlalchemy import ColumnElement, or_, select

from services.foundation.errors import NotFound
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people import organisations
from services.people.assignment import RECUSED, of_person, principals_of, stood_back
from services.people.identity import Actor
from services.people.organisations import Organisation

from ..instances import Instance
from ..tasks import Task
from .models import Case

READS_ALL = {"auditor", "administrator"}


def case_by_no(uow: UnitOfWork, no: str) -> Case:
    """A case by its number. Raises NotFound."""
    case = uow.session.scalar(select(Case).where(Case.no == no))
    if case is None:
        raise NotFound("没有这个案卷。")
    return case


def instance_of(uow: UnitOfWork, case: Case) -> Instance:
    """The running (or finished) pool of a case."""
    query = select(Instance).where(Instance.subject_kind == "case", Instance.subject_id == case.id)
    return uow.session.scalars(query.order_by(Instance.id)).first() or _lost(case)


def _lost(case: Case) -> Instance:
    raise NotFound(f"案卷 {case.no} 没有流程记录。")


def cases_numbered(uow: UnitOfWork, words: str, limit: int = 200) -> tuple[int, ...]:
    """Ids of the cases whose number contains these signs, the newest first."""
    query = select(Case.id).where(Case.no.icontains(words, autoescape=True)).order_by(Case.id.desc()).limit(limit)
    return tuple(uow.session.scalars(query))


def cases_of_campaign(uow: UnitOfWork, campaign_id: int) -> list[Case]:
    """All cases of a campaign, in the order they were opened."""
    return list(uow.session.scalars(select(Case).where(Case.campaign_id == campaign_id).order_by(Case.id)))


def my_cases(uow: UnitOfWork, actor: Actor) -> list[Case]:
    """The cases a person applied with, newest first."""
    return list(uow.session.scalars(select(Case).where(Case.applicant_id == actor.id).order_by(Case.id.desc())))


def may_view(uow: UnitOfWork, actor: Actor, case: Case) -> bool:
    """The applicant; whoever holds office at the case's unit or above it; whoever has or had a task of it; auditors.

    Whoever is recused does not, in any office; an expert who declined has no part in it any more.
    """
    back = stood_back(uow, actor.id, case.subject)
    if back is not None and back.why == RECUSED:
        return False
    if actor.id == case.applicant_id or any(seat.role in READS_ALL for seat in actor.positions):
        return True
    above = {o.id for o in organisations.ancestors(uow, case.organisation_id)}
    offices = {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}
    return bool(above & offices) or (back is None and _had_task(uow, actor, case))


def viewable_in(uow: UnitOfWork, actor: Actor, campaign_id: int) -> set[int]:
    """Ids of the cases of a campaign for which `may_view` says yes, with three questions however many there are."""
    reads_all = any(seat.role in READS_ALL for seat in actor.positions)
    offices = {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}
    query = select(Case.id, Case.applicant_id, Organisation.path).where(Case.campaign_id == campaign_id)
    query = query.join(Organisation, Organisation.id == Case.organisation_id)
    found, rest = set(), set()
    for number, applicant, path in uow.session.execute(query):
        back = stood_back(uow, actor.id, Subject("case", number))
        if back is not None and back.why == RECUSED:
            continue
        if reads_all or actor.id == applicant or offices & {int(step) for step in path.split("/") if step}:
            found.add(number)
        elif back is None:
            rest.add(number)
    return found | (_had_tasks(uow, actor, Task.campaign_id == campaign_id) & rest if rest else set())


# Experts and fellow applicants see only the cases that were given to them.
NO_OFFICE = {"inspector", "expert", "lead", "staff", "designer"}


def require_may_view(uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Raises NotFound: whoever may not read a case is not told that it exists."""
    if not may_view(uow, actor, case):
        raise NotFound("没有这个案卷。")


def require_part(uow: UnitOfWork, actor: Actor, task: Task) -> None:
    """Raises NotFound for the page of a step: who stood back from its subject has no part in it any more."""
    back = stood_back(uow, actor.id, task.subject)
    if back is not None and (back.why == RECUSED or of_person(actor.id) in task.principals):
        raise NotFound("没有这个环节，或者它不由您办理。")


def _had_task(uow: UnitOfWork, actor: Actor, case: Case) -> bool:
    return case.id in _had_tasks(uow, actor, Task.subject_id == case.id)


def _had_tasks(uow: UnitOfWork, actor: Actor, which: ColumnElement[bool]) -> set[int]:
    """Ids of the cases, among these tasks, of which the actor has or had one."""
    mine = set(principals_of(actor))
    shown = or_(Task.closed_by.is_(None), Task.closed_by == actor.id, Task.readers.is_not(None))
    query = select(Task.subject_id, Task.principals, Task.closed_by, Task.readers)
    found = set()
    for number, who, by, readers in uow.session.execute(query.where(Task.subject_kind == "case", which, shown)):
        may = set(readers or ()) | (set(who) if by in (None, actor.id) else set())
        if by == actor.id or may & mine:
            found.add(number)
    return found
