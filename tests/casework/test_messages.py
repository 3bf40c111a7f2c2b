"""Messages between pools are jobs: delivered once, kept while nobody waits, and an incident when nobody ever does."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.casework.completions import Completing, complete
from services.casework.instances import Instance, deliver
from services.record import audit, jobs
from services.record.jobs import Job, NotYet
from services.selection.campaigns import Campaign
from services.selection.studios import Studio
from services.wiring import WIRING
from tests.drawing import diagram, end, form, pool, start, task, throw, wait
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
    return [j for j in town.rows(Job) if j.payload.get("name") == name and j.done_at is None]


def payload(town, name):
    return next(j.payload for j in town.rows(Job) if j.payload.get("name") == name)


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


def test_the_trail_says_what_the_message_came_from(town):
    case = through(town)
    with town.house.reading() as uow:
        campaign = uow.session.get_one(Campaign, case.campaign_id)
        told = [entry.sentence for entry in audit.history(uow, campaign.subject) if entry.sentence.startswith("收到")]
        own = select(Instance.title).where(Instance.subject_kind == "case", Instance.subject_id == case.id)
        title = uow.session.scalars(own).one()
    assert title and [f"：{title}。" in sentence for sentence in told] == [True]


def test_a_message_that_nobody_waits_for_yet_is_kept_and_arrives_later(make_town):
    town = make_town(EARLY)
    through(town)
    (job,) = waiting(town, "handed_in")
    assert (job.attempts, job.failed_at) == (0, None)
    assert "暂时没有接收者" in job.last_error
    assert [t.element for t in town.tasks()] == ["C_before"]
    town.complete("office", "C_before")
    assert [t.element for t in town.tasks()] == ["C_list"], "it arrives as soon as somebody waits for it"
    assert waiting(town, "handed_in") == []
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


@contextmanager
def tries(town):
    """The names of the messages that a worker tries to deliver, one for each try."""
    tried = []

    def noted(uow, told):
        tried.append(told["name"])
        deliver(uow, told)

    town.house.wiring = replace(WIRING, jobs={**WIRING.jobs, "deliver_message": noted})
    yield tried
    town.house.wiring = WIRING


def test_a_message_sleeps_until_somebody_begins_to_listen_and_is_tried_no_more_often(either_town):
    town = either_town
    town.deploy(EARLY)
    town.open_campaign()
    with tries(town) as tried:
        through(town)
        looked = tried.count("handed_in")
        assert looked == 2, "once, and once more when it can be woken"
        town.until("2021-12-20 09:00")
        assert tried.count("handed_in") == looked, "48 days pass without a single look"
        town.open_case("xu", "yard")  # listens for nothing
        assert tried.count("handed_in") == looked
        town.complete("office", "C_before")
        assert tried.count("handed_in") == looked + 1
    assert [t.element for t in town.tasks() if t.subject_kind == "campaign"] == ["C_list"]


def test_only_the_message_with_the_key_that_is_listened_for_is_woken(make_town):
    campaign = pool(
        "批次",
        "campaign",
        [start("B"), task("C_go", "名单", groups="city:office", outputs=[("=ids", "ids")], form="ids"),
         throw("C_tell", "told", key="=1"), throw("C_tell2", "told", key="=2"), end("E")],
        "B > C_go > C_tell > C_tell2 > E",
        subject="campaign", starters="city:office",
    )  # fmt: skip
    cases = pool(
        "申报",
        "application",
        [start("B2"), task("T", "先办", groups="own:union_officer"), wait("W", "等待", message="told"), end("E2")],
        "B2 > T > W > E2",
        subject="case", starters="own:lead",
    )  # fmt: skip
    ids = form("ids", {"type": "textfield", "key": "ids", "label": "名单"})
    drawing = diagram(campaign, cases, messages={"told": "=case.id"}, sent=[("C_tell", "W"), ("C_tell2", "W")])
    town = make_town(package(drawing, forms__ids_dot_form=ids))
    first, second = town.open_case(), town.open_case("xu", "yard")
    with tries(town) as tried:
        town.complete("office", "C_go")
        assert len(tried) == 4
        town.complete("charlie", "T", case=second)
        assert len(tried) == 5
        assert (town.instance("case", second.id).ended_at, town.instance("case", first.id).ended_at) == ("E2", None)
        town.complete("alice", "T", case=first)
        assert len(tried) == 6
    assert town.instance("case", first.id).ended_at == "E2"


def test_nothing_is_lost_between_a_look_in_vain_and_going_to_sleep(either_town):
    """Whoever begins to listen while a message is on its way to sleep is heard all the same."""
    town = either_town
    town.deploy(EARLY)
    town.open_campaign()
    begun = []

    def listens_meanwhile(uow, told):
        try:
            deliver(uow, told)
        except NotYet:
            if told["name"] == "handed_in" and not begun:
                begun.append(True)
                uow.session.rollback()
                with town.house.work() as other:
                    waiting_task = next(t for t in town.tasks("C_before"))
                    complete(other, town.who(other, "office"), waiting_task.id, Completing())
            raise

    town.house.wiring = replace(WIRING, jobs={**WIRING.jobs, "deliver_message": listens_meanwhile})
    through(town)
    assert begun
    assert [t.element for t in town.tasks()] == ["C_list"]
