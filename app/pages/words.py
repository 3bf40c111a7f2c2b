"""Words that several pages say: days that remain, who has it, what a category is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services import calendar
from services.casework.instances import Instance
from services.foundation.clock import last_day, local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person
from services.people.organisations import Organisation
from services.process import engine, registry
from services.process.registry import Manifest, Procedure


@dataclass(frozen=True)
class Remaining:
    """How long until a due moment: this many working days beside today, or `late` by so many, today among them.

    `provisional` dates may move.
    """

    due_at: datetime
    working_days: int
    late: bool
    provisional: bool
    late_by: int = 0

    @property
    def words(self) -> str:
        """For a row."""
        if self.late:
            return f"已逾期 {self.late_by} 个工作日" if self.late_by else "已逾期"
        return "今天截止" if self.working_days == 0 else f"剩余 {self.working_days} 个工作日"


def remaining(uow: UnitOfWork, due_at: datetime | None) -> Remaining | None:
    """The time left by the working-day calendar; None where nothing is due."""
    if due_at is None:
        return None
    days, today, last = calendar.load(uow), local_day(uow.now), last_day(due_at)
    left = days.working_days_between(today, last) if last > today else 0
    late_by = days.working_days_between(last, today) if last < today else 0
    provisional = not days.announced_between(today, max(last, today))
    return Remaining(due_at, left, due_at <= uow.now, provisional, late_by)


def standing(
    instance: Instance, procedure: Procedure, tasks: Iterable[str], timers: Iterable[str], outcome: str
) -> str:
    """Where a process stands, in one phrase: how it ended, the steps under way, or what it waits for."""
    if instance.finished_at is not None:
        return outcome
    if under_way := "、".join(dict.fromkeys(tasks)):
        return under_way
    if choice := awaited_choice(instance, procedure):
        return f"等待：{choice.removeprefix('等待')}" if choice.startswith("等待") else choice
    elements = procedure.pool(instance.process).elements
    places = [elements[e].name for e in engine.open_elements(instance.snapshot) if e in elements]
    awaited = next(iter(timers), None) or next((name for name in reversed(places) if name), "其他环节")
    return f"等待：{' '.join(awaited.split()).removeprefix('等待')}"


def awaited_choice(instance: Instance, procedure: Procedure) -> str:
    """The name of the event gateway a process stands at, where several things may happen next; else nothing.

    What is told is what is awaited, not the timer that ends the waiting.
    """
    if instance.finished_at is not None:
        return ""
    drawn = {key: element for pool in procedure.definition.pools.values() for key, element in pool.elements.items()}
    places = [drawn[e] for e in engine.open_elements(instance.snapshot) if e in drawn]
    return next((" ".join(p.name.split()) for p in places if p.kind == "eventBasedGateway" and p.name), "")


def principal_words(uow: UnitOfWork, principal: str, manifest: Manifest) -> str:
    """Who a principal is, as people say it: a name, or the unit and the role's title."""
    kind, _, rest = principal.partition(":")
    if kind == "p":
        person = uow.session.get(Person, int(rest))
        return person.name if person else "未知人员"
    number, _, role = rest.partition(":")
    unit = uow.session.get(Organisation, int(number))
    titles = [t for r, t in manifest.roles.items() if r.split(":", 1)[-1] == role]
    levels = [unit.level] if unit is not None else []
    if set(levels) & set(manifest.recommender_level.split()):
        levels.append("recommender")
    exact = [manifest.roles[f"{level}:{role}"] for level in levels if f"{level}:{role}" in manifest.roles]
    return f"{unit.name if unit else '未知单位'}（{(exact or titles or [role])[0]}）"


def clause_texts(manifest: Manifest) -> dict[str, dict[str, str]]:
    """Clause id -> {article, text}, for the badges beside fields."""
    return {c.id: {"article": c.article, "text": c.text} for c in manifest.clauses.values()}


def category_names(uow: UnitOfWork, instance_ids: set[int]) -> dict[str, str]:
    """Category id -> its name, over the procedures of these instances."""
    versions = {uow.session.get_one(Instance, i).version_id for i in instance_ids}
    return {k: v for version in versions for k, v in registry.load(uow, version).manifest.categories.items()}
