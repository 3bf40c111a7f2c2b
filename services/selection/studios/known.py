"""What a diagram may ask about its studio."""

from typing import Any

from services.casework.instances import Instance
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Studio


def known_studio(uow: UnitOfWork, instance: Instance) -> dict[str, Any] | None:
    """`studio`: {id, no, name, category, unit, lead, named_on, status}; null outside a studio's pool."""
    if instance.subject_kind != "studio":
        return None
    studio = uow.session.get_one(Studio, instance.subject_id)
    names = ("id", "no", "name", "category", "unit", "lead", "named_on", "status")
    return {name: getattr(studio, name) for name in names}
