"""A file for the form of a deed, while the deed is offered."""

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from ..attachments import Looked, attach
from ..instances import Instance
from .do import NoSuchDeed
from .form import deed_form
from .offered import open_deeds


def attach_to_deed(
    uow: UnitOfWork, actor: Actor, instance: Instance, element: str, path: str, name: str, looked: Looked
) -> dict[str, object]:
    """Returns what the answer holds. Raises NoSuchDeed, NotFound, AnswersIncomplete, TooMuchWaiting."""
    deed = next((d for d in open_deeds(uow, actor, instance) if d.element == element), None)
    if deed is None:
        raise NoSuchDeed
    return attach(uow, actor, instance, deed_form(uow, actor, instance, deed).form, path, name, looked)
