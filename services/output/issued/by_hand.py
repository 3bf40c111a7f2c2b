"""A form as it stands is issued by hand: the office keeps a frozen copy, with the opinions given so far."""

from collections.abc import Mapping
from typing import Any

from services.casework.instances import Instance, lock_instance
from services.foundation.errors import NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.process.registry import Procedure

from .issue import issue, issuer
from .models import IssuedPaper
from .readers import keeps_at


def forms_to_issue(procedure: Procedure, instance: Instance) -> list[Mapping[str, Any]]:
    """The documents that may be issued by hand: forms about this subject, outside every series.

    A numbered paper comes out of the diagram alone: its number says that the procedure led to it.
    """
    return [
        document
        for document in procedure.manifest.documents.values()
        if document.get("about", "case") == instance.subject_kind
        and document.get("form")
        and not document.get("series")
        and document.get("paper") in procedure.papers
    ]


def may_issue_by_hand(uow: UnitOfWork, actor: Actor, instance: Instance) -> bool:
    """Whether the person holds office where papers about this subject are issued."""
    return keeps_at(uow, actor, issuer(uow, instance))


def issue_by_hand(uow: UnitOfWork, actor: Actor, instance_id: int, document_id: str) -> IssuedPaper:
    """Issue a form as it stands. Raises NotFound, NotAllowed."""
    instance = lock_instance(uow, instance_id)
    if not may_issue_by_hand(uow, actor, instance):
        raise NotAllowed("只有出具单位的经办人或审定人可以出具文书。")
    if document_id not in {d["id"] for d in forms_to_issue(registry.load(uow, instance.version_id), instance)}:
        raise NotFound("这份文书不能直接出具。")
    return issue(uow, instance, document_id, actor=actor)
