"""Effect `share_opinion`: what an organ said once of a list stands in the official form of each case on it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry
from services.process.registry import Procedure

from ..instances import Instance, Moved
from ..tasks import Task
from .complete import record_completion
from .evidence import digest_of
from .models import Completion
from .queries import digests_of

SAME = ("element", "name", "form_id", "verdict", "comment", "answers", "actor_id", "actor_name", "for_person_id",
        "organisation_id",
        "organisation_name", "role", "at")  # fmt: skip


def share_opinion(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Inputs `of` (the element at which the opinion was given), `box` (of the form), `cases` (their numbers).

    The newest completion of that element is the opinion. Each case gets a piece of evidence of its own, with who, when
    and a digest, as if it had been signed one by one; what is copied is evidence, never data of the workflow.
    Raises Faulty where nothing was said there, or a case is of another campaign.
    """
    of, box = str(effect.inputs.get("of") or ""), str(effect.inputs.get("box") or "")
    said = uow.session.scalars(
        select(Completion)
        .where(Completion.instance_id == instance.id, Completion.element == of)
        .order_by(Completion.id.desc())
    ).first()
    if said is None or not box:
        raise Faulty(f"环节“{effect.element}”要写明取哪个环节的意见（of）、记入哪个意见栏（box）。")
    procedure = registry.load(uow, instance.version_id)
    for case in _instances(uow, instance, effect.inputs.get("cases") or []):
        _share(uow, procedure, said, case, box)
    return None


def _instances(uow: UnitOfWork, instance: Instance, numbers: Iterable[Any]) -> list[Instance]:
    wanted = [int(number) for number in numbers]
    about = (Instance.subject_kind == "case", Instance.subject_id.in_(wanted))
    found = list(uow.session.scalars(select(Instance).where(*about).order_by(Instance.id)))
    mine = {i.subject_id for i in found if i.campaign_id is not None and i.campaign_id == instance.campaign_id}
    if mine != set(wanted):
        raise Faulty("意见只能记入本批次的申报表。")
    return found


def _share(uow: UnitOfWork, procedure: Procedure, said: Completion, case: Instance, box: str) -> None:
    given = uow.session.get_one(Task, said.task_id)
    task = Task(
        instance_id=case.id,
        engine_task=given.engine_task,
        element=given.element,
        name=given.name,
        lane=given.lane,
        form_id=given.form_id,
        subject_kind=case.subject_kind,
        subject_id=case.subject_id,
        campaign_id=case.campaign_id,
        title=case.title,
        unit=case.unit,
        category=case.category,
        principals=list(given.principals),
        properties={"opinion_box": box},
        locals={},
        due_at=None,
        provisional=False,
        opened_at=said.at,
        closed_at=said.at,
        closed_by=said.actor_id,
    )
    uow.session.add(task)
    uow.session.flush()
    row = Completion(
        **{name: getattr(said, name) for name in SAME},
        task_id=task.id,
        instance_id=case.id,
        subject_kind=case.subject_kind,
        subject_id=case.subject_id,
        opinion_box=box,
        shown=digests_of(uow, case.subject),
        request_key=None,
    )
    row.digest = digest_of(row)
    uow.session.add(row)
    uow.session.flush()
    record_completion(uow, procedure, row, Moved())
