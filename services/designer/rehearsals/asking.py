"""Somebody has a draft, or a version, rehearsed: its stories become jobs."""

from collections.abc import Sequence
from datetime import date

from services.foundation.errors import Invalid, NotFound
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, require_role
from services.process import registry
from services.process.engine import Problem
from services.process.registry import Package, ProcedureVersion

from .. import drafts
from ..check import check_package
from ..rehearse import stories_of
from .events import RehearsalAsked
from .models import RehearsalRun, StoryRun
from .playing import LANES, have_played

ROLE = "designer"
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


class RehearsalRefused(Invalid):
    """The package cannot be played; `problems` are the errors of its check, none where it has no story."""

    def __init__(self, sentence: str, problems: Sequence[Problem] = ()) -> None:
        self.problems = list(problems)
        super().__init__(sentence)


def rehearse_draft(uow: UnitOfWork, actor: Actor, draft_id: int, start: date | None = None) -> RehearsalRun:
    """Have all stories of a draft played as it stands now. Raises NotAllowed, NotFound, RehearsalRefused, Invalid."""
    draft = drafts.draft_by_id(uow, actor, draft_id)
    package = drafts.package_of(uow, draft)
    run = RehearsalRun(procedure=draft.procedure, draft_id=draft.id, version_id=None, title=draft.title)
    return _asked(uow, actor, run, package, Subject("draft", draft.id), start)


def rehearse_version(uow: UnitOfWork, actor: Actor, version_id: int, start: date | None = None) -> RehearsalRun:
    """Have all stories of a deployed version played. Raises as rehearse_draft."""
    require_role(actor, ROLE)
    version = uow.session.get(ProcedureVersion, version_id)
    if version is None:
        raise NotFound("没有这个办法版本。")
    package = registry.package_of(uow, version)
    run = RehearsalRun(procedure=version.procedure, draft_id=None, version_id=version.id, title=version.title)
    return _asked(uow, actor, run, package, Subject("deployment", version.id), start)


def _asked(
    uow: UnitOfWork, actor: Actor, run: RehearsalRun, package: Package, subject: Subject, start: date | None
) -> RehearsalRun:
    if start is not None and not EARLIEST <= start <= LATEST:
        raise Invalid("起始日期不对。", fields={"start": "请选 2000 年至 2100 年之间的一天。"})
    if "procedure.yaml" not in package.files:
        raise RehearsalRefused("办法包缺少 procedure.yaml，不能预演。")
    errors = [p for p in check_package(package, uow.wiring.effects).problems if p.severity == "error"]
    if errors:
        raise RehearsalRefused(f"校验还有 {len(errors)} 处错误，改好以后才能预演。", errors)
    stories = stories_of(package)
    if not stories:
        raise RehearsalRefused("还没有情景可以预演。请先“走一遍”，把走过的步骤存为情景。")
    run.digest, run.start_day, run.asked_by, run.asked_at = package.digest, start, actor.id, uow.now
    uow.session.add(run)
    uow.session.flush()
    for position, story in enumerate(stories):
        row = StoryRun(rehearsal_id=run.id, position=position, name=story.name, title=story.title)
        row.failures, row.timeline, row.outcome = [], [], {}
        uow.session.add(row)
    uow.session.flush()
    for lane in range(LANES):
        have_played(uow, run.id, lane)
    uow.record(
        RehearsalAsked(
            subject=subject, actor_id=actor.id, title=run.title, version=package.digest, stories=len(stories)
        )
    )
    return run
