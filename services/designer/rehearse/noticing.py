"""Deeds of a story about a public notice: the office takes it down for a while, and puts it back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.selection.public_notices import PublicNotice, notices, restore, take_down

from .find import StepFailed

if TYPE_CHECKING:
    from .play import Player
    from .story import Step

KEYS = frozenset({"notice", "reason"})
Verb = Callable[[UnitOfWork, Actor, str, str], PublicNotice]


def play_take_down(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """A notice is taken down: the newest, unless the line names its number in `notice`."""
    _turn(take_down, player, uow, step)


def play_restore(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """It is put back."""
    _turn(restore, player, uow, step)


def _turn(verb: Verb, player: "Player", uow: UnitOfWork, step: "Step") -> None:
    newest = next(iter(notices(uow)), None)
    no = step.details.get("notice") or (newest.no if newest else None)
    if no is None:
        raise StepFailed(f"第 {step.number} 步：还没有公示。")
    verb(uow, player.actor(uow, step), str(no), str(step.details.get("reason") or "核对名单"))
