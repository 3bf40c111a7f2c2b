"""A rehearsal: a package's stories played in seconds, and what the real calendar says of its dates."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.foundation.clock import SHANGHAI, SetClock, local
from services.foundation.errors import Faulty, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork, Wiring
from services.process import registry
from services.process.registry import Package, compile_package

from .find import StepFailed
from .phases import Phase, anomalies, phases
from .play import Player
from .scratch import Stage, stage, stage_by_calendar_of
from .side_by_side import side_by_side
from .story import Story, stories_of
from .timeline import Line, outcome_of, timeline


@dataclass
class Rehearsal:
    """What came of playing one or all stories. `ok`: every deed and every expectation held."""

    procedure: str
    scenario: str
    timeline: list[Line] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    anomalies: list[dict[str, str | None]] = field(default_factory=list)
    outcome: dict[str, Any] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing failed."""
        return not self.failures

    def as_json(self) -> dict[str, Any]:
        """The object of the command `procedure rehearse --json`."""
        return {
            "ok": self.ok,
            "procedure": self.procedure,
            "scenario": self.scenario,
            "timeline": [line.as_json() for line in self.timeline],
            "phases": [phase.as_json() for phase in self.phases],
            "anomalies": self.anomalies,
            "outcome": self.outcome,
            "failures": self.failures,
        }

    def sentences(self) -> Iterator[str]:
        """The same for people."""
        for line in self.timeline:
            yield f"{line.at:%Y-%m-%d %H:%M}  {line.pool}  {line.event}"
        for phase in self.phases:
            yield phase.sentence()
        for anomaly in self.anomalies:
            yield f"注意：{anomaly['message']}"
        for failure in self.failures:
            yield f"不符：{failure}"
        yield "预演通过。" if self.ok else f"预演有 {len(self.failures)} 处不符。"


def rehearse(package: Package, wiring: Wiring, story: Story | None = None, start: date | None = None) -> Rehearsal:
    """Play one story, or all of the package; each in a house of its own. Raises CannotDeploy, Invalid."""
    procedure = compile_package(package)
    stories = [story] if story else stories_of(package)
    result = Rehearsal(procedure.manifest.id, "、".join(s.name for s in stories))
    if not stories:
        result.failures.append("办法包里没有场景（scenarios/*.yaml）。")
    if stories:
        with stage(package, wiring, min(begins(each, start) for each in stories)) as here:
            result.phases, result.anomalies = _against_the_calendar(here, begins(stories[0], start))
            for played in side_by_side(len(stories), lambda number: _play_one(here, stories[number], start)):
                result.timeline += played.timeline
                result.outcome |= played.outcome
                result.failures += played.failures
    return result


def comes_true(package: Package, wiring: Wiring, story: Story) -> bool:
    """Whether a story holds to its end; left at the first thing that does not. Raises CannotDeploy, Invalid."""
    with stage(package, wiring, at := begins(story, None)) as here:
        clock = SetClock(at)
        with here.house(clock) as house:
            try:
                return next(Player(house, clock, here.procedure, story).unmet(), None) is None
            except (StepFailed, Faulty, Refusal):
                return False


@dataclass(frozen=True)
class StoryPlayed:
    """What came of one story."""

    failures: list[str]
    timeline: list[Line] = field(default_factory=list)
    outcome: dict[str, Any] = field(default_factory=dict)


def play_story(
    uow: UnitOfWork, package: Package, wiring: Wiring, story: Story, start: date | None, laid_down_at: datetime
) -> StoryPlayed:
    """Play one story by the calendar that is in force in this house. `laid_down_at`: before any story begins.

    Raises CannotDeploy, Invalid.
    """
    with stage_by_calendar_of(uow, package, wiring, laid_down_at) as here:
        return _play_one(here, story, start)


def _play_one(here: Stage, story: Story, start: date | None) -> StoryPlayed:
    clock = SetClock(begins(story, start))
    with here.house(clock) as house:
        player = Player(house, clock, here.procedure, story)
        try:
            failures = [f"{story.name} {text}" for text in player.play()]
        except StepFailed as failed:
            failures = [f"{story.name} {failed}"]
        except (Faulty, Refusal) as error:
            failures = [f"{story.name} 走不下去：{error}"]
        with house.reading() as uow:
            return StoryPlayed(failures, timeline(uow), {story.name.removesuffix(".yaml"): outcome_of(uow)})


def _against_the_calendar(here: Stage, at: datetime) -> tuple[list[Phase], list[dict[str, str | None]]]:
    with here.house(SetClock(at)) as house, house.reading() as uow:
        procedure = registry.load(uow, registry.current(uow, here.procedure).id)
        return phases(uow, procedure), anomalies(uow, procedure)


def begins(story: Story, start: date | None = None) -> datetime:
    """The story's own beginning, moved to the day that was asked for."""
    first = story.start or next((s.at for s in story.steps if s.at), None) or datetime(2021, 1, 1, 9, tzinfo=SHANGHAI)
    if start is None:
        return first
    return datetime.combine(start, local(first).time(), SHANGHAI)
