"""The studio a running pool is about."""

from datetime import date, datetime
from typing import Any

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Studio


def studio_of(uow: UnitOfWork, instance: Instance) -> Studio:
    """Its row, locked: what the register remembers is changed by one deed at a time. Raises Faulty elsewhere."""
    if instance.subject_kind != "studio":
        raise Faulty("这项处理只能用在工作室的泳池里。")
    return uow.session.get_one(Studio, instance.subject_id, with_for_update=True, populate_existing=True)


def text_of(value: Any) -> str:
    """An input as a line of the register; nothing is an empty line."""
    return "" if value is None else str(value).strip()


def day_of(value: Any) -> date | None:
    """An input as a day in Shanghai; None where it is none."""
    if isinstance(value, datetime):
        return local_day(value)
    return value if isinstance(value, date) else None
