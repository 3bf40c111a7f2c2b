"""Whoever has a task is told when it opens, before it is due and when it is late; each word once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event as listening

from services import calendar
from services.casework.cases import open_case
from services.casework.extensions import extend_deadline
from services.casework.tasks import Task
from services.casework.urging import superiors
from services.designer.check import check_package
from services.foundation.clock import local
from services.output.messages import Message, remind, remind_all_due
from services.people.identity import appoint
from services.record import jobs
from services.selection.campaigns import campaign_by_id
from services.wiring import WIRING
from tests.builders import moment
from tests.output.messages.one_step import AGREE, days_of, one_step, told


def test_a_new_task_is_told_to_everybody_who_has_it_with_its_last_day(either_town):
    case = either_town.open_case()
    either_town.write(case)
    for who in ("alice", "bob"):
        (message,) = told(either_town, who)
        assert message.sentence == "“林静创新工作室”（星河机械厂）已转到“单位工会意见”，请您办理。"
        assert message.path == f"/tasks/{either_town.task('A_unit', case).id}"
    assert told(either_town, "charlie") == []
    either_town.complete("alice", "A_unit", AGREE, case)
    (message,) = told(either_town, "office", "opened")[-1:]
    assert "2021年11月9日(周二) 24:00截止，还剩 5 个工作日。" in message.sentence
    assert message.headline == "新待办：市总工会意见（11月9日截止）"


def test_nobody_is_told_of_the_task_they_have_just_opened_for_themselves(town):
    town.open_case()
    assert told(town, "lin") == []


def test_the_whole_ladder_of_a_task_nobody_does(make_town):
    town = make_town(one_step())
    town.open_case()
    town.until("2021-11-30 00:00")
    assert days_of(told(town, "alice")) == [
        "11-02 09:00 opened",
        "11-03 09:00 due",
        "11-08 09:00 due",
        "11-10 09:00 last_day",
        "11-11 09:00 late",
    ]
    due, last, late = (m.sentence for m in told(town, "alice")[2:])
    assert "2021年11月10日(周三) 24:00截止，还剩 2 个工作日。" in due
    assert "这是截止前的最后一个工作日" in last
    assert "已逾期 1 个工作日，请尽快办理" in late
    (up,) = told(town, "office", "superior")
    assert up.sentence == (
        "“林静创新工作室”（星河机械厂）的“单位工会意见”应于2021年11月10日(周三) 24:00前由星河机械厂办理，"
        "至今未办，已逾期 2 个工作日，请督促办理。"
    )
    assert up.path.startswith("/cases/"), "a superior cannot open somebody else's task"
    assert local(up.made_at).day == 12


def test_the_superior_is_the_same_role_one_higher_else_the_office(make_town):
    town = make_town(one_step())
    town.open_case()
    with town.house.work() as uow:
        assert [p.login for p in superiors(uow, town.task("T"))] == ["office"]
        appoint(uow, None, town.people["sun"], town.organisations["county"], "union_officer")
    with town.house.reading() as uow:
        assert [p.login for p in superiors(uow, town.task("T"))] == ["sun"]


def test_a_superior_who_has_the_task_too_is_not_their_own_superior(make_town):
    town = make_town(one_step(groups="city:office"))
    town.open_case()
    with town.house.reading() as uow:
        assert superiors(uow, town.task("T")) == []
    town.until("2021-11-30 00:00")
    assert told(town, kind="superior") == []


@pytest.mark.parametrize(("text", "kinds"), [("", ["opened"]), ("-1 +2", ["opened", "due", "late"])])
def test_the_diagram_says_which_rungs_there_are(make_town, text, kinds):
    town = make_town(one_step(text))
    town.open_case()
    town.until("2021-11-30 00:00")
    assert [m.kind for m in told(town, "alice")] == kinds


def test_a_ladder_that_cannot_be_read_is_found_by_the_check():
    found = [p for p in check_package(one_step("soon"), WIRING.effects).problems if p.severity == "error"]
    assert any("soon" in p.message and p.element == "T" for p in found)


def test_a_closed_task_is_told_of_no_more(make_town):
    town = make_town(one_step())
    case = town.open_case()
    town.complete("alice", "T", AGREE, case)
    before = len(told(town, "alice"))
    town.until("2021-11-30 00:00")
    assert len(told(town, "alice")) == before
    assert [t.remind_at for t in town.rows(Task) if t.closed_at] == [None]


def test_a_task_that_was_moved_by_the_calendar_is_not_told_twice_of_one_rung(make_town):
    town = make_town(one_step())
    town.open_case()
    town.until("2021-11-08 10:00")
    assert [m.kind for m in told(town, "alice")] == ["opened", "due", "due"]
    off = {moment(f"2021-11-{day} 12:00").date(): (False, "临时放假") for day in ("09", "10")}
    with town.house.work() as uow:
        calendar.import_notice(uow, None, 2021, "国办发明电〔2021〕9号", off)
    town.until("2021-11-30 00:00")
    # Two days off before the end: the last working day is now the 8th, and its morning has passed with one word told.
    assert days_of(told(town, "alice")[3:]) == ["11-08 10:00 last_day", "11-11 09:00 late"]


def test_rungs_to_come_follow_a_new_calendar(make_town):
    town = make_town(one_step(due='=date and time("2021-11-30T18:00:00+08:00")'))
    town.open_case()
    (row,) = [t for t in town.rows(Task) if t.element == "T"]
    assert local(row.remind_at).day == 23
    off = {moment("2021-11-25 12:00").date(): (False, "临时放假")}
    with town.house.work() as uow:
        calendar.import_notice(uow, None, 2021, "国办发明电〔2021〕9号", off)
    town.settle()
    (row,) = [t for t in town.rows(Task) if t.element == "T"]
    assert local(row.remind_at).day == 22, "one working day less before the 30th"


def test_after_a_standstill_one_word_is_told_for_all_that_was_missed(make_town):
    town = make_town(one_step())
    town.open_case()
    town.clock.set(moment("2021-11-20 12:00"))
    assert remind_all_due(town.house) == 1
    (up,) = told(town, "office", "superior")
    assert "已逾期 7 个工作日" in up.sentence
    assert [m.kind for m in told(town, "alice")] == ["opened"]


def test_two_sweeps_at_once_tell_everything_once(either_town):
    town = either_town
    for n in range(8):
        with town.house.work() as uow:
            campaign = campaign_by_id(uow, town.campaign_id)
            mill = town.organisations["mill"]
            open_case(uow, town.who(uow, "alice"), campaign.id, campaign.version_id, mill, f"第{n}工作室")
    town.clock.set(moment("2021-11-10 10:00"))
    ready = Barrier(3)

    def sweep(_):
        ready.wait()
        return remind_all_due(town.house)

    with ThreadPoolExecutor(3) as threads:
        assert sum(threads.map(sweep, range(3))) == 8
    assert len(told(town, "alice")) == 8
    assert len({m.key for m in town.rows(Message)}) == 8


def test_a_word_that_another_worker_is_about_to_tell_is_passed_over(either_town):
    town = either_town
    if town.house.engine.dialect.name == "sqlite":
        pytest.skip("on SQLite nobody holds a row: one writes at a time")
    first, second = town.open_case(), town.open_case(title="第二工作室")
    town.clock.set(moment("2021-11-10 10:00"))
    with town.house.work() as uow:
        held = uow.session.get(Task, town.task("A_write", first).id, with_for_update=True)
        assert held is not None
        assert remind_all_due(town.house) == 1, "it does not wait"
    assert [m.task_id for m in told(town, "lin")] == [town.task("A_write", second).id]
    assert remind_all_due(town.house) == 1


def test_a_worker_that_dies_before_its_commit_has_told_nothing(either_town, monkeypatch):
    town = either_town
    town.open_case()
    town.clock.set(moment("2021-11-10 10:00"))
    real = remind.tell

    def die(*given):
        real(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(remind, "tell", die)
    with pytest.raises(KeyboardInterrupt):
        remind_all_due(town.house)
    monkeypatch.undo()
    assert told(town, "lin") == []
    assert remind_all_due(town.house) == 1
    assert len(told(town, "lin")) == 1


def test_one_word_that_cannot_be_told_holds_up_no_other_and_is_an_incident(town, monkeypatch):
    bad, good = town.open_case(title="坏的"), town.open_case(title="好的")
    town.clock.set(moment("2021-11-10 10:00"))
    real = remind.tell

    def tell(uow, people, word):
        if "坏的" in word.sentence:
            raise KeyError("secret")
        return real(uow, people, word)

    monkeypatch.setattr(remind, "tell", tell)
    remind_all_due(town.house)
    assert [m.subject_id for m in told(town, "lin")] == [good.id]
    (incident,) = town.incidents()
    assert (incident.kind, incident.subject_id) == ("reminder_failed", bad.id)
    assert "secret" not in incident.sentence
    assert remind_all_due(town.house) == 0, "it rests"
    monkeypatch.undo()
    town.clock.set(town.clock.now() + timedelta(hours=2))
    assert remind_all_due(town.house) == 1


def test_an_idle_sweep_asks_one_question(town):
    town.open_case()
    asked = []
    listening.listen(town.house.engine, "before_cursor_execute", lambda *a: asked.append(a[2].split()[0]))
    assert remind_all_due(town.house) == 0
    assert [word for word in asked if word != "BEGIN"] == ["SELECT"]


def test_reminders_leave_no_entry_in_the_trail_and_no_job(town):
    case = town.open_case()
    town.write(case)
    with town.house.reading() as uow:
        assert jobs.next_due(uow) is None


def test_whoever_has_a_task_hears_of_its_new_last_day_and_its_ladder_stands_by_that(make_town):
    more = {"extendable": "10", "extended_by": "city:office"}
    town = make_town(one_step(**more))
    town.open_case()
    with town.house.work() as uow:
        extend_deadline(uow, town.who(uow, "office"), town.task("T").id, "材料较多")
    (message,) = told(town, "alice", "extended")
    assert "已准予延长期限，现截止2021年11月24日(周三) 24:00，还剩 16 个工作日。" in message.sentence
    town.until("2021-12-31 00:00")
    assert days_of(told(town, "alice")[2:]) == [
        "11-17 09:00 due",
        "11-22 09:00 due",
        "11-24 09:00 last_day",
        "11-25 09:00 late",
    ]
