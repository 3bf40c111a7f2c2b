"""A case as it was at the end of a day that is over: what had been handed in, who had it, what had been passed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, render_template, request

from app import access
from services.casework.cases import Case, case_by_no, instance_of, require_may_view, sight_of
from services.casework.completions import completions_of
from services.casework.instances import Instance, world_for
from services.casework.tasks.queries import tasks_open_at
from services.foundation.clock import end_of_day, local_day
from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.process.forms import Difference
from services.process.registry import Procedure
from services.record import audit
from services.record.audit import Entry

from .case_view import CaseView, OpinionRow, SheetShown, Waiting, changes_of, opinion_rows, sheets_of, waiting_of
from .words import clause_texts

page = Blueprint("case_then", __name__)


@dataclass(frozen=True)
class Then:
    """A case at the end of `day`. `days`: those on which something was done, for going from one to the next."""

    view: CaseView
    day: date
    days: list[date]
    status: str
    waiting: list[Waiting]
    sheets: list[SheetShown]
    opinions: list[OpinionRow]
    history: list[Entry]
    changes: Mapping[str, list[Difference]]
    marks: dict[str, list[str]]

    @property
    def earlier(self) -> date | None:
        """The last day before on which something was done."""
        return max((d for d in self.days if d < self.day), default=None)

    @property
    def later(self) -> date | None:
        """The next day on which something was done."""
        return min((d for d in self.days if d > self.day), default=None)


@page.get("/cases/<no>/then")
@access.require_actor
def show(no: str) -> str:
    """The case as it was on `day` (2021-12-03); without one, as it is now."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        case = case_by_no(uow, no)
        require_may_view(uow, actor, case)
        then = case_then(uow, case, actor, _day(request.args.get("day", ""), local_day(uow.now)))
        return render_template("case_then.html", then=then, clauses=clause_texts(then.view.procedure.manifest))


def _day(text: str, today: date) -> date:
    """A day in ISO form, not after today. Raises Invalid."""
    if not text:
        return today
    try:
        return min(date.fromisoformat(text), today)
    except ValueError as wrong:
        raise Invalid(f"“{text[:20]}”不是日期，应如 2021-12-03。") from wrong


def case_then(uow: UnitOfWork, case: Case, actor: Actor, day: date) -> Then:
    """The case at 24:00 of a day (now, if that is yet to come). Raises NotFound before its first day."""
    instance = instance_of(uow, case)
    procedure = registry.load(uow, instance.version_id)
    told = audit.history(uow, case.subject)
    days = sorted({local_day(e.at) for e in told})
    if not days or day < days[0]:
        raise NotFound("这一天案卷还没有建立。")
    at = min(end_of_day(day), uow.now)
    rows = completions_of(uow, case.subject)
    sight = sight_of(uow, actor, instance)
    before = [r for r in sight.readable(rows) if r.at <= at]
    waiting = waiting_of(uow, tasks_open_at(uow, instance.id, at), procedure, actor, sight)
    return Then(
        view=CaseView(instance, procedure, None, case),
        day=day,
        days=days,
        status=_status(instance, case, waiting, at),
        waiting=waiting,
        sheets=sheets_of(procedure, before, set(), world_for(uow, instance, procedure).library),
        opinions=opinion_rows(procedure, before),
        history=[e for e in sight.told(told, rows) if e.at <= at],
        changes=changes_of(procedure, before),
        marks=_marks(uow, instance, procedure, at),
    )


def _status(instance: Instance, case: Case, waiting: list[Waiting], at: datetime) -> str:
    if instance.finished_at is not None and instance.finished_at <= at:
        return case.outcome_name or "已结束"
    return "、".join(dict.fromkeys(w.task.name for w in waiting)) or "等待其他环节"


def _marks(uow: UnitOfWork, instance: Instance, procedure: Procedure, at: datetime) -> dict[str, list[str]]:
    """For the diagram: the tasks that were open then, and what had been passed by then."""
    current = [t.element for t in tasks_open_at(uow, instance.id, at)]
    passed = [e for e, moment in instance.passed.items() if datetime.fromisoformat(moment) <= at]
    return {"current": list(dict.fromkeys(current)), "passed": [e for e in passed if e not in current]}
