"""A street of many cases: some wait for a clerk's word, some for a deadline that has passed; each word starts a studio.

Whatever happens to the processes, `nothing_lost_nothing_doubled` must hold afterwards.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from services.casework.cases import open_case
from services.casework.completions import Completion
from services.casework.deadlines import Deadline
from services.casework.instances import Instance
from services.casework.tasks import InboxEntry, Task
from services.foundation.clock import SHANGHAI, SystemClock
from services.people.cast import load_cast
from services.process.registry import Package
from services.record import audit, jobs
from services.record.audit.models import AuditEntry
from services.selection.campaigns import campaign_by_id
from services.selection.studios.models import Studio
from tests.builders import Town, prepare
from tests.cast import CAST
from tests.drawing import diagram, end, late, pool, service, start, task, throw
from tests.small_procedure import CAMPAIGN, files, manifest

PASSWORD = "long enough for everybody"
STUDIO = pool(
    "工作室",
    "studio",
    [
        start("S_begin", message="named"),
        service("S_register", "register_studio"),
        task("S_keep", "培育", groups="city:office"),
        end("S_done"),
    ],
    "S_begin > S_register > S_keep > S_done",
    subject="studio",
)


def package() -> Package:
    """A case is one word of the unit's union, until the application window closes."""
    cases = pool(
        "申报",
        "application",
        [
            start("K_begin"),
            task("K_say", "单位工会意见", groups="own:union_officer", form="say", opinion_box="op_unit"),
            late("K_late", "K_say", "=campaign.windows.application.end", "申报截止"),
            throw("K_named", "named", inputs=[("=case.applicant", "lead")]),
            end("K_done", "已报"),
            end("K_over", "逾期"),
        ],
        "K_begin > K_say > K_named > K_done\nK_late > K_over",
        subject="case",
        starters="own:lead",
    )  # fmt: skip
    drawing = diagram(CAMPAIGN, cases, STUDIO, messages={"handed_in": "=campaign.id", "named": ""},
                      sent=[("K_named", "S_begin")])  # fmt: skip
    return Package("street", files(drawing, procedure_dot_yaml=manifest(id="street", short="JD", case={})))


@dataclass
class Street:
    """The town, and the instances of which kind."""

    town: Town
    to_say: list[int]
    to_expire: list[int]

    def tasks_to_say(self) -> list[int]:
        """The tasks that wait for the clerks, oldest first."""
        with self.town.house.reading() as uow:
            waiting = select(Task.id).where(Task.instance_id.in_(self.to_say), Task.closed_at.is_(None))
            return list(uow.session.scalars(waiting.order_by(Task.id)))

    def over(self) -> int:
        """How many deadlines were fired."""
        with self.town.house.reading() as uow:
            fired = select(func.count()).select_from(Instance).where(Instance.ended_at == "K_over")
            return uow.session.scalar(fired) or 0

    def is_quiet(self) -> bool:
        """Whether nothing is due any more."""
        with self.town.house.reading() as uow:
            due = select(func.count()).select_from(Deadline).where(Deadline.next_at <= uow.now)
            waiting = jobs.next_due(uow)
            return uow.session.scalar(due) == 0 and waiting is None


def build(database_url: str, to_say: int, to_expire: int) -> Street:
    """An empty database becomes a street; the clock is the machine's when this returns."""
    today = SystemClock().now()
    house = prepare(database_url, at=today - timedelta(days=9))
    town = Town(house, house.clock)
    with house.work() as uow:
        loaded = load_cast(uow, CAST, PASSWORD)
    town.organisations, town.people = dict(loaded.organisations), dict(loaded.people)
    town.deploy(package())
    day = today.astimezone(SHANGHAI).date()
    open_ones = _cases(town, to_say, {"application": [day - timedelta(days=9), day + timedelta(days=300)]})
    over = _cases(town, to_expire, {"application": [day - timedelta(days=9), day - timedelta(days=3)]})
    house.clock = SystemClock()
    return Street(town, open_ones, over)


def _cases(town: Town, count: int, windows: dict) -> list[int]:
    town.open_campaign(windows=windows)
    mill = town.organisations["mill"]
    for some in range(0, count, 50):
        with town.house.work() as uow:
            campaign, who = campaign_by_id(uow, town.campaign_id), town.who(uow, "lin")
            for number in range(some, min(some + 50, count)):
                open_case(uow, who, campaign.id, campaign.version_id, mill, f"第{number}工作室")
    with town.house.reading() as uow:
        own = (Instance.campaign_id == town.campaign_id) & (Instance.subject_kind == "case")
        return list(uow.session.scalars(select(Instance.id).where(own).order_by(Instance.id)))


def nothing_lost_nothing_doubled(street: Street) -> None:
    """Every word was heard once and started one studio, every deadline fired once and late, every chain verifies."""
    said, expired = len(street.to_say), len(street.to_expire)
    with street.town.house.reading() as uow:
        ended = (
            select(Instance.ended_at, func.count()).where(Instance.subject_kind == "case").group_by(Instance.ended_at)
        )
        assert {at: count for at, count in uow.session.execute(ended)} == _told(K_done=said, K_over=expired)
        assert uow.session.scalar(select(func.count()).select_from(Completion)) == said
        assert uow.session.scalar(select(func.count()).select_from(Studio)) == said
        kinds = Counter(uow.session.scalars(select(AuditEntry.kind)))
        assert (kinds["OpinionGiven"], kinds["DeadlineReached"]) == (said, expired)
        assert kinds["StudioRegistered"] == said
        reached = uow.session.scalars(select(AuditEntry.facts).where(AuditEntry.kind == "DeadlineReached"))
        assert all(facts["late_seconds"] > 0 for facts in reached)
        open_tasks = uow.session.scalars(select(Task).where(Task.closed_at.is_(None)))
        assert Counter((p, t.id) for t in open_tasks for p in t.principals) == Counter(
            (entry.principal, entry.task_id) for entry in uow.session.scalars(select(InboxEntry))
        )
        assert jobs.open_incidents(uow) == []
        assert uow.session.scalar(select(func.count()).select_from(jobs.Job).where(jobs.Job.done_at.is_(None))) == 0
        assert audit.verify(uow).ok


def _told(**counts: int) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
