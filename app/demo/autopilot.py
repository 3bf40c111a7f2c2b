"""Carry invented cases along: whoever a task waits for does it, with the answers a story gives for that step."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.completions import Completing, complete, task_form
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.designer.rehearse import Story, next_moment, pass_time, settle, with_specimens
from services.foundation.clock import SetClock, local, local_day
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.people.assignment import people_behind
from services.people.identity import Actor, actor
from services.people.organisations import nearest_with_level, organisation
from services.process.forms import asked
from services.process.registry import load
from services.selection.campaigns import Campaign, apply

from .errands import Errands

MOST_STEPS = 5000
SATURDAY = 5
A_WHILE = timedelta(minutes=40)  # between two deeds of invented people


@dataclass(frozen=True)
class Passenger:
    """A case to carry: who leads it, what it is called, which answers it takes, at which step it is left.

    answers: element -> what is answered otherwise than in the story.
    """

    lead: str
    title: str
    kind: str
    until: str | None = None
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass
class Autopilot:
    """Carries the cases of one campaign. What the story does not tell of is left to the errands and the visitors.

    answers: kind of case, or "campaign" -> element id -> answers; tellers, titles: whose answers these were in the
    story, and what that studio was called; until: the step at which the campaign itself is left; since: the day on
    which the story begins.
    """

    house: House
    campaign_id: int
    answers: Mapping[str, Mapping[str, Mapping[str, Any]]]
    tellers: Mapping[str, str]
    titles: Mapping[str, str]
    people: Mapping[str, int]
    back: timedelta
    errands: Errands
    since: date
    until: str | None = None
    passengers: dict[int, Passenger] = field(default_factory=dict)

    def board(self, passenger: Passenger) -> None:
        """Open the passenger's case."""
        with self.house.work() as uow:
            who = actor(uow, self.people[passenger.lead])
            campaign = uow.session.get_one(Campaign, self.campaign_id)
            where = next(s.organisation_id for s in who.positions if s.role == "lead")
            case = apply(uow, who, campaign, where, passenger.title)
            self.passengers[case.id] = passenger
            self.errands.player.played.cases[passenger.lead] = case.id

    def do_one(self) -> bool:
        """Do one task that nobody is to be left at; False when there is none."""
        with self.house.work() as uow:
            query = select(Task).where(Task.campaign_id == self.campaign_id, Task.closed_at.is_(None)).order_by(Task.id)
            # What a unit hands in for several cases waits until none of them can be carried further.
            for task in sorted(uow.session.scalars(query), key=lambda t: (t.subject_kind == "organisation", t.id)):
                if self._may_go_on(uow, task):
                    self._do(uow, task)
                    return True
        return False

    def _may_go_on(self, uow: UnitOfWork, task: Task) -> bool:
        passenger = self._passenger(uow, task)
        if task.element not in self.answers[passenger.kind if passenger else "campaign"]:
            return False
        if passenger is not None:
            return passenger.until != task.element
        if task.element == self.until:
            return False
        if task.subject_kind == "organisation":
            return all(_all_choices(uow, self._holder(uow, task), task, {}).values())
        # A step of the campaign waits until nobody who is to arrive is still under way.
        left_behind = [p for p in self.passengers.values() if p.until]
        return not left_behind

    def _do(self, uow: UnitOfWork, task: Task) -> None:
        passenger, who = self._passenger(uow, task), self._holder(uow, task)
        kind = passenger.kind if passenger else "campaign"
        typed = dict(self.answers[kind].get(task.element, {}))
        choices = _all_choices(uow, who, task, typed)
        typed = {key: self._moved(value, local_day(uow.now)) for key, value in typed.items()}
        typed = {key: choices.get(key, value) for key, value in typed.items()}
        if passenger is not None:
            typed = self._in_their_name(uow, typed, passenger) | dict(passenger.answers.get(task.element, {}))
        complete(uow, who, task.id, Completing(with_specimens(uow, who, task.id, typed), acknowledged=True))

    def _holder(self, uow: UnitOfWork, task: Task) -> Actor:
        """Who does it: one for whom it waits, and not the applicant where there is another."""
        applicant = uow.session.get_one(Instance, task.instance_id).applicant_id
        holders = people_behind(uow, task.principals)
        others = [p for p in holders if p.id != applicant] or holders
        return actor(uow, others[0].id)

    def _in_their_name(self, uow: UnitOfWork, typed: dict[str, Any], passenger: Passenger) -> dict[str, Any]:
        """The story's answers with this studio's name, lead and units in place of the story's own."""
        told, own = (self._words(uow, login) for login in (self.tellers[passenger.kind], passenger.lead))
        words = dict(zip(told, own, strict=True))
        return dict(_replaced(typed, words | {self.titles[passenger.kind]: passenger.title}))

    def _words(self, uow: UnitOfWork, login: str) -> tuple[str, str, str]:
        """A lead's name, unit and recommending unit."""
        who = actor(uow, self.people[login])
        unit = organisation(uow, next(s.organisation_id for s in who.positions if s.role == "lead"))
        campaign = uow.session.get_one(Campaign, self.campaign_id)
        level = load(uow, campaign.version_id).manifest.recommender_level
        above = nearest_with_level(uow, unit.id, level) or unit
        return who.name, unit.name, above.name

    def _moved(self, value: Any, today: date) -> Any:
        """Days of the story's own year become days of this campaign's, none of them still to come; older ones stay."""
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            return value
        return min(day - self.back, today).isoformat() if day >= self.since else value

    def _passenger(self, uow: UnitOfWork, task: Task) -> Passenger | None:
        if task.subject_kind == "case":
            return self.passengers.get(task.subject_id)
        if task.subject_kind == "studio":
            organisation = uow.session.get_one(Instance, task.instance_id).organisation_id
            mine = select(Case.id).where(Case.campaign_id == self.campaign_id, Case.organisation_id == organisation)
            return self.passengers.get(uow.session.scalars(mine).first() or 0)
        return None


