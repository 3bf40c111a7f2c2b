"""A deed's form as one person sees it now."""

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from ..completions import TaskForm, task_form
from ..instances import Instance
from .offered import Deed
from .row import task_for


def deed_form(uow: UnitOfWork, actor: Actor, instance: Instance, deed: Deed) -> TaskForm:
    """The form with what is prefilled, its context, and the content version the page shows. Without drafts."""
    return task_form(uow, actor, task_for(uow, instance, deed))
