"""The page a message leads to. Numbers alone, no names: addresses are written into logs."""

from services.casework.cases import Case
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation
from services.selection.studios import Studio


def task_page(task_id: int) -> str:
    """The page on which a task is done; only whoever has it may open it."""
    return f"/tasks/{task_id}"


def subject_page(uow: UnitOfWork, subject: Subject) -> str:
    """The page of a case, campaign, studio or organisation, the inbox for anything else."""
    if subject.kind == "case":
        return f"/cases/{uow.session.get_one(Case, subject.id).no}"
    if subject.kind == "campaign":
        return f"/campaigns/{subject.id}"
    if subject.kind == "studio":
        studio = uow.session.get(Studio, subject.id)
        return f"/register/{studio.no}" if studio is not None and studio.no else "/register"
    if subject.kind == "organisation":
        return f"/organisations/{uow.session.get_one(Organisation, subject.id).code}"
    return "/"