def carry(house: House, clock: SetClock, pilots: Sequence[Autopilot], until: datetime) -> None:
    """Do what can be done in any campaign, run the errands at their moments, and so on to `until`."""
    while due := [p.errands for p in pilots if p.errands.next_at is not None and p.errands.next_at < until]:
        soonest = min(due, key=lambda errands: errands.next_at or until)
        _carry(house, clock, pilots, soonest.next_at or until)
        soonest.run_next()
    _carry(house, clock, pilots, until)


def _carry(house: House, clock: SetClock, pilots: Sequence[Autopilot], until: datetime) -> None:
    """Do what can be done in any campaign, let time pass to the next due moment, and so on to `until`."""
    for _ in range(MOST_STEPS):
        settle(house)
        now = clock.now()
        if now >= until:
            break
        if _office_hours(now) > now:
            if _office_hours(now) >= until:
                break
            pass_time(house, clock, _office_hours(now))
        elif any(pilot.do_one() for pilot in pilots):
            pass_time(house, clock, min(until, now + A_WHILE))
        else:
            soonest = next_moment(house)
            if soonest is None or soonest >= until:
                break
            pass_time(house, clock, soonest)
    pass_time(house, clock, until)


def _office_hours(now: datetime) -> datetime:
    """Now, if people are at work; else the next morning on which they are."""
    here = local(now)
    morning = here.replace(hour=9, minute=5)
    if here.hour >= 17:
        morning += timedelta(days=1)
    while morning.weekday() >= SATURDAY:
        morning += timedelta(days=1)
    return here if here.hour >= 9 and morning.date() == here.date() else morning


def _all_choices(uow: UnitOfWork, who: Any, task: Task, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Lists that offer a campaign's own candidates, or the cases a unit recommends: all of them.

    typed: what stands on the form already; some lists are offered only then.
    """
    found = task_form(uow, who, task)
    if found.form is None or task.subject_kind not in ("campaign", "organisation"):
        return {}
    sheet = asked(found.form, {**found.values, **typed}, found.context, {}, found.library)
    return {item.path: [choice.value for choice in item.choices] for item in _lists(sheet.items)}


def _lists(items: Iterable[Any]) -> Iterator[Any]:
    """The lists of which several may be ticked, those inside groups too."""
    for item in items:
        if item.shape == "section":
            yield from _lists(item.items)
        elif getattr(item, "kind", "") == "checklist":
            yield item


def _replaced(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, words) for inner in value]
    return words.get(value, value) if isinstance(value, str) else value


KINDS = {"A": "model_worker", "B": "staff", None: "campaign"}  # the story's cases, and the steps of its campaign


def answers_of(story: Story, instead: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Kind -> element -> answers. instead: element -> what the campaign's people answer otherwise than in the story."""
    found: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KINDS.values()}
    for step in story.steps:
        if step.do == "complete" and step.refused is None and step.case in KINDS:
            found[KINDS[step.case]].setdefault(str(step.task), step.answers)
    for element, answers in instead.items():
        found["campaign"][element] = {**found["campaign"].get(element, {}), **answers}
    return found


def openings_of(story: Story) -> tuple[dict[str, str], dict[str, str]]:
    """Kind -> login of the lead, and kind -> title, as the story opens its cases."""
    opened = [step for step in story.steps if step.do == "open_case" and step.case in KINDS]
    leads = {KINDS[step.case]: str(step.who) for step in opened}
    return leads, {KINDS[step.case]: str(step.details["title"]) for step in opened}
