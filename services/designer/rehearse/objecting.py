"""The public of a story: somebody objects to a case on the newest notice that lists it, or takes the objection back."""

from typing import TYPE_CHECKING

from services.foundation.storage.unit_of_work import UnitOfWork
from services.selection.objections import Said, enter_objection, file_objection, withdraw
from services.selection.public_notices import PublicNotice, notices

from .find import StepFailed

if TYPE_CHECKING:
    from .play import Player
    from .story import Step

KEYS = frozenset({"kind", "facts", "name", "contact", "unit", "channel"})
SAID = {"facts": "反映的事实可以核查，线索附后。", "name": "无名氏", "contact": "000-00000000"}
SCAN = b"%PDF-1.4\n%%EOF\n"  # a unit's sealed letter, as far as a story needs one


def play_object(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """By default a person with a name, on the public page; with `channel` the office (`who`) enters it."""
    notice, place = _place(player, uow, step)
    told = {key: str(step.details.get(key) or default) for key, default in SAID.items()}
    kind = str(step.details.get("kind") or "person")
    unit = str(step.details.get("unit") or "") if kind == "unit" else ""
    said = Said(place=place, kind=kind, unit=unit, sealed=kind == "unit", files=(SCAN,) * (kind == "unit"), **told)
    if channel := step.details.get("channel"):
        filed = enter_objection(uow, player.actor(uow, step), notice.no, said, str(channel))
    else:
        filed = file_objection(uow, notice.no, said)
    player.played.receipts[step.case or ""] = (filed.objection.no, filed.word)


def play_withdraw(player: "Player", uow: UnitOfWork, step: "Step") -> None:
    """The newest objection of the story against this case is taken back with its receipt."""
    if step.case not in player.played.receipts:
        raise StepFailed(f"第 {step.number} 步：还没有人对案卷“{step.case}”提出异议。")
    withdraw(uow, *player.played.receipts[step.case])


def _place(player: "Player", uow: UnitOfWork, step: "Step") -> tuple[PublicNotice, int]:
    case_id = player.played.cases.get(step.case or "")
    for notice in notices(uow):
        if case_id is not None and case_id in (notice.cases or []):
            return notice, (notice.cases or []).index(case_id) + 1
    raise StepFailed(f"第 {step.number} 步：案卷“{step.case}”不在任何公示名单里。")
