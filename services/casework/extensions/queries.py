"""Reading extensions."""

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Extension


def extension_of(uow: UnitOfWork, task_id: int) -> Extension | None:
    """How a task was extended, if it was."""
    return uow.session.get(Extension, task_id)
