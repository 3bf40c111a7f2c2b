"""批次看板: the phases with today, what is late and its 催办 in bulk, unit by step, quotas and ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from app import access
from services.casework.tasks import task_by_id
from services.casework.urging import Urge, office_of, urge, urges_of
from services.designer.rehearse.phases import Phase, phases, with_windows
from services.foundation.clock import local_day
from services.foundation.errors import Invalid, NotAllowed, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act
from services.people.identity import Actor
from services.process.registry import Procedure
from services.selection.board import LateTask, Matrix, Metered, Place, late_tasks, matrix, meters, standings
from services.selection.campaigns import Campaign, campaign_by_id, may_read_papers
from services.selection.campaigns.windows import as_windows

page = Blueprint("board", __name__)

PAGE = 50
MOST_URGED = 200


class NotItsReader(NotAllowed):
    """Only whoever reads a campaign's own papers sees its board."""

    sentence = "只有批次主办单位和它的上级可以在看板上催办。"


@dataclass(frozen=True)
class Bar:
    """A phase on the time line: from where to where, in thousandths of the whole; `today` likewise, if within it."""

    phase: Phase
    state: str
    left: int
    width: int


@dataclass(frozen=True)
class Line:
    """The time line: its bars, and where today stands (None: before or after all phases)."""

    bars: list[Bar]
    today: int | None
    day: date


@dataclass(frozen=True)
class Meters:
    """Meters of recommenders as a table (name, the readings in the order of `heads`), and those of the whole."""

    heads: list[tuple[str, str]]
    rows: list[tuple[str, list[Metered]]]
    whole: list[Metered]


@dataclass(frozen=True)
class Board:
    """What the office sees at a glance. `urged`: the last urging of a late task; `own`: late tasks that the reader has
    in hand; `may_urge`: all the others, in bulk.
    """

    line: Line
    late: list[LateTask]
    urged: dict[int, Urge]
    own: set[int]
    may_urge: bool
    matrix: Matrix
    meters: Meters


@dataclass(frozen=True)
class Listed:
    """A page of the cases on a campaign's page, and what they were narrowed to."""

    places: list[Place]
    total: int
    number: int
    pages: int
    chosen: dict[str, str]
    recommender: str


def board_of(uow: UnitOfWork, actor: Actor, campaign: Campaign, procedure: Procedure, seen: Sequence[Place]) -> Board:
    """Gather the board of a campaign; rights were asked before. What it asks does not grow with the cases."""
    mine = {place.case_id for place in seen}
    late = [row for row in late_tasks(uow, campaign.id) if row.subject_kind != "case" or row.subject_id in mine]
    urged = {row.task_id: row for row in urges_of(uow, [task.task_id for task in late])}
    pools = procedure.definition.pools.values()
    drawn = [element for pool in pools for element in pool.elements]
    return Board(
        _line(uow, campaign, procedure),
        late,
        urged,
        {row.task_id for row in late if may_act(actor, row.principals)},
        may_act(actor, office_of(uow, campaign.id)),
        matrix(seen, drawn),
        metered(uow, campaign, procedure, seen),
    )


def metered(
    uow: UnitOfWork, campaign: Campaign, procedure: Procedure, seen: Sequence[Place], said: dict[str, Any] | None = None
) -> Meters:
    """The procedure's meters as the page shows them."""
    read = meters(uow, campaign, seen, said)
    names = {place.recommender_id: place.recommender for place in seen}
    found: dict[int, list[Metered]] = {}
    for row in read:
        if row.recommender_id is not None:
            found.setdefault(row.recommender_id, []).append(row)
    heads = [(m.title, m.clause) for m in procedure.manifest.meters if m.of == "recommender"]
    rows = [(names[number], rows) for number, rows in found.items()]
    return Meters(heads, rows, [row for row in read if row.recommender_id is None])


def listed_cases(seen: Sequence[Place]) -> Listed:
    """The cases that the address asks for: `recommender`, `step` (a name on the board), `page`."""
    chosen = {name: request.args.get(name, "").strip() for name in ("recommender", "step")}
    wanted, number = seen, request.args.get("page", "1")
    if chosen["recommender"]:
        wanted = [place for place in wanted if str(place.recommender_id) == chosen["recommender"]]
    if chosen["step"]:
        wanted = [place for place in wanted if chosen["step"] in standings(place)]
    pages = max(1, -(-len(wanted) // PAGE))
    at = min(max(1, int(number)), pages) if number.isdecimal() and len(number) < 8 else 1
    called = next((place.recommender for place in wanted if chosen["recommender"]), "")
    return Listed(list(wanted[(at - 1) * PAGE : at * PAGE]), len(wanted), at, pages, chosen, called)


@page.post("/campaigns/<number:campaign_id>/urging")
@access.require_actor
def urge_many(campaign_id: int) -> tuple[str, int]:
    """催办 of every ticked task, each for itself: those that are refused are told one by one."""
    with access.house().reading() as uow:
        campaign = campaign_by_id(uow, campaign_id)
        if not may_read_papers(uow, access.signed_in_actor(uow), campaign):
            raise NotItsReader
        late = {row.task_id: row for row in late_tasks(uow, campaign.id)}
    numbers = [int(n) for n in dict.fromkeys(request.form.getlist("task")) if n.isdecimal() and len(n) < 10]
    refusal = _refused(numbers)
    told = [] if refusal else [(late.get(number), *_urged(campaign_id, number)) for number in numbers]
    return render_template("urged.html", campaign=campaign, told=told, refusal=refusal), 422 if refusal else 200


def _refused(numbers: list[int]) -> Invalid | None:
    if not numbers:
        return Invalid("请先勾选要催办的环节。")
    return Invalid(f"一次最多催办 {MOST_URGED} 个环节，请分几次。") if len(numbers) > MOST_URGED else None


def _urged(campaign_id: int, number: int) -> tuple[bool, str]:
    try:
        with access.house().work() as uow:
            task = task_by_id(uow, number)
            if task.campaign_id != campaign_id:
                raise NotFound("这个批次没有这个环节。")
            urge(uow, access.signed_in_actor(uow), number)
            return True, "已催办，办理人会收到消息。"
    except Refusal as refusal:
        return False, refusal.sentence


def _line(uow: UnitOfWork, campaign: Campaign, procedure: Procedure) -> Line:
    own = as_windows(procedure.manifest.windows, campaign.windows)
    rows, today = phases(uow, with_windows(procedure, own, campaign.parameters)), local_day(uow.now)
    if not rows:
        return Line([], None, today)
    first, after = min(row.start for row in rows), max(row.end for row in rows) + timedelta(days=1)

    def at(day: date) -> int:
        return round((day - first).days * 1000 / (after - first).days)

    bars = []
    for row in rows:
        state = "coming" if today < row.start else "past" if today > row.end else "now"
        bars.append(Bar(row, state, at(row.start), max(4, at(row.end + timedelta(days=1)) - at(row.start))))
    return Line(bars, at(today) if first <= today < after else None, today)
