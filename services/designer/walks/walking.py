"""Walking: a scratch house is opened as the last step left it, one thing is done in it, and it is packed again.

Doing it takes a second and happens outside any transaction of the real house; `keep` then writes down what came of it.
"""

import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import event, select

from services.foundation.clock import SHANGHAI, SetClock, local
from services.foundation.errors import Conflict, Invalid, NotFound
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, UnitOfWork, Wiring
from services.people.identity import Actor, require_role
from services.process import registry
from services.process.registry import Package

from .. import drafts
from ..check import check_package
from ..rehearse import Player, StepFailed, Story, next_moment, pass_time, read_story, settle
from ..rehearse.deeds import DEEDS
from ..rehearse.expect import Played
from ..rehearse.scratch import stage_by_calendar_of
from .models import Walk, WalkStep

ROLE = "designer"
MOST_STEPS = 200
MORNING = time(9)
CAST = "scenarios/cast.yaml"


@dataclass(frozen=True)
class Made:
    """A step that was taken: what a WalkStep keeps."""

    clock: datetime
    told: dict[str, Any]
    sentence: str
    played: dict[str, Any]
    house: bytes


def begin(uow: UnitOfWork, actor: Actor, draft_id: int, start: date, wiring: Wiring) -> tuple[str, Made]:
    """Lay the draft down with its cast on a day at nine: its digest, and step 0.

    Raises NotAllowed, NotFound, Invalid.
    """
    draft = drafts.draft_by_id(uow, actor, draft_id)
    package = drafts.package_of(uow, draft)
    if "procedure.yaml" not in package.files:
        raise Invalid("办法包缺少 procedure.yaml，还不能走。")
    errors = [p for p in check_package(package, uow.wiring.effects).problems if p.severity == "error"]
    if errors:
        raise Invalid(f"校验还有 {len(errors)} 处错误，改好以后才能走一遍。")
    if CAST not in package.files:
        raise Invalid(f"草稿里没有预演的人员名单（{CAST}），不知道由谁来办。请先放进一份，或从别的办法复制。")
    at = datetime.combine(start, MORNING, SHANGHAI)
    cast = read_story("walk.yaml", b"steps: []", package).cast
    with stage_by_calendar_of(uow, package, wiring, at) as here, here.house(clock := SetClock(at)) as house:
        Player(house, clock, here.procedure, Story("walk", "", at, cast, ()))
        settle(house)
        with tempfile.TemporaryDirectory() as folder:
            return package.digest, Made(at, {}, "", {"procedure": here.procedure}, _packed(house, Path(folder)))


@contextmanager
def opened(step: WalkStep, wiring: Wiring) -> Iterator[tuple[House, SetClock, Player]]:
    """The scratch house as a step left it, for a while; nothing of it is left behind."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "walk.db"
        place.write_bytes(zlib.decompress(step.house))
        engine = open_database(f"sqlite:///{place}")
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        clock = SetClock(step.clock)
        house = House(engine, clock, wiring)
        try:
            player = Player(house, clock, str(step.played["procedure"]), Story("walk", "", None, {}, ()))
            player.played = Played(
                dict(step.played.get("cases") or {}),
                step.played.get("campaign"),
                {k: (v[0], v[1]) for k, v in (step.played.get("receipts") or {}).items()},
            )
            yield house, clock, player
        finally:
            engine.dispose()


def forward(step: WalkStep, told: dict[str, Any], sentence: str, wiring: Wiring, package: Package) -> Made:
    """Do what a line tells, or turn the clock where it tells only `at`. Raises Refusal as the deed's verb does."""
    if step.number >= MOST_STEPS:
        raise Invalid(f"一次最多走 {MOST_STEPS} 步，请先存为情景，再另走一遍。")
    line = yaml.safe_dump({"steps": [told]}, allow_unicode=True).encode()
    (parsed,) = read_story("walk.yaml", line, Package(package.name, {})).steps
    with opened(step, wiring) as (house, clock, player):
        if parsed.at is not None:
            pass_time(house, clock, parsed.at)
        if parsed.do is not None:
            try:
                with house.work() as uow:
                    DEEDS[parsed.do].play(player, uow, parsed)
            except StepFailed as failed:
                raise Invalid(str(failed).partition("：")[2] or str(failed)) from failed
        settle(house)
        played = {
            "procedure": player.procedure_id,
            "cases": player.played.cases,
            "campaign": player.played.campaign_id,
            "receipts": player.played.receipts,
        }
        with tempfile.TemporaryDirectory() as folder:
            return Made(clock.now(), told, sentence, played, _packed(house, Path(folder)))


