"""A campaign in four sheets: phases and steps with their working days, the late list, who applied from where."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select

from services import calendar
from services.calendar import WorkCalendar
from services.casework.tasks import Task
from services.foundation.clock import last_day, local_day
from services.foundation.errors import NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation
from services.process import registry
from services.selection.board import Place, late_tasks, places, standings
from services.selection.campaigns import Campaign, may_read_papers

from .workbook import Cell, Column, Sheet, workbook

Rows = list[list[Cell]]


class NotTheirReport(NotAllowed):
    """Only whoever reads a campaign's own papers takes its tables along."""

    sentence = "只有批次主办单位和它的上级可以导出批次的统计表。"


def campaign_report(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> bytes:
    """The workbook of a campaign as it stands now, with a fixed number of questions. Raises NotTheirReport."""
    if not may_read_papers(uow, actor, campaign):
        raise NotTheirReport
    days, rows = calendar.load(uow), places(uow, campaign.id)
    return workbook(
        campaign.title,
        [_phases(uow, campaign, days), _steps(uow, campaign, days), _late(uow, campaign), _who(uow, campaign, rows)],
    )


def _note(uow: UnitOfWork) -> str:
    day = local_day(uow.now)
    return f"截至{day.year}年{day.month}月{day.day}日；工作日按国务院公布的放假安排计算。"


def _phases(uow: UnitOfWork, campaign: Campaign, days: WorkCalendar) -> Sheet:
    rows: Rows = []
    for name, row in campaign.windows.items():
        first, last = campaign.window(name)
        rows.append([row["title"], first, last, days.working_days_in(first, last)])
    columns = [Column("阶段", 30), Column("开始", 18), Column("结束", 18), Column("工作日数", 12)]
    return Sheet("各阶段", _note(uow), columns, sorted(rows, key=lambda row: str(row[1])))


def _steps(uow: UnitOfWork, campaign: Campaign, days: WorkCalendar) -> Sheet:
    """How many working days steps took from being opened to being done; those that wait are counted until today."""
    told = select(Task.element, Task.name, Task.opened_at, Task.closed_at, Task.due_at)
    taken: dict[tuple[str, str], list[int]] = {}
    late, waiting = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    between = _counting(days)
    query = told.where(Task.campaign_id == campaign.id).order_by(Task.id)
    for element, name, opened, closed, due in uow.session.execute(query):
        key, end = (element, name), closed or uow.now
        taken.setdefault(key, []).append(between(local_day(opened), local_day(end)))
        late[key] += due is not None and due < end
        waiting[key] += closed is None
    rows: Rows = [
        [key[1], len(spent), waiting[key], _mean(spent), max(spent), late[key]] for key, spent in taken.items()
    ]
    heads = ("环节", "件数", "其中在办", "平均工作日", "最长工作日", "逾期件数")
    return Sheet("各环节用时", _note(uow), [Column(head, 36 if at == 0 else 13) for at, head in enumerate(heads)], rows)


def _late(uow: UnitOfWork, campaign: Campaign) -> Sheet:
    rows: Rows = [
        [row.unit, row.title, row.name, row.who, last_day(row.due_at), row.by] for row in late_tasks(uow, campaign.id)
    ]
    columns = [Column("单位", 28), Column("事项", 32), Column("环节", 26), Column("由谁办理", 26)]
    return Sheet("逾期清单", _note(uow), [*columns, Column("截止", 18), Column("逾期工作日", 12)], rows)


def _who(uow: UnitOfWork, campaign: Campaign, rows: Sequence[Place]) -> Sheet:
    manifest = registry.load(uow, campaign.version_id).manifest
    units = {place.organisation_id for place in rows}
    query = select(Organisation.id, Organisation.kind).where(Organisation.id.in_(units))
    kinds = {number: kind for number, kind in uow.session.execute(query)}
    cuts: list[tuple[str, Callable[[Place], str]]] = [
        ("推荐单位（地区）", lambda p: p.recommender),
        ("单位性质（行业）", lambda p: kinds.get(p.organisation_id) or "未填"),
        ("类别", lambda p: manifest.categories.get(p.category, p.category) or "未分类"),
        ("现状", lambda p: "、".join(standings(p))),
    ]
    found: Rows = []
    for cut, of in cuts:
        total = Counter(of(place) for place in rows)
        handed_in = Counter(of(place) for place in rows if place.submitted_at is not None)
        found += [[cut, name, total[name], handed_in[name]] for name in sorted(total)]
    columns = [Column("划分", 20), Column("项目", 44), Column("案卷数", 12), Column("已报送", 12)]
    return Sheet(
        "申报分布", _note(uow), columns, [*found, ["合计", None, len(rows), sum(bool(p.submitted_at) for p in rows)]]
    )


def _mean(spent: Sequence[int]) -> Decimal:
    return (Decimal(sum(spent)) / len(spent)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _counting(days: WorkCalendar) -> Callable[[date, date], int]:
    # A campaign has thousands of steps and a few hundred days: each pair of days is counted once.
    known: dict[tuple[date, date], int] = {}

    def between(first: date, last: date) -> int:
        if (first, last) not in known:
            known[first, last] = days.working_days_between(first, last)
        return known[first, last]

    return between
