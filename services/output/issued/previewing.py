"""A form on paper before it is handed in: filled with what somebody has typed, without number, code or opinions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.casework.instances import Instance
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process.registry import Procedure

from ..documents import PaperData
from .filling import fill

MARK = "草稿 · 未提交"


def preview_form(
    uow: UnitOfWork,
    actor: Actor,
    instance: Instance,
    procedure: Procedure,
    document: Mapping[str, Any],
    answers: Mapping[str, Any],
) -> PaperData:
    """The paper of a form as it would look if these answers were handed in now; to be printed with `MARK`."""
    now = fill(uow, instance, procedure, document)
    lead = answers.get("lead")
    header = dict(now.header)
    if header:
        header["filled_by"] = actor.name
        header["phone"] = str((lead.get("phone") if isinstance(lead, Mapping) else "") or "")
    return replace(now, answers=answers, header=header).data()
