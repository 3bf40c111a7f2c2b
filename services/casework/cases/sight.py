"""What a person may see of a blind review: property `blind` of a step, in one or both of these words.

`scores`: until every step of the review is in, what is said there is its writer's alone.
`names`:  who said it, and what, is never told to the applicant, the unit or the recommender.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from sqlalchemy import Text, cast, select

from services.foundation.errors import Conflict
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person
from services.people.organisations import ancestors
from services.record.audit import Entry

from ..instances import Instance
from ..tasks import Task
from .queries import NO_OFFICE, READS_ALL

SCORES, NAMES = "scores", "names"
SOMEBODY = "评审专家"
KEPT_BACK = "评审进行中，收到一份评审材料，全部交齐之前内容保密。"


class StillBlind(Conflict):
    """Some scores are in, some are not."""

    sentence = "专家评审还没有全部交齐，已交的评分暂时保密，评审结束后再导出。"


class HandedIn(Protocol):
    """What was handed in, as far as it matters here."""

    task_id: int
    actor_id: int
    digest: str


Row = TypeVar("Row", bound=HandedIn)


@dataclass(frozen=True)
class Sight:
    """How one person (None: somebody without a name) sees an instance.

    inside: they are of the office that runs the review, or read everything. running: some step of it still waits.
    """

    actor_id: int | None
    inside: bool
    running: bool
    blind: dict[int, frozenset[str]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    forms: dict[str, frozenset[str]] = field(default_factory=dict)

    def may_read(self, row: HandedIn) -> bool:
        """Whether what was handed in may be shown to them."""
        return row.actor_id == self.actor_id or not self._withheld(self.blind.get(row.task_id, frozenset()))

    def may_open(self, uploader: int, form_id: str) -> bool:
        """Whether a file that somebody handed in with a form may be opened."""
        return uploader == self.actor_id or not self._withheld(self.forms.get(form_id, frozenset()))

    def readable(self, rows: Iterable[Row]) -> list[Row]:
        """Those of the rows that may be shown."""
        return [row for row in rows if self.may_read(row)]

    def told(self, entries: Sequence[Entry], rows: Iterable[HandedIn]) -> list[Entry]:
        """The trail as they may read it: what is kept back says only that something came, names become an office."""
        if not self.blind:
            return list(entries)
        kept = {row.digest for row in rows if not self.may_read(row)}
        return [self._told(entry, entry.facts.get("digest") in kept) for entry in entries]

    def who(self, task: Task, words: list[str]) -> list[str]:
        """Who has a step, in words."""
        mine = self.actor_id is not None and f"p:{self.actor_id}" in task.principals
        return [SOMEBODY] if self._nameless(self.blind.get(task.id, frozenset())) and not mine else words

    def _withheld(self, words: frozenset[str]) -> bool:
        return (SCORES in words and self.running) or self._nameless(words)

    def _nameless(self, words: frozenset[str]) -> bool:
        return NAMES in words and not self.inside

    def _told(self, entry: Entry, kept_back: bool) -> Entry:
        sentence, facts = entry.sentence, entry.facts
        if kept_back:
            sentence, facts = KEPT_BACK, {}
        hidden = [name for person, name in self.names.items() if person != self.actor_id]
        if not self.inside:
            for name in sorted(hidden, key=len, reverse=True):
                sentence = sentence.replace(name, SOMEBODY)
            facts = {key: value for key, value in facts.items() if key == "digest"} if hidden else facts
        same = sentence == entry.sentence and facts == entry.facts
        return entry if same else replace(entry, sentence=sentence, facts=facts)


def sight_of(uow: UnitOfWork, actor: Actor | None, instance: Instance) -> Sight:
    """How a person sees what was said and done about the subject of an instance."""
    about = (Task.subject_kind == instance.subject_kind, Task.subject_id == instance.subject_id)
    blind: dict[int, frozenset[str]] = {}
    forms: dict[str, frozenset[str]] = {}
    running, nameless = False, set[int]()
    for task in uow.session.scalars(select(Task).where(*about, cast(Task.properties, Text).contains('"blind"'))):
        words = frozenset(str(task.properties.get("blind") or "").split())
        if not words:
            continue
        blind[task.id] = words
        forms[task.form_id or ""] = words | forms.get(task.form_id or "", frozenset())
        running = running or task.closed_at is None
        if NAMES in words:
            nameless |= {int(p.removeprefix("p:")) for p in task.principals if p.startswith("p:")}
    if not blind:
        return Sight(actor.id if actor else None, False, False)
    people = uow.session.scalars(select(Person).where(Person.id.in_(nameless)))
    names = {person.id: person.name for person in people}
    return Sight(actor.id if actor else None, runs_review(uow, actor, instance), running, blind, names, forms)


def require_all_in(uow: UnitOfWork, subject: Subject) -> None:
    """Refuse with StillBlind to carry away the whole record of a subject while scores in it are still sealed."""
    about = (Task.subject_kind == subject.kind, Task.subject_id == subject.id)
    tasks = uow.session.scalars(select(Task).where(*about, cast(Task.properties, Text).contains('"blind"')))
    blind = [(SCORES in str(task.properties.get("blind")).split(), task.closed_at is None) for task in tasks]
    if any(waits for _, waits in blind) and any(sealed and not waits for sealed, waits in blind):
        raise StillBlind


def runs_review(uow: UnitOfWork, actor: Actor | None, instance: Instance) -> bool:
    """Whether somebody holds office where the campaign is run or above it, and is not the applicant."""
    if actor is None or actor.id == instance.applicant_id:
        return False
    if any(seat.role in READS_ALL for seat in actor.positions):
        return True
    campaign = (Instance.subject_kind == "campaign", Instance.subject_id == instance.campaign_id)
    host = uow.session.scalar(select(Instance.organisation_id).where(*campaign).order_by(Instance.id))
    way = ancestors(uow, host) if host is not None else ancestors(uow, instance.organisation_id)[-1:]
    offices = {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}
    return bool({o.id for o in way} & offices)
