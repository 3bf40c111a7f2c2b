"""Liaoning asks for seven working days, no longer five, while a notice runs: it is migrated and its end moves."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from services.casework.deadlines import Deadline
from services.designer.deploy import deploy
from services.designer.migrate import approve, plan, propose, take_back
from services.designer.rehearse import Player, pass_time, read_story, settle, stage
from services.foundation.clock import SetClock, last_day
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import House
from services.people.identity import Actor, Seat
from services.process.registry import ProcedureVersion
from services.record import audit
from services.selection.campaigns import campaign_by_id
from services.selection.public_notices import PublicNotice, clock_of
from services.wiring import REHEARSED
from tests.builders import city, edited, moment

LIAONING = city()
SEVEN = edited(LIAONING, "procedure.yaml", ("notice_min_working_days: {value: 5", "notice_min_working_days: {value: 7"))


def end_of(house: House) -> tuple[str, int | None]:
    """The notice's last day, and how many working days it says it needs."""
    with house.reading() as uow:
        notice = uow.session.scalars(select(PublicNotice)).one()
        return last_day(clock_of(uow, notice).ends_at or datetime.now(UTC)).isoformat(), notice.least_days


def test_a_running_notice_is_migrated_and_its_end_moves_by_the_calendar() -> None:
    whole = read_story("x", LIAONING.files["scenarios/withdrawn_during_notice.yaml"], LIAONING)
    publish = next(n for n, step in enumerate(whole.steps) if step.task == "shared_public_notice_publish")
    until = (*whole.steps[:publish], replace(whole.steps[publish], at=moment("2021-12-03 09:00")))
    clock = SetClock(whole.start or datetime.now(UTC))
    with stage(LIAONING, REHEARSED, clock.now()) as here, here.house(clock) as house:
        player = Player(house, clock, here.procedure, replace(whole, steps=until))
        assert player.play() == []
        assert end_of(house) == ("2021-12-10", 5)
        people = [Actor(player.cast.people[who], who, (Seat(1, "designer"),)) for who in ("gongwei", "luhao")]

        with house.work() as uow:
            deployed = deploy(uow, SEVEN, uow.wiring.effects)
            old, new = uow.session.scalars(select(ProcedureVersion.id).order_by(ProcedureVersion.number)).all()
        assert len(deployed.changes) == 1 and "公示最少工作日数" in deployed.changes[0]
        with house.reading() as uow:
            rows = {row.subject_kind: row for row in plan(uow, old, new, {})}
        assert rows["campaign"].deadlines == [
            "“公示期满”由 2021年12月10日(周五) 24:00 改为 2021年12月14日(周二) 24:00。"
        ]
        assert rows["campaign"].notes == ["批次参数“公示最少工作日数”由 5 改为 7。"]
        assert all(row.stays is None for row in rows.values())

        with house.work() as uow:
            migration = propose(uow, people[0], old, new, {}, "省直机关工会工委通知延长公示").id
        settle(house)
        with house.work() as uow:
            approve(uow, people[1], migration)
        settle(house)
        assert end_of(house) == ("2021-12-14", 7)
        with house.reading() as uow:
            told = [entry.sentence for entry in audit.history(uow, Subject("campaign", 1))]
            assert campaign_by_id(uow, 1).parameters["notice_min_working_days"] == 7
            assert {row.element for row in uow.session.scalars(select(Deadline))} >= {"shared_public_notice_ends"}
        assert any("公示期满由 2021-12-10 改为 2021-12-14" in sentence for sentence in told)
        assert any("迁移到版本" in sentence and "12月14日" in sentence for sentence in told)

        with house.work() as uow:
            take_back(uow, people[1], migration, "通知撤销")
        settle(house)
        assert end_of(house) == ("2021-12-10", 5)
        pass_time(house, clock, moment("2021-12-11 09:00"))
        with house.reading() as uow:
            assert uow.session.scalars(select(PublicNotice)).one().last_day == moment("2021-12-10 00:00").date()
