"""会议纪要 on a campaign's page: who came, how they voted; and the caps beside a list that is being drawn up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request

from app import access
from services.casework.cases import require_part
from services.casework.completions import Completion, completions_of, task_form
from services.casework.tasks import Task, task_by_id
from services.casework.tasks.queries import NotYours
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act
from services.process import registry
from services.process.forms import Form, Meeting, meeting_of, read_submitted
from services.selection.board import Metered, places
from services.selection.campaigns import Campaign

from .board import metered

page = Blueprint("meetings", __name__)


@dataclass(frozen=True)
class MeetingShown:
    """A meeting as it was put down, and by whom."""

    row: Completion
    meeting: Meeting


@page.app_template_global("meetings_of")
def meetings_shown(campaign: Campaign) -> list[MeetingShown]:
    """The meetings of a campaign, the newest first; the page asks only for whoever reads its papers."""
    with access.house().reading() as uow:
        procedure = registry.load(uow, campaign.version_id)
        rows = [row for row in completions_of(uow, campaign.subject) if row.form_id in procedure.forms]
        found = [(row, meeting_of(procedure.form(str(row.form_id)), row.values)) for row in rows]
        return [MeetingShown(row, meeting) for row, meeting in reversed(found) if meeting is not None]


@page.app_template_global("caps_of")
def caps_shown(task: Task) -> list[Metered]:
    """What the campaign's own meters count of the list that this step draws up, as it is kept; else nothing."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        if task.subject_kind != "campaign" or task.closed_at is not None or not may_act(actor, task.principals):
            return []
        asked = task_form(uow, actor, task)
        return _caps(uow, task, asked.form, asked.values)


@page.post("/tasks/<number:task_id>/caps")
@access.require_actor
def recount(task_id: int) -> str:
    """The same while somebody ticks: counted with what stands in the form now. Nothing is kept."""
    with access.house().reading() as uow:
        actor, task = access.signed_in_actor(uow), task_by_id(uow, task_id)
        if not may_act(actor, task.principals):
            raise NotYours
        require_part(uow, actor, task)
        form = task_form(uow, actor, task).form
        caps = _caps(uow, task, form, read_submitted(form, request.form) if form else {})
        return render_template("parts/task_caps_counted.html", caps=caps)


def _caps(uow: UnitOfWork, task: Task, form: Form | None, said: Mapping[str, Any]) -> list[Metered]:
    """Nothing where no meter counts what the form asks."""
    campaign = uow.session.get(Campaign, task.campaign_id or 0)
    if campaign is None or form is None:
        return []
    procedure = registry.load(uow, campaign.version_id)
    asked = form.writable_keys
    counted = {m.id for m in procedure.manifest.meters if m.of == "campaign" and not asked.isdisjoint(_words(m.count))}
    if not counted:
        return []
    typed = {key: _numbers(value) for key, value in said.items() if key in form.writable_keys}
    whole = metered(uow, campaign, procedure, places(uow, campaign.id), typed).whole
    return [row for row in whole if row.id in counted]


def _words(text: str) -> list[str]:
    # Not the expression's own names: of those within a filter it cannot tell whether they are a row's.
    return re.findall(r"(?<![\w.])\w+", text)


def _numbers(value: Any) -> Any:
    """A checklist comes from the browser as texts; the cases it names are numbers."""
    if not isinstance(value, list):
        return value
    return [int(each) if isinstance(each, str) and each.isdecimal() and len(each) < 10 else each for each in value]
