"""Who may not apply until a day: said by one procedure, asked by every later one."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError

from services.casework.instances import Instance
from services.foundation.clock import SHANGHAI
from services.foundation.errors import Faulty
from services.foundation.events import Subject
from services.record import audit
from services.selection.bars import Bar, bar, bars_function, bars_of, bars_of_person_function, lift_bar
from tests.builders import moment


def said(town, effect, **inputs):
    """An effect of the campaign's pool, as the diagram hands it in."""
    with town.house.work() as uow:
        instance = uow.session.query(Instance).filter(Instance.subject_kind == "campaign").one()
        return effect(uow, instance, SimpleNamespace(inputs=inputs))


def asked(town, who: int | None, *day, function=bars_function):
    with town.house.reading() as uow:
        return function(uow)(who, *day)


def test_an_organisation_is_barred_to_the_end_of_the_last_day(either_town):
    town = either_town
    mill = town.organisations["mill"]
    told = said(town, bar, organisation=mill, until=date(2021, 12, 31), reason="弄虚作假", paper_no="1号")
    assert told == {"until": date(2021, 12, 31)}
    (row,) = asked(town, mill)
    assert row == {"since": date(2021, 11, 2), "until": date(2021, 12, 31), "reason": "弄虚作假", "paper_no": "1号",
                   "procedure": "hill"}  # fmt: skip
    assert asked(town, town.organisations["yard"]) == [] == asked(town, None)
    town.clock.set(moment("2021-12-31 23:59"))
    assert len(asked(town, mill)) == 1
    town.clock.set(moment("2022-01-01 00:00"))
    assert asked(town, mill) == []
    assert len(asked(town, mill, date(2021, 12, 1))) == 1 and asked(town, mill, date(2021, 11, 1)) == []
    with town.house.reading() as uow:
        assert "星河机械厂自 2021-11-02 至 2021-12-31 止不得申报：弄虚作假（1号）。" in [
            entry.sentence for entry in audit.history(uow, Subject("campaign", town.campaign_id))
        ]


def test_without_an_end_it_holds_until_it_is_lifted_by_who_said_it(either_town):
    town = either_town
    mill = town.organisations["mill"]
    said(town, bar, organisation=mill, reason="整改期间")
    town.clock.set(moment("2031-01-01 09:00"))
    assert len(asked(town, mill)) == 1
    with town.house.work() as uow:
        foreign = uow.session.query(Bar).one()
        foreign.procedure = "another"
    assert said(town, lift_bar, organisation=mill, reason="已改正") == {"lifted": 0}
    with town.house.work() as uow:
        uow.session.query(Bar).one().procedure = "hill"
    assert said(town, lift_bar, organisation=mill, reason="已改正") == {"lifted": 1}
    assert asked(town, mill) == [] and len(asked(town, mill, date(2030, 1, 1))) == 1
    with town.house.reading() as uow:
        (row,) = bars_of(uow, organisation_id=mill)
        assert (row.lifted_on, row.lifted_reason) == (date(2031, 1, 1), "已改正")


def test_a_person_is_barred_apart_from_the_organisation(town):
    lin = town.people["lin"]
    said(town, bar, person=lin, until=datetime(2022, 6, 30, 18, tzinfo=SHANGHAI), reason="学术不端")
    assert [row["until"] for row in asked(town, lin, function=bars_of_person_function)] == [date(2022, 6, 30)]
    assert asked(town, town.organisations["mill"]) == []
    assert said(town, lift_bar, person=lin, reason="复核") == {"lifted": 1}


def test_nobody_named_means_the_pools_own_organisation(town):
    said(town, bar, reason="本级暂停")
    assert len(asked(town, town.organisations["city"])) == 1


@pytest.mark.parametrize(
    "inputs",
    [
        {"organisation": 999, "reason": "x"},
        {"person": 999, "reason": "x"},
        {"reason": " "},
        {"reason": "x", "until": date(2020, 1, 1)},
    ],
)
def test_what_means_nothing_is_refused(town, inputs):
    with pytest.raises(Faulty):
        said(town, bar, **inputs)


@pytest.mark.parametrize("who", ["星河机械厂", True, 1.5])
def test_a_wrong_question_is_never_answered_with_not_barred(town, who):
    with pytest.raises(Faulty):
        asked(town, who)
    with pytest.raises(Faulty):
        asked(town, 1, "明年")


def test_a_row_is_about_one_alone(either_town):
    with pytest.raises(IntegrityError), either_town.house.work() as uow:
        number = uow.session.query(Instance).first().id
        uow.session.add(Bar(procedure="hill", since=date(2021, 1, 1), reason="x", paper_no="", instance_id=number,
                            recorded_at=uow.now))  # fmt: skip
