"""A pool about a studio that a person begins: offered on the studio's page to whom its `starters` names.

Properties of the process: `starters` (words `level:role`, seen from the studio's own organisation, or FEEL over
`studio` that gives them: where several levels name, each looks after its own) and `only_if` (FEEL over `studio`).
A pool that begins by message, or by itself every year, is offered to nobody.
"""

from typing import Any

from sqlalchemy import select

from services import calendar
from services.calendar.feel_functions import library
from services.casework.deeds import NoSuchDeed, principals_of_starters
from services.casework.instances import Instance, Moved, start
from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act
from services.people.identity import Actor
from services.process import engine, registry
from services.process.rules.feel import compile_expression

from .known import facts_of
from .models import Studio

SUBJECT = "studio"


class AlreadyUnderWay(Conflict):
    """The same pool runs for this studio already."""

    sentence = "这件事已经在办理，办结之前不能再次提出。"


def pools_to_begin(uow: UnitOfWork, actor: Actor, studio: Studio) -> list[engine.Pool]:
    """What this person may begin for a studio now, by the newest version of its procedure."""
    running = _running(uow, studio)
    return [pool for pool in _pools_of(uow, actor, studio) if pool.id not in running]


def begin_pool(uow: UnitOfWork, actor: Actor, studio: Studio, process: str) -> tuple[Instance, Moved]:
    """A person begins a pool for a studio; its variable `begun_by` is the person's number.

    Raises NoSuchDeed where it is not this person's, AlreadyUnderWay where it runs already.
    """
    # Locked, so that of two who begin at once the second finds it running.
    locked = uow.session.get_one(Studio, studio.id, with_for_update=True, populate_existing=True)
    if process not in {pool.id for pool in _pools_of(uow, actor, locked)}:
        raise NoSuchDeed
    if process in _running(uow, locked):
        raise AlreadyUnderWay
    return start(
        uow,
        registry.current(uow, locked.procedure).id,
        process,
        locked.subject,
        organisation_id=locked.organisation_id,
        title=locked.name,
        campaign_id=locked.campaign_id,
        actor_id=actor.id,
        lead=locked.lead,
        category=locked.category,
        variables={"begun_by": actor.id},
    )


def _pools_of(uow: UnitOfWork, actor: Actor, studio: Studio) -> list[engine.Pool]:
    """The pools of its procedure that begin by a deed of this person, and may for this studio."""
    if studio.no is None or not registry.is_deployed(uow, studio.procedure):
        return []
    procedure = registry.load(uow, registry.current(uow, studio.procedure).id)
    level = procedure.manifest.recommender_level
    by_deed = [p for p in procedure.pools_about(SUBJECT) if p.starts_by == "deed" and not p.properties.get("yearly")]
    mine = [
        pool
        for pool in by_deed
        if may_act(
            actor,
            principals_of_starters(uow, _starters(uow, pool, studio), studio.organisation_id, None, level),
        )
    ]
    return [pool for pool in mine if _is_open(uow, pool, studio)]


def _running(uow: UnitOfWork, studio: Studio) -> set[str]:
    about = (Instance.subject_kind == SUBJECT, Instance.subject_id == studio.id, Instance.finished_at.is_(None))
    return set(uow.session.scalars(select(Instance.process).where(*about)))


def _is_open(uow: UnitOfWork, pool: engine.Pool, studio: Studio) -> bool:
    text = pool.properties.get("only_if", "").strip()
    if not text:
        return True
    return _look(uow, text, studio) is True


def _starters(uow: UnitOfWork, pool: engine.Pool, studio: Studio) -> Any:
    text = pool.properties.get("starters", "").strip()
    return _look(uow, text, studio) if text.startswith("=") else text


def _look(uow: UnitOfWork, text: str, studio: Studio) -> Any:
    names, functions = {SUBJECT: facts_of(uow, studio)}, library(calendar.load(uow), uow.now)
    return compile_expression(text.removeprefix("=")).evaluate(names.get, functions)
