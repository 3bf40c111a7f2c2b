"""Messages between pools are jobs: delivered once, kept while nobody waits, and an incident when nobody ever does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.casework.instances import Instance, deliver
from services.record import jobs
from services.record.jobs import Job, NotYet
from services.selection.studios import Studio
from services.wiring import WIRING
from tests.drawing import diagram, end, pool, start, task, throw, wait
from tests.small_procedure import CASE, MESSAGES, SENT, STUDIO, package

AGREE = {"verdict": "agree"}


def through(town, who="lin", at="mill", union="alice"):
    """A case agreed to by everybody."""
    case = town.open_case(who, at)
    town.write(case, who)
    town.complete(union, "A_unit", AGREE, case)
    town.complete("office", "A_city", AGREE, case)
    return case


def waiting(town, name):
    return [j for j in town.rows(Job) if j.payload["name"] == name and j.done_at is None]


def payload(town, name):
    return next(j.payload for j in town.rows(Job) if j.payload["name"] == name)


BUSY = pool(
    "批次",
    "campaign",
    [start("C_begin"), task("C_before", "准备", groups="city:office"), wait("C_wait", "等待报送", message="handed_in"),
     task("C_list", "确定名单", groups="city:office"), end("C_done")],
    "C_begin > C_before > C_wait > C_list > C_done",
    subject="campaign",
    starters="city:office",
)  # fmt: skip
EARLY = package(diagram(BUSY, CASE, STUDIO, messages=MESSAGES, sent=SENT))


def test_a_message_moves_whoever_waits_for_it_once(either_town):
    case = through(either_town)
    assert [t.element for t in either_town.tasks()] == ["C_list"]
    assert waiting(either_town, "handed_in") == []
    with pytest.raises(NotYet), either_town.house.work() as uow:
        deliver(uow, payload(either_town, "handed_in"))
    assert [t.element for t in either_town.tasks()] == ["C_list"]
    assert case.id == payload(either_town, "handed_in")["payload"]["case_id"]


def test_a_message_that_nobody_waits_for_yet_is_kept_and_arrives_later(make_town):
    town = make_town(EARLY)
    through(town)
    (job,) = waiting(town, "handed_in")
    assert (job.attempts, job.failed_at) == (0, None)
    assert "暂时没有接收者" in job.last_error
    assert [t.element for t in town.tasks()] == ["C_before"]
    town.complete("office", "C_before")
    assert [t.element for t in town.tasks()] == []
    town.clock.set(job.next_at)
    town.settle()
    assert [t.element for t in town.tasks()] == ["C_list"]
    assert town.incidents() == []


def test_a_message_that_nobody_awaited_for_a_year_becomes_one_incident(make_town):
    town = make_town(EARLY)
    through(town)
    town.clock.set(town.clock.now() + timedelta(days=401))
    for _ in range(2 * len(jobs.PAUSES)):
        town.settle()
        town.clock.set(town.clock.now() + max(jobs.PAUSES))
    (incident,) = town.incidents()
    assert (incident.kind, incident.subject_kind) == ("job_failed", "case")
    assert "handed_in" in incident.sentence and "400 天" in incident.sentence
    assert waiting(town, "handed_in")[0].failed_at is not None


def test_a_message_of_one_campaign_never_reaches_another(town):
    first = town.campaign_id
    second = town.open_campaign()
    through(town)
    assert [(t.element, t.campaign_id) for t in town.tasks()] == [("C_list", second)]
    assert town.instance("campaign", first).trail == ["C_begin"]


def test_a_message_starts_a_studio_once_however_often_it_is_delivered(either_town):
    through(either_town)
    for _ in range(2):
        with either_town.house.work() as uow:
            deliver(uow, payload(either_town, "named"))
    (studio,) = either_town.rows(Studio)
    assert (studio.no, studio.unit, studio.lead) == ("GZS2021-0001", "星河机械厂", "")
    assert [i.subject_kind for i in either_town.rows(Instance)].count("studio") == 1


def test_a_message_reaches_every_case_that_waits_for_its_key_and_no_other(make_town):
    campaign = pool(
        "批次",
        "campaign",
        [
            start("C_begin"),
            task("C_list", "名单", groups="city:office"),
            throw("C_tell", "told", key="=1"),
            end("C_done"),
        ],
        "C_begin > C_list > C_tell > C_done",
        subject="campaign",
        starters="city:office",
    )
    cases = pool(
        "申报",
        "application",
        [start("B"), wait("W", "等待", message="told"), task("T", "看", groups="own:union_officer"), end("E")],
        "B > W > T > E",
        subject="case",
        starters="own:lead",
    )  # fmt: skip
    town = make_town(package(diagram(campaign, cases, messages={"told": "=case.id"}, sent=[("C_tell", "W")])))
    first, _second = town.open_case(), town.open_case("xu", "yard")
    town.complete("office", "C_list")
    assert [(t.element, t.subject_id) for t in town.tasks()] == [("T", first.id)]


def test_a_message_whose_receiver_fails_is_tried_again_and_moves_nothing(make_town):
    town = make_town(opened=False)
    broken = {**WIRING.subjects, "studio": lambda *_: (_ for _ in ()).throw(RuntimeError("x"))}
    town.house.wiring = replace(WIRING, subjects=broken)
    town.open_campaign()
    through(town)
    (job,) = waiting(town, "named")
    assert (job.attempts, job.last_error) == (1, "程序错误 RuntimeError")
    assert town.rows(Studio) == []
    town.house.wiring = WIRING
    town.clock.set(job.next_at)
    town.settle()
    assert len(town.rows(Studio)) == 1
