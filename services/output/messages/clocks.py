"""Whoever waits for a day hears that it is another one: a later paper, or a day a public notice lost."""

import hashlib

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.instances import ClocksMoved, Instance
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Seat, persons_with_seats
from services.process import registry
from services.selection.campaigns import campaign_by_id
from services.selection.public_notices import PublicNotice, running_of

from . import wording
from .places import subject_page
from .tell import Word, tell


def tell_moved(uow: UnitOfWork, event: ClocksMoved) -> None:
    """The applicant of a case; of a campaign its office, and the applicants on the notices that run in it."""
    sign = hashlib.sha256(canonical(event.moved)).hexdigest()[:12]
    key = f"moved:{event.subject}:{int(uow.now.timestamp())}:{sign}"
    about = (Instance.subject_kind == event.subject.kind) & (Instance.subject_id == event.subject.id)
    instances = uow.session.scalars(select(Instance).where(about, Instance.finished_at.is_(None)).order_by(Instance.id))
    for instance in instances:
        headline, sentence = wording.moved(instance.title, event.why, event.moved)
        word = Word(key, "moved", headline, sentence, subject_page(uow, instance.subject), instance.subject)
        told = [instance.applicant_id] if instance.applicant_id is not None else _office(uow, instance)
        tell(uow, told, word)
        for notice in running_of(uow, instance.id):
            page = Word(f"{key}:{notice.no}", "moved", headline, sentence, f"/notices/{notice.no}", instance.subject)
            tell(uow, [person for person in _listed(uow, notice) if person not in told], page)
        return


def _office(uow: UnitOfWork, instance: Instance) -> list[int]:
    """Whoever may open such a campaign, at the organisation that opened this one."""
    if instance.campaign_id is None or instance.subject_kind != "campaign":
        return []
    where = campaign_by_id(uow, instance.campaign_id).organisation_id
    pool = registry.load(uow, instance.version_id).pool(instance.process)
    roles = [word.partition(":")[2] for word in pool.properties.get("starters", "").split()]
    return [person.id for person in persons_with_seats(uow, [Seat(where, role) for role in roles])]


def _listed(uow: UnitOfWork, notice: PublicNotice) -> list[int]:
    cases = [case for case in notice.cases or [] if case is not None]
    mine = (Instance.subject_kind == "case") & Instance.subject_id.in_(cases) & Instance.applicant_id.is_not(None)
    listed = select(Instance.applicant_id).join(Case, Case.id == Instance.subject_id).where(mine)
    return [person for person in uow.session.scalars(listed.order_by(Instance.id)) if person is not None]
