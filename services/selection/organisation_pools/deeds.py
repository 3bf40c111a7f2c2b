"""A pool about an organisation that a person begins: offered on the organisation's page to whom its `starters` names.

Properties of the process: `starters` (words `level:role`, seen from that organisation) and `only_if` (FEEL over
`own_organisation`, for instance its level). A pool that begins by message is offered to nobody.
"""

from collections.abc import Iterator

from sqlalchemy import select

from services import calendar
from services.calendar.feel_functions import library
from services.casework.deeds import NoSuchDeed, principals_of_starters
from services.casework.instances import Instance, Moved, start, wired_functions
from services.casework.instances.organisation_facts import organisation_functions, told
from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act
from services.people.identity import Actor
from services.people.organisations import Organisation
from services.process import engine, registry
from services.process.registry import Procedure, ProcedureVersion
from services.process.rules.feel import compile_expression

from .queries import SUBJECT, subject_of


class AlreadyUnderWay(Conflict):
    """The same pool runs for this organisation already."""

    sentence = "这件事已经在办理，办结之前不能再次提出。"


def pools_to_begin(
    uow: UnitOfWork, actor: Actor, organisation: Organisation
) -> list[tuple[ProcedureVersion, engine.Pool]]:
    """What this person may begin for an organisation now, by the versions in force."""
    running = _running(uow, organisation)
    return [(v, p) for v, p in _offered(uow, actor, organisation) if (v.procedure, p.id) not in running]


def begin_pool(
    uow: UnitOfWork, actor: Actor, organisation: Organisation, procedure: str, process: str
) -> tuple[Instance, Moved]:
    """A person begins a pool for an organisation; its variable `begun_by` is the person's number.

    Raises NoSuchDeed where it is not this person's, AlreadyUnderWay where it runs already.
    """
    # Locked, so that of two who begin at once the second finds it running.
    locked = uow.session.get_one(Organisation, organisation.id, with_for_update=True, populate_existing=True)
    version = next((v for v, p in _offered(uow, actor, locked) if (v.procedure, p.id) == (procedure, process)), None)
    if version is None:
        raise NoSuchDeed
    if (procedure, process) in _running(uow, locked):
        raise AlreadyUnderWay
    return start(
        uow,
        version.id,
        process,
        subject_of(locked),
        organisation_id=locked.id,
        title=locked.name,
        actor_id=actor.id,
        variables={"begun_by": actor.id},
    )


def _offered(
    uow: UnitOfWork, actor: Actor, organisation: Organisation
) -> Iterator[tuple[ProcedureVersion, engine.Pool]]:
    """The pools that begin by a deed of this person, and may for this organisation."""
    for version in registry.in_force(uow):
        procedure = registry.load(uow, version.id)
        level = procedure.manifest.recommender_level
        for pool in procedure.pools_about(SUBJECT):
            if pool.starts_by != "deed":
                continue
            who = principals_of_starters(uow, pool.properties.get("starters"), organisation.id, None, level)
            if may_act(actor, who) and _is_open(uow, procedure, pool, organisation):
                yield version, pool


def _running(uow: UnitOfWork, organisation: Organisation) -> set[tuple[str, str]]:
    """(procedure, process) of what runs about it, by whichever version."""
    about = (Instance.subject_kind == SUBJECT, Instance.subject_id == organisation.id, Instance.finished_at.is_(None))
    rows = select(ProcedureVersion.procedure, Instance.process).join(
        ProcedureVersion, ProcedureVersion.id == Instance.version_id
    )
    return {(procedure, process) for procedure, process in uow.session.execute(rows.where(*about))}


def _is_open(uow: UnitOfWork, procedure: Procedure, pool: engine.Pool, organisation: Organisation) -> bool:
    text = pool.properties.get("only_if", "").strip()
    if not text:
        return True
    functions = {
        **library(calendar.load(uow), uow.now),
        **organisation_functions(uow, procedure.manifest.recommender_level),
        **wired_functions(uow),
    }
    names = {"own_organisation": told(organisation)}
    return compile_expression(text.removeprefix("=")).evaluate(names.get, functions) is True
