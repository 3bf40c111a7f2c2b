"""The register: every named studio has one number, one plaque and one grant, whoever works side by side."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from services.casework.instances import Instance, deliver
from services.foundation.errors import Faulty, Invalid, NotFound
from services.process.engine import Effect
from services.record import audit, jobs
from services.record.jobs import Job
from services.selection.studios import (
    Studio,
    StudioPlaque,
    award_plaque,
    known_studio,
    pay_grant,
    register,
    register_studio,
    studio_by_no,
)
from tests.builders import moment

AGREE = {"verdict": "agree"}


def named(town, who="lin", at="mill", union="alice", title="林静创新工作室"):
    case = town.open_case(who, at, title)
    town.complete(who, "A_write", {"name": title, "amount": 1}, case)
    town.complete(union, "A_unit", AGREE, case)
    town.complete("office", "A_city", AGREE, case)
    return case


def effect(kind, **inputs):
    return Effect(type=kind, element="x", task=None, inputs=inputs, properties={})


def carried_out(town, verb, what):
    with town.house.work() as uow:
        instance = next(i for i in uow.session.query(Instance) if i.subject_kind == "studio")
        return verb(uow, instance, what)


def test_a_plaque_that_was_hung_earlier_than_it_is_written_down_counts_from_its_own_day(town):
    named(town)
    with town.house.work() as uow:
        studio = uow.session.query(Studio).one()
        studio.plaque_no, studio.named_on = None, date(2021, 10, 20)
        uow.session.query(StudioPlaque).delete()
    with pytest.raises(Invalid, match="早于命名"):
        carried_out(town, award_plaque, effect("award_plaque", awarded_on=date(2021, 10, 19)))
    carried_out(town, award_plaque, effect("award_plaque", awarded_on=date(2021, 10, 25)))
    with town.house.reading() as uow:
        told = known_studio(uow, next(i for i in uow.session.query(Instance) if i.subject_kind == "studio"))
        assert told is not None and told["plaque_on"] == date(2021, 10, 25)


def test_a_named_studio_stands_in_the_register_with_grant_and_plaque(town):
    case = named(town)
    (studio,) = town.rows(Studio)
    assert (studio.no, studio.plaque_no, studio.grant_cny) == ("GZS2021-0001", "PB2021-0001", 50000)
    assert (studio.case_id, studio.name, studio.unit) == (case.id, "林静创新工作室", "星河机械厂")
    assert (studio.naming_organ, studio.status, studio.named_on) == ("青山市总工会", "named", date(2021, 11, 2))
    with town.house.reading() as uow:
        assert [s.id for s in register(uow)] == [studio.id] == [studio_by_no(uow, "GZS2021-0001").id]
        sentences = [e.sentence for e in audit.history(uow, studio.subject)]
        with pytest.raises(NotFound):
            studio_by_no(uow, "GZS2021-0002")
    assert "“林静创新工作室”命名，登记号 GZS2021-0001。" in sentences
    assert "向星河机械厂拨付资金 50000 元。" in sentences


def test_a_diagram_knows_its_studio(town):
    named(town)
    with town.house.reading() as uow:
        instance = town.instance("studio", 1)
        assert known_studio(uow, instance)["no"] == "GZS2021-0001"
        assert known_studio(uow, town.instance("case", 1)) is None


def test_a_grant_is_paid_once(town):
    named(town)
    with pytest.raises(Faulty, match="不能重复拨付"):
        carried_out(town, pay_grant, effect("pay_grant", amount=1))
    assert town.rows(Studio)[0].grant_cny == 50000


def test_a_plaque_is_given_once(town):
    named(town)
    with pytest.raises(Faulty, match="已经颁发牌匾 PB2021-0001"):
        carried_out(town, award_plaque, effect("award_plaque"))


def test_a_number_in_the_register_is_given_once(town):
    named(town)
    with pytest.raises(Faulty, match="GZS2021-0001"):
        carried_out(town, register_studio, effect("register_studio"))
    assert town.rows(Studio)[0].no == "GZS2021-0001"


def test_effects_of_a_studio_have_no_place_in_a_case(town):
    town.open_case()
    with town.house.work() as uow, pytest.raises(Faulty, match="工作室的泳池"):
        pay_grant(uow, uow.session.get_one(Instance, 2), effect("pay_grant", amount=1))


def test_numbers_begin_again_with_the_year_of_naming(town):
    named(town)
    town.clock.set(moment("2022-01-04 09:00"))
    town.open_campaign(windows={"application": (date(2022, 1, 1), date(2022, 1, 31))}, year=2022)
    named(town, "zhou", title="周䶮创新工作室")
    assert [s.no for s in town.rows(Studio)] == ["GZS2021-0001", "GZS2022-0001"]
    assert [s.plaque_no for s in town.rows(Studio)] == ["PB2021-0001", "PB2022-0001"]


def test_studios_named_at_the_same_moment_have_numbers_without_gaps_or_doubles(either_town, monkeypatch):
    town, count = either_town, 6
    monkeypatch.setattr("tests.builders.settle", lambda house: None)  # the messages wait until all are there
    for n in range(count):
        case = town.open_case(title=f"第{n}工作室")
        town.complete("lin", "A_write", {"name": f"第{n}工作室"}, case)
        town.complete("alice", "A_unit", AGREE, case)
        town.complete("office", "A_city", AGREE, case)
    for _ in range(count):
        with ThreadPoolExecutor(3) as threads:
            list(threads.map(lambda n: jobs.run_due(town.house, f"worker-{n}", limit=2), range(3)))
        if not [j for j in town.rows(Job) if j.done_at is None and j.payload.get("name") == "named"]:
            break
        town.clock.set(town.clock.now() + timedelta(minutes=31))
    studios = town.rows(Studio)
    assert sorted(s.no for s in studios) == [f"GZS2021-{n:04d}" for n in range(1, count + 1)]
    assert sorted(s.plaque_no for s in studios) == [f"PB2021-{n:04d}" for n in range(1, count + 1)]
    assert town.incidents() == []


def test_one_message_in_the_hands_of_two_workers_makes_one_studio(either_town, monkeypatch):
    town = either_town
    monkeypatch.setattr("tests.builders.settle", lambda house: None)
    named(town)
    payload = next(j.payload for j in town.rows(Job) if j.payload.get("name") == "named")

    def hand_over(_):
        try:
            with town.house.work() as uow:
                deliver(uow, payload)
        except Exception as refused:  # the database refuses the second
            return refused
        return None

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(hand_over, range(4)))
    assert None in outcomes and len(town.rows(Studio)) == 1
    assert [i.subject_kind for i in town.rows(Instance)].count("studio") == 1
