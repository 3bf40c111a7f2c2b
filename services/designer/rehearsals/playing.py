"""The job: one story of a rehearsal is played on a scratch database, and what came of it is written down."""

from collections.abc import Callable
from typing import Any

from services.foundation.errors import Faulty, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork, Wiring
from services.process import registry
from services.process.registry import Package, ProcedureVersion
from services.record import jobs

from .. import drafts
from ..drafts import Draft
from ..rehearse import StoryPlayed, begins, play_story, stories_of
from .models import RehearsalRun, StoryRun

PLAY = "rehearse_story"
LANES = 2  # stories of one rehearsal that are due at a time: a worker has other things to do between them
CHANGED = "草稿在预演途中改动了，请重新预演。"


def playing(wiring: Callable[[], Wiring]) -> jobs.InTwoSteps:
    """The entry of the table of jobs. `wiring`: gives the wiring for rehearsals, which that table is a part of."""

    def prepare(uow: UnitOfWork, payload: Any) -> StoryPlayed | None:
        run = uow.session.get(RehearsalRun, payload["rehearsal"])
        row = uow.session.get(StoryRun, (payload["rehearsal"], payload["position"]))
        if run is None or row is None or row.done_at is not None:
            return None
        package = _package(uow, run)
        if package is None or package.digest != run.digest:
            return StoryPlayed([CHANGED])
        return _play(uow, run, row, package, wiring())

    return jobs.InTwoSteps(prepare, _finish)


def _finish(uow: UnitOfWork, payload: Any, played: StoryPlayed | None) -> None:
    row = uow.session.get(StoryRun, (payload["rehearsal"], payload["position"]))
    if played is None or row is None:
        return
    row.done_at, row.failures, row.outcome = uow.now, played.failures, played.outcome
    row.timeline = [line.as_json() for line in played.timeline]
    have_played(uow, row.rehearsal_id, row.position + LANES)


def have_played(uow: UnitOfWork, rehearsal_id: int, position: int) -> None:
    """Put a story of a rehearsal into the queue, where there is one at this position."""
    if uow.session.get(StoryRun, (rehearsal_id, position)) is not None:
        key = f"{PLAY} {rehearsal_id} {position}"
        jobs.enqueue(uow, PLAY, {"rehearsal": rehearsal_id, "position": position}, key=key)


def _package(uow: UnitOfWork, run: RehearsalRun) -> Package | None:
    if run.version_id is not None:
        return registry.package_of(uow, uow.session.get_one(ProcedureVersion, run.version_id))
    draft = uow.session.get(Draft, run.draft_id)
    return drafts.package_of(uow, draft) if draft is not None else None


def _play(uow: UnitOfWork, run: RehearsalRun, row: StoryRun, package: Package, wiring: Wiring) -> StoryPlayed:
    try:
        stories = stories_of(package)
        laid_down_at = min(begins(story, run.start_day) for story in stories)
        story = next(story for story in stories if story.name == row.name)
        return play_story(uow, package, wiring, story, run.start_day, laid_down_at)
    except (Refusal, Faulty) as error:
        return StoryPlayed([f"{row.name} 走不下去：{error}"])
    except Exception as error:  # whatever a draft may bring about is told on its page, not to the operator
        return StoryPlayed([f"{row.name} 走不下去：程序错误 {type(error).__name__}。"])
