"""A case, campaign or studio as its page shows it: gathered once, drawn by templates without thinking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from services.casework import deadlines
from services.casework.cases import Case, Sight, sight_of
from services.casework.completions import Completion, completions_of
from services.casework.completions.labels import verdict_label
from services.casework.instances import Instance, world_for
from services.casework.tasks import Task, open_tasks_of
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act
from services.people.identity import Actor
from services.process import engine, registry
from services.process.forms import Difference, Sheet, asked, differences
from services.process.registry import Procedure
from services.record import audit
from services.record.audit import Entry
from services.selection.campaigns import Campaign

from .words import Remaining, principal_words, remaining, standing


@dataclass(frozen=True)
class Waiting:
    """An open task: who has it, until when, and whether I may open it."""

    task: Task
    who: list[str]
    remaining: Remaining | None
    mine: bool


@dataclass(frozen=True)
class PhaseShown:
    """A phase of the campaign on the status strip."""

    title: str
    start: date
    end: date
    state: str  # "past", "now", "coming"
    start_hour: time | None = None
    end_hour: time | None = None


@dataclass(frozen=True)
class OpinionRow:
    """An opinion in the timeline."""

    row: Completion
    verdict: str


@dataclass(frozen=True)
class SheetShown:
    """A form as it was last handed in. `official`: a paper of the case is printed from it."""

    title: str
    sheet: Sheet
    at: datetime
    by: str
    official: bool


@dataclass
class CaseView:
    """Everything a page says of an instance. `sheets`: what was handed in, the newest first, one of each form."""

    instance: Instance
    procedure: Procedure
    campaign: Campaign | None
    case: Case | None
    waiting: list[Waiting] = field(default_factory=list)
    phases: list[PhaseShown] = field(default_factory=list)
    opinions: list[OpinionRow] = field(default_factory=list)
    sheets: list[SheetShown] = field(default_factory=list)
    timers: list[deadlines.Deadline] = field(default_factory=list)
    history: list[Entry] = field(default_factory=list)
    changes: Mapping[str, list[Difference]] = field(default_factory=dict)
    papers: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Where it stands, in one phrase."""
        outcome = (self.case.outcome_name if self.case else None) or "已结束"
        tasks, timers = [w.task.name for w in self.waiting], [t.name for t in self.timers]
        return standing(self.instance, self.procedure, tasks, timers, outcome)

    @property
    def other_timers(self) -> list[deadlines.Deadline]:
        """The timers beside those that only say again until when an open task has to be done."""
        told = {w.task.due_at for w in self.waiting}
        return [t for t in self.timers if t.due_at not in told]

    @property
    def category(self) -> str:
        """The category's name."""
        return self.procedure.manifest.categories.get(self.instance.category, self.instance.category)

    @property
    def marks(self) -> dict[str, Any]:
        """For the diagram: where the tokens stand, and what they have passed."""
        snapshot = self.instance.snapshot
        current = [] if self.instance.finished_at else list(dict.fromkeys(engine.open_elements(snapshot)))
        return {"current": current, "passed": [e for e in self.instance.trail if e not in current]}


def view_of_instance(uow: UnitOfWork, instance: Instance, actor: Actor | None) -> CaseView:
    """Gather the view of an instance for a person (rights were asked before)."""
    procedure = registry.load(uow, instance.version_id)
    campaign = uow.session.get(Campaign, instance.campaign_id) if instance.campaign_id else None
    case = uow.session.get(Case, instance.subject_id) if instance.subject_kind == "case" else None
    rows = completions_of(uow, instance.subject)
    if instance.subject_kind == "organisation":  # pools of several procedures may be about it
        rows = [row for row in rows if row.instance_id == instance.id]
    sight, handed_in = sight_of(uow, actor, instance), rows
    rows = sight.readable(rows)
    view = CaseView(instance, procedure, campaign, case)
    view.waiting = waiting_of(uow, open_tasks_of(uow, [instance.id]), procedure, actor, sight)
    view.phases = phases_of(uow, campaign) if campaign else []
    view.opinions = opinion_rows(procedure, rows)
    view.papers = [d for d in procedure.manifest.documents.values() if _printable(procedure, d, instance)]
    library = world_for(uow, instance, procedure).library
    view.sheets = sheets_of(procedure, rows, {str(d.get("form")) for d in view.papers}, library)
    view.timers = deadlines.of_instance(uow, instance.id)
    view.history = sight.told(audit.history(uow, instance.subject), handed_in)
    view.changes = changes_of(procedure, rows)
    return view


def waiting_of(
    uow: UnitOfWork, tasks: list[Task], procedure: Procedure, actor: Actor | None, sight: Sight
) -> list[Waiting]:
    """Tasks with the words that say who has them, as far as the reader may know."""
    return [_waiting(uow, task, procedure, actor, sight) for task in tasks]


def opinion_rows(procedure: Procedure, rows: list[Completion]) -> list[OpinionRow]:
    """The opinions among what was handed in, each with its verdict's word."""
    return [OpinionRow(c, verdict_label(procedure, c)) for c in rows if c.opinion_box]


def changes_of(procedure: Procedure, rows: list[Completion]) -> dict[str, list[Difference]]:
    """Old and new values by the digest of what was handed in, where a person hands the same form in once more."""
    changes: dict[str, list[Difference]] = {}
    last: dict[tuple[str | None, int], Completion] = {}
    for row in rows:
        key = (row.form_id, row.actor_id)
        earlier = last.get(key)
        if earlier is not None and row.form_id in procedure.forms:
            changes[row.digest] = differences(procedure.form(str(row.form_id)), earlier.values, row.values)
        last[key] = row
    return changes


def _waiting(uow: UnitOfWork, task: Task, procedure: Procedure, actor: Actor | None, sight: Sight) -> Waiting:
    who = sight.who(task, [principal_words(uow, p, procedure.manifest) for p in task.principals])
    mine = actor is not None and may_act(actor, task.principals)
    return Waiting(task, who or ["暂无人可办理"], remaining(uow, task.due_at), mine)


def phases_of(uow: UnitOfWork, campaign: Campaign) -> list[PhaseShown]:
    """The phases of a campaign in their order, and which of them is now."""
    found = []
    for name, row in campaign.windows.items():
        first, last = campaign.edges(name)
        state = "coming" if uow.now < first.as_start() else "past" if uow.now >= last.as_end() else "now"
        found.append(PhaseShown(row["title"], first.day, last.day, state, first.hour, last.hour))
    return sorted(found, key=lambda p: p.start)


def sheets_of(
    procedure: Procedure, rows: list[Completion], printed: set[str], library: Mapping[str, Any]
) -> list[SheetShown]:
    """Each form as it was last handed in, the newest first; `printed` names those that papers are made from.

    `library`: the house's FEEL functions; a form's choices may ask for them.
    """
    latest: dict[str, Completion] = {}
    for row in rows:
        if row.form_id in procedure.forms and not row.opinion_box:
            latest[f"{row.form_id}"] = row
    return [
        SheetShown(
            row.name,
            asked(procedure.form(form_id), row.values, library=library, readonly=True),
            row.at,
            f"{row.organisation_name} {row.actor_name}",
            form_id in printed,
        )
        for form_id, row in sorted(latest.items(), key=lambda found: found[1].id, reverse=True)
    ]


def _printable(procedure: Procedure, document: Any, instance: Instance) -> bool:
    """A form on paper. A letter with a number of its own is no form: it exists once it is issued, not before."""
    about_case = instance.subject_kind == "case" and document.get("about", "case") == "case"
    return about_case and not document.get("series") and document.get("paper") in procedure.papers
