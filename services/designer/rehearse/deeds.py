"""What a story may tell: each `do` is the verb that a person's button would call, with the keys its line may bear.

Every line may also bear at, who, case, studio, refused, expect and note. A new deed of people is a new line of DEEDS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from services.casework.completions import Completing, complete
from services.casework.deeds import do_deed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import organisation
from services.process.registry import Edge, read_edge
from services.selection.campaigns import apply, open_campaign
from services.selection.organisation_pools import begin_pool as begin_about_organisation
from services.selection.studios.deeds import begin_pool

from . import noticing, objecting
from .find import StepFailed, campaign_of, instance_with, studio_of, task_of
from .specimens import with_specimens

if TYPE_CHECKING:
    from .play import Player
    from .story import Step

ALWAYS = frozenset({"at", "who", "do", "case", "studio", "task", "refused", "expect", "note"})
SAID = frozenset({"answers", "answers_from"})


@dataclass(frozen=True)
class Told:
    """A kind of deed: who carries it out, and which keys its line may bear beside those of every line."""

    play: "Callable[[Player, UnitOfWork, Step], None]"
    keys: frozenset[str] = frozenset()


def _open_campaign(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """A campaign of the procedure begins."""
    windows = {k: (_edge(v[0]), _edge(v[1])) for k, v in (step.details.get("windows") or {}).items()}
    year = int(step.details.get("year") or uow.now.year)
    title = str(step.details.get("title") or f"{year} 年批次")
    who = player.actor(uow, step)
    player.played.campaign_id = open_campaign(uow, who, player.procedure_id, title, year, windows).id


def _open_case(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """A case is opened in the story's campaign."""
    who, campaign = player.actor(uow, step), campaign_of(player, uow, step)
    code = step.details.get("organisation")
    leads = [s.organisation_id for s in who.positions if s.role == "lead"]
    where = (
        _in_cast(player, step, code) if code is not None else (leads or [s.organisation_id for s in who.positions])[0]
    )
    case = apply(uow, who, campaign, where, str(step.details.get("title") or "工作室"))
    player.played.cases[step.case or "A"] = case.id


def _complete(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """A task that waits is completed."""
    who = player.actor(uow, step)
    task = task_of(player, uow, who, step)
    acknowledged = bool(step.details.get("acknowledged"))
    answers = with_specimens(uow, who, task.id, step.answers)
    complete(uow, who, task.id, Completing(answers, acknowledged=acknowledged))


def _deed(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """What the diagram listens for is done beside the inbox."""
    who, instance = player.actor(uow, step), instance_with(player, uow, step)
    acknowledged = bool(step.details.get("acknowledged"))
    do_deed(uow, who, instance.id, step.task or "", Completing(step.answers, acknowledged=acknowledged))


def _begin_pool(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """A pool is begun from the page of its studio, or of its organisation; `pool` is its process id."""
    process, code = str(step.details.get("pool") or ""), step.details.get("organisation")
    if code is not None:
        about = organisation(uow, _in_cast(player, step, code))
        begin_about_organisation(uow, player.actor(uow, step), about, player.procedure_id, process)
        return
    studio = studio_of(player, uow, step)
    if studio is None:
        raise StepFailed(f"第 {step.number} 步要写明是哪个工作室（studio）。")
    begin_pool(uow, player.actor(uow, step), studio, process)


def _in_cast(player: "Player", step: "Step", code: Any) -> int:
    if code not in player.cast.organisations:
        raise StepFailed(f"第 {step.number} 步的单位“{code}”不在 cast.yaml 里。")
    return player.cast.organisations[code]


def _edge(value: Any) -> date | Edge:
    """A day keeps the hour that the procedure gives the phase; with an hour it is said anew."""
    edge = read_edge(value)
    if edge is None:
        raise StepFailed(f"阶段的日期“{value}”写法不对，应如 2021-11-10 或 2021-11-10 18:00。")
    return edge if edge.hour is not None else edge.day


DEEDS: dict[str, Told] = {
    "open_campaign": Told(_open_campaign, frozenset({"title", "year", "windows"})),
    "open_case": Told(_open_case, frozenset({"title", "organisation"})),
    "complete": Told(_complete, SAID | {"acknowledged"}),
    "deed": Told(_deed, SAID | {"acknowledged", "organisation"}),
    "begin_pool": Told(_begin_pool, frozenset({"pool", "organisation"})),
    "object": Told(objecting.play_object, objecting.KEYS),
    "withdraw_objection": Told(objecting.play_withdraw),
    "take_down_notice": Told(noticing.play_take_down, noticing.KEYS),
    "restore_notice": Told(noticing.play_restore, noticing.KEYS),
}
