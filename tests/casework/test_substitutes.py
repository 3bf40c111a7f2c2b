"""Dated substitution: from one day to another, in both names, never for the own case, and it ends by itself."""

from datetime import date

import pytest

from services.casework.tasks import inbox, inbox_count
from services.casework.tasks.queries import NotYours
from services.foundation.errors import Invalid
from services.people.assignment import (
    AlreadyStoodInFor,
    Arrangement,
    NotYourSubstitution,
    OwnCase,
    end_substitution,
    name_substitute,
    standing_in_principals,
)
from services.people.identity import Seat
from services.record import audit
from tests.builders import Town
from tests.casework.test_statements import counted
from tests.colleagues import AGREE, waiting_for_the_unit

DAYS = (date(2021, 11, 3), date(2021, 11, 5))


def arrange(town: Town, who: str, absent: str, other: str, days=DAYS, seat: Seat | None = None, why: str = "外出开会"):
    with town.house.work() as uow:
        wanted = Arrangement(town.people[absent], town.people[other], *days, why, seat)
        return name_substitute(uow, town.who(uow, who), wanted)


def stands_in(town: Town, who: str) -> list[str]:
    with town.house.reading() as uow:
        actor = town.who(uow, who)
        theirs = standing_in_principals(actor)
        found = inbox(uow, actor, principals=theirs).tasks
        assert inbox_count(uow, actor, theirs) == len(found)
        assert not {t.id for t in found} & {t.id for t in inbox(uow, actor).tasks}
        return [t.element for t in found]


def test_the_substitute_acts_in_both_names_while_the_days_last_and_not_a_day_longer(either_town):
    town = either_town
    case, _ = waiting_for_the_unit(town)
    arrange(town, "alice", "alice", "charlie")
    assert stands_in(town, "charlie") == []
    with pytest.raises(NotYours):
        town.complete("charlie", "A_unit", AGREE, case)
    town.until("2021-11-03 09:00")
    assert stands_in(town, "charlie") == ["A_unit"]
    done = town.complete("charlie", "A_unit", AGREE, case)
    assert (done.actor_name, done.actor_id, done.for_person_id) == (
        "查立（代安丽）", town.people["charlie"], town.people["alice"])  # fmt: skip
    assert (done.organisation_name, done.role) == ("星河机械厂", "union_officer")
    with town.house.reading() as uow:
        assert "查立（代安丽）在“单位工会意见”签署" in audit.history(uow, case.subject)[-1].sentence
    other, _ = waiting_for_the_unit(town)
    town.until("2021-11-06 00:01")
    assert stands_in(town, "charlie") == []
    with pytest.raises(NotYours):
        town.complete("charlie", "A_unit", AGREE, other)


def test_nobody_stands_in_for_the_applicant_on_the_own_case_nor_decides_the_own_one(town):
    case, _ = waiting_for_the_unit(town, "alice")
    arrange(town, "alice", "alice", "charlie", (date(2021, 11, 2), DAYS[1]))
    with pytest.raises(OwnCase):
        town.complete("charlie", "A_unit", AGREE, case)
    assert town.complete("bob", "A_unit", AGREE, case).for_person_id is None


def test_whoever_holds_the_office_too_acts_in_their_own_name(town):
    case, _ = waiting_for_the_unit(town)
    arrange(town, "alice", "alice", "bob", (date(2021, 11, 2), DAYS[1]))
    assert stands_in(town, "bob") == []
    assert town.complete("bob", "A_unit", AGREE, case).actor_name == "包博"


def test_only_one_position_where_only_one_was_named_and_it_can_be_ended(town):
    case, _ = waiting_for_the_unit(town)
    mill = Seat(town.organisations["mill"], "union_officer")
    row = arrange(town, "root", "alice", "charlie", (date(2021, 11, 2), DAYS[1]), mill)
    assert stands_in(town, "charlie") == ["A_unit"]
    with town.house.work() as uow, pytest.raises(NotYourSubstitution):
        end_substitution(uow, town.who(uow, "charlie"), row.id)
    with town.house.work() as uow:
        end_substitution(uow, town.who(uow, "alice"), row.id)
    assert stands_in(town, "charlie") == []
    with pytest.raises(NotYours):
        town.complete("charlie", "A_unit", AGREE, case)


def test_two_for_one_office_on_one_day_and_arrangements_by_strangers_are_refused(town):
    arrange(town, "alice", "alice", "charlie")
    with pytest.raises(AlreadyStoodInFor):
        arrange(town, "alice", "alice", "bob", (DAYS[1], date(2021, 11, 30)))
    with pytest.raises(NotYourSubstitution):
        arrange(town, "bob", "alice", "bob", (date(2021, 12, 1), date(2021, 12, 2)))


@pytest.mark.parametrize(
    ("absent", "other", "days", "field"),
    [
        ("alice", "alice", DAYS, "substitute"),
        ("expert", "alice", DAYS, "person"),
        ("lin", "alice", DAYS, "person"),
        ("root", "alice", DAYS, "person"),
        ("alice", "bob", (date(2021, 11, 1), DAYS[1]), "from_day"),
        ("alice", "bob", (DAYS[1], DAYS[0]), "until_day"),
    ],
)
def test_what_cannot_be_arranged_is_told_at_its_field(town, absent, other, days, field):
    with pytest.raises(Invalid) as refused:
        arrange(town, "root", absent, other, days)
    assert field in refused.value.fields


def test_nobody_pays_for_substitutes_but_those_who_are(town):
    with town.house.reading() as uow, counted(town.house.engine) as said:
        town.who(uow, "bob")
    assert len(said) == 2, said
