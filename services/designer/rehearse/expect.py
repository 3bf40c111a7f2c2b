"""What a story expects after a step, compared with what is there. Every mismatch is a sentence.

expect:
  open: {<element id>: <how many tasks are open>, ...}    of the step's case, or of the whole story
  closed: [<element id>, ...]                             no such task is open
  due: {<element id>: 2021-12-31, ...}                    the last day of the open task
  outcome: <end event's name or id>                       how the step's case ended; null: not yet
  campaign: <end event's name or id>
  public_notice: {ends: 2021-12-10, working_days: 7}
  studios: <how many are in the register>
  studio: {category: ..., grant_cny: 50000, plaque: true, unit: ..., name: ..., lead: ..., status: revoked,
           plaque_returned: true, years_without_results: 2,
           reviews: [{year: 2022, verdict: fail}, ...],   newest first, of each what is written
           changes: [{what: lead, new: ...}, ...]}        newest first
  papers: {<document id>: <how many were issued>, ...}
  printable: [<document id>, ...]                         papers whose form the step's case has handed in
  shown: {title: ..., category: ..., lead: ...}           what the case is called
  organisations: {<code>: <end event's name or id>}       how the newest pool about it ended; null while it runs
  bars: {<code or login>: 2022-12-31}                     until when it may not apply; true: no end; null: it may
  campaigns: {<title>: <end event's name>}                of campaigns however they began; null while one runs
  objections: {A: upheld, B: [filed, dismissed]}          where each objection against a case stands, oldest first
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from services.casework.cases import Case, instance_of
from services.casework.completions import completions_of
from services.casework.tasks import Task
from services.foundation.clock import last_day
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.issued import IssuedPaper
from services.process import registry
from services.selection.campaigns import Campaign
from services.selection.objections import objections_against
from services.selection.public_notices import clock_of, notices
from services.selection.studios import Studio, facts_of, register

from . import expect_beyond_cases


@dataclass
class Played:
    """What a story has made so far: its own names of cases -> their ids and newest receipts, and its campaign."""

    cases: dict[str, int] = field(default_factory=dict)
    campaign_id: int | None = None
    receipts: dict[str, tuple[str, str]] = field(default_factory=dict)


def failures(uow: UnitOfWork, played: Played, expect: dict[str, Any], case_name: str | None) -> Iterator[str]:
    """Sentences on what is not as expected."""
    case = uow.session.get(Case, played.cases[case_name]) if case_name in played.cases else None
    for key, wanted in expect.items():
        if key not in CHECKS:
            yield f"不认识的期望“{key}”。"
            continue
        yield from CHECKS[key](uow, played, wanted, case)


def _open(uow: UnitOfWork, _played: Played, wanted: dict[str, int], case: Case | None) -> Iterator[str]:
    for element, count in wanted.items():
        found = _count(uow, element, case)
        if found != count:
            yield f"环节“{element}”应有 {count} 项待办，实际 {found} 项。"


def _closed(uow: UnitOfWork, _played: Played, wanted: list[str], case: Case | None) -> Iterator[str]:
    for element in wanted:
        if found := _count(uow, element, case):
            yield f"环节“{element}”应没有待办，实际还有 {found} 项。"


def _count(uow: UnitOfWork, element: str, case: Case | None) -> int:
    return len(_tasks(uow, element, case))


def _tasks(uow: UnitOfWork, element: str, case: Case | None) -> list[Task]:
    query = select(Task).where(Task.element == element, Task.closed_at.is_(None))
    rows = list(uow.session.scalars(query))
    if case is not None:
        rows = [t for t in rows if t.subject_kind != "case" or t.subject_id == case.id]
    return rows


def _due(uow: UnitOfWork, _played: Played, wanted: dict[str, date], case: Case | None) -> Iterator[str]:
    for element, day in wanted.items():
        moments = [t.due_at for t in _tasks(uow, element, case)]
        found = [last_day(moment) if moment is not None else None for moment in moments]
        if day not in found:
            yield f"环节“{element}”应于 {day} 截止，实际为 {'、'.join(map(str, found)) or '没有待办'}。"


def _outcome(_uow: UnitOfWork, _played: Played, wanted: str, case: Case | None) -> Iterator[str]:
    found = (case.outcome_name, case.outcome) if case else (None, None)
    if wanted not in found:
        yield f"案卷应以“{wanted}”结束，实际为“{found[0] or '尚未结束'}”。"


def _campaign(uow: UnitOfWork, played: Played, wanted: str, _case: Case | None) -> Iterator[str]:
    campaign = uow.session.get(Campaign, played.campaign_id) if played.campaign_id else None
    found = campaign.outcome_name if campaign else None
    if found != wanted:
        yield f"批次应以“{wanted}”结束，实际为“{found or '尚未结束'}”。"


def _public_notice(uow: UnitOfWork, _played: Played, wanted: dict[str, Any], _case: Case | None) -> Iterator[str]:
    found = notices(uow)
    if not found:
        yield "应有公示，实际没有。"
        return
    clock = clock_of(uow, found[0])
    ends = last_day(clock.ends_at).isoformat() if clock.ends_at else "未定"
    if "ends" in wanted and ends != str(wanted["ends"]):
        yield f"公示应到 {wanted['ends']} 为止，实际到 {ends}。"
    if "working_days" in wanted and clock.working_days != wanted["working_days"]:
        yield f"公示应计 {wanted['working_days']} 个工作日，实际 {clock.working_days} 个。"


def _studios(uow: UnitOfWork, _played: Played, wanted: int, _case: Case | None) -> Iterator[str]:
    found = len(register(uow))
    if found != wanted:
        yield f"名录中应有 {wanted} 个工作室，实际 {found} 个。"


def _studio(uow: UnitOfWork, _played: Played, wanted: dict[str, Any], case: Case | None) -> Iterator[str]:
    rows = [s for s in register(uow) if case is None or s.case_id == case.id]
    if not rows:
        yield "名录中应有这个工作室，实际没有。"
        return
    yield from _differences(uow, rows[-1], wanted)


def _differences(uow: UnitOfWork, studio: Studio, wanted: dict[str, Any]) -> Iterator[str]:
    known = {**facts_of(uow, studio), "grant_cny": studio.grant_cny, "plaque": studio.plaque_no is not None}
    known["plaque_returned"] = known["plaque"] and not known["plaque_hanging"]
    for key, value in wanted.items():
        found = known.get(key)
        if not _as_wanted(found, value):
            yield f"工作室的“{key}”应为“{value}”，实际为“{found}”。"


def _as_wanted(found: Any, wanted: Any) -> bool:
    """Equal; of rows as many, and of each what is written."""
    if not isinstance(wanted, list):
        return bool(found == wanted)
    if not isinstance(found, list) or len(found) != len(wanted):
        return False
    return all(
        row == w or (isinstance(w, dict) and w.items() <= row.items()) for row, w in zip(found, wanted, strict=True)
    )


def _papers(uow: UnitOfWork, _played: Played, wanted: dict[str, int], _case: Case | None) -> Iterator[str]:
    for document, count in wanted.items():
        query = select(func.count()).select_from(IssuedPaper).where(IssuedPaper.document == document)
        found = uow.session.scalar(query) or 0
        if found != count:
            yield f"文书“{document}”应出具 {count} 份，实际 {found} 份。"


def _printable(uow: UnitOfWork, _played: Played, wanted: list[str], case: Case | None) -> Iterator[str]:
    if case is None:
        yield "printable 要写明是哪个案卷。"
        return
    procedure = registry.load(uow, instance_of(uow, case).version_id)
    handed_in = {row.form_id for row in completions_of(uow, Subject("case", case.id))}
    for name in wanted:
        document = procedure.manifest.documents.get(name, {})
        if document.get("paper") not in procedure.papers or document.get("form") not in handed_in:
            yield f"案卷应能打印“{name}”，实际不能。"


def _shown(uow: UnitOfWork, _played: Played, wanted: dict[str, str], case: Case | None) -> Iterator[str]:
    if case is None:
        yield "shown 要写明是哪个案卷。"
        return
    instance = instance_of(uow, case)
    for key, value in wanted.items():
        if getattr(instance, key) != value:
            yield f"案卷的“{key}”应为“{value}”，实际为“{getattr(instance, key)}”。"


def _objections(uow: UnitOfWork, played: Played, wanted: dict[str, Any], _case: Case | None) -> Iterator[str]:
    for name, said in wanted.items():
        expected = said if isinstance(said, list) else [said]
        found = [o.status for o in objections_against(uow, played.cases.get(name, 0))]
        if found != expected:
            yield f"案卷“{name}”的异议应为 {expected}，实际为 {found}。"


CHECKS: dict[str, Callable[..., Iterator[str]]] = {
    "open": _open,
    "closed": _closed,
    "due": _due,
    "outcome": _outcome,
    "campaign": _campaign,
    "public_notice": _public_notice,
    "studios": _studios,
    "studio": _studio,
    "papers": _papers,
    "printable": _printable,
    "shown": _shown,
    "objections": _objections,
    "organisations": lambda uow, _played, wanted, _case: expect_beyond_cases.organisations(uow, wanted),
    "bars": lambda uow, _played, wanted, _case: expect_beyond_cases.bars(uow, wanted),
    "campaigns": lambda uow, _played, wanted, _case: expect_beyond_cases.campaigns_ended(uow, wanted),
}
