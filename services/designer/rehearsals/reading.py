"""Looking at rehearsals: one, those of a draft, and what is known of a package by its digest."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from services.foundation.errors import NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from ..drafts.pen import READERS
from .models import RehearsalRun, StoryRun


@dataclass(frozen=True)
class Standing:
    """How a rehearsal stands. `failures`: of the stories played so far."""

    run: RehearsalRun
    stories: Sequence[StoryRun]

    @property
    def done(self) -> int:
        """How many stories were played."""
        return sum(1 for story in self.stories if story.done_at is not None)

    @property
    def is_over(self) -> bool:
        """Whether all were."""
        return self.done == len(self.stories)

    @property
    def failures(self) -> list[str]:
        """Every sentence, by story."""
        return [text for story in self.stories for text in story.failures]

    @property
    def has_passed(self) -> bool:
        """All were played and all held."""
        return self.is_over and not self.failures


def rehearsal_by_id(uow: UnitOfWork, actor: Actor, rehearsal_id: int) -> RehearsalRun:
    """A rehearsal for whoever may look: a designer or an auditor. Raises NotAllowed, NotFound."""
    if not any(actor.holds(role) for role in READERS):
        raise NotAllowed()
    run = uow.session.get(RehearsalRun, rehearsal_id)
    if run is None:
        raise NotFound("没有这次预演。")
    return run


def stories_of_run(uow: UnitOfWork, run: RehearsalRun) -> list[StoryRun]:
    """Its stories, in order."""
    query = select(StoryRun).where(StoryRun.rehearsal_id == run.id).order_by(StoryRun.position)
    return list(uow.session.scalars(query))


def standing_of(uow: UnitOfWork, run: RehearsalRun) -> Standing:
    """How it stands now."""
    return Standing(run, stories_of_run(uow, run))


def rehearsals_of(uow: UnitOfWork, draft_id: int | None = None, version_id: int | None = None) -> list[Standing]:
    """Those of a draft or of a version, the newest first, at most twenty."""
    asked = RehearsalRun.draft_id == draft_id if draft_id is not None else RehearsalRun.version_id == version_id
    runs = uow.session.scalars(select(RehearsalRun).where(asked).order_by(RehearsalRun.id.desc()).limit(20))
    return [standing_of(uow, run) for run in runs]


def latest_of(uow: UnitOfWork, digest: str) -> Standing | None:
    """The newest rehearsal of these very bytes with the stories' own beginnings; None where there is none."""
    query = select(RehearsalRun).where(RehearsalRun.digest == digest, RehearsalRun.start_day.is_(None))
    run = uow.session.scalar(query.order_by(RehearsalRun.id.desc()).limit(1))
    return None if run is None else standing_of(uow, run)