def next_due(step: WalkStep, wiring: Wiring) -> datetime | None:
    """When something falls due next on the walk's clock."""
    with opened(step, wiring) as (house, _, _):
        return next_moment(house)


def keep(uow: UnitOfWork, actor: Actor, walk: int | tuple[int, str], number: int, made: Made) -> Walk:
    """Write a step down as this number. `walk`: its id, or (draft, digest) for a new one.

    Raises NotAllowed, Conflict.
    """
    require_role(actor, ROLE)
    if isinstance(walk, tuple):
        row = Walk(draft_id=walk[0], digest=walk[1], walked_by=actor.id, began_at=uow.now)
        uow.session.add(row)
        uow.session.flush()
    else:
        row = walk_by_id(uow, actor, walk)
        if last_step(uow, row).number != number - 1:
            raise Conflict("这一步已经走过了，请看最新的样子。")
    uow.session.add(
        WalkStep(
            walk_id=row.id, number=number, clock=made.clock, told=made.told, sentence=made.sentence,
            played=made.played, house=made.house,
        )
    )  # fmt: skip
    uow.session.flush()
    return row


def step_back(uow: UnitOfWork, actor: Actor, walk_id: int) -> None:
    """Forget the last step; the beginning stays."""
    last = last_step(uow, walk_by_id(uow, actor, walk_id))
    if last.number:
        uow.session.delete(last)


def walk_by_id(uow: UnitOfWork, actor: Actor, walk_id: int) -> Walk:
    """A walk of one's own. Raises NotAllowed, NotFound."""
    require_role(actor, ROLE)
    walk = uow.session.get(Walk, walk_id)
    if walk is None or walk.walked_by != actor.id:
        raise NotFound("没有这一遍，或者是别人走的。")
    return walk


def walks_of(uow: UnitOfWork, actor: Actor, draft_id: int) -> list[tuple[Walk, int]]:
    """One's own walks through a draft with the number of their last step, the newest first, at most ten."""
    mine = select(Walk).where(Walk.draft_id == draft_id, Walk.walked_by == actor.id)
    return [(w, last_step(uow, w).number) for w in uow.session.scalars(mine.order_by(Walk.id.desc()).limit(10))]


def last_step(uow: UnitOfWork, walk: Walk) -> WalkStep:
    """Where a walk stands."""
    query = select(WalkStep).where(WalkStep.walk_id == walk.id).order_by(WalkStep.number.desc()).limit(1)
    return uow.session.scalars(query).one()


def steps_of(uow: UnitOfWork, walk: Walk) -> list[tuple[int, datetime, dict[str, Any], str]]:
    """The lines so far: number, clock in Shanghai, as a story tells it, in words; without the scratch houses."""
    columns = (WalkStep.number, WalkStep.clock, WalkStep.told, WalkStep.sentence)
    rows = uow.session.execute(select(*columns).where(WalkStep.walk_id == walk.id).order_by(WalkStep.number))
    return [(number, local(clock), told, sentence) for number, clock, told, sentence in rows]


def _packed(house: House, folder: Path) -> bytes:
    """The whole database as one small value; VACUUM INTO also gathers what still stands in the journal."""
    target = folder / "packed.db"
    with closing(sqlite3.connect(str(house.engine.url.database))) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    return zlib.compress(target.read_bytes(), 6)


def procedure_in(uow: UnitOfWork, step: WalkStep) -> registry.Procedure:
    """The procedure that is walked, in its scratch house."""
    return registry.load(uow, registry.current(uow, str(step.played["procedure"])).id)
