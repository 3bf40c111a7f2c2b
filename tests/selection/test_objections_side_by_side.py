"""Objections at the same moment, on both databases: no number twice, none lost, one suspension; kept for good."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from services.record import audit
from services.selection.objections import Objection, file_objection, withdraw
from services.selection.objections.models import ObjectionFile, Objector
from tests.casework.test_side_by_side import at_once
from tests.selection.objecting import NOTICE, accept, anonymous, find, objected, package, person, posted

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def town(either_town):
    either_town.deploy(package())
    either_town.open_campaign()
    either_town.cases = posted(either_town)
    return either_town


def test_numbers_are_allotted_once_and_every_objection_gets_its_own_step(town) -> None:
    said = [person(1), anonymous(1), person(2), anonymous(2), person(3), person(1)]
    filed = at_once(town, *[lambda uow, s=s: file_objection(uow, NOTICE, s) for s in said])
    numbers = [f.objection.no for f in filed]
    assert sorted(numbers) == [f"YY2021-001-{n:03d}" for n in range(1, len(said) + 1)]
    assert len({f.word for f in filed}) == len(said)
    tasks = town.tasks("shared_objection_acknowledge")
    assert sorted(t.properties["objection"] for t in tasks) == sorted(numbers)
    with town.house.reading() as uow:
        for case in town.cases:
            assert [e.kind for e in audit.history(uow, case.subject)].count("CaseSuspended") == 1
            assert audit.verify(uow, case.subject).ok


def test_one_request_sent_many_times_at_once_is_one_objection(town) -> None:
    said = person(request_key="x" * 32)
    filed = at_once(town, *[lambda uow: file_objection(uow, NOTICE, said)] * 4)
    assert len({(f.objection.no, f.word) for f in filed}) == 1
    assert len(town.rows(Objection)) == len(town.tasks("shared_objection_acknowledge")) == 1


def test_taken_back_twice_at_once_ends_once(town) -> None:
    filed = objected(town)
    again = [lambda uow: withdraw(uow, filed.objection.no, filed.word).status] * 2
    outcomes = at_once(town, *again)
    assert outcomes.count("withdrawn") == 1
    assert town.tasks("shared_objection_acknowledge") == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE objection SET facts = 'x'",
        "UPDATE objection SET late = NOT late",
        "UPDATE objection SET filed_at = '2020-01-01'",
        "DELETE FROM objection",
        "UPDATE objector SET name = 'x'",
        "DELETE FROM objector",
        "UPDATE objection_file SET size = 0",
        "DELETE FROM objection_file",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_handed_in(town, statement) -> None:
    objected(town, person(files=(PDF,)))
    assert (len(town.rows(Objector)), len(town.rows(ObjectionFile))) == (1, 1)
    with pytest.raises(DatabaseError), town.house.work() as uow:
        uow.session.execute(text(statement))


def test_nor_what_came_of_it(town) -> None:
    objected(town)
    accept(town)
    find(town, "not_upheld")
    with pytest.raises(DatabaseError), town.house.work() as uow:
        uow.session.execute(text("UPDATE objection SET status = 'upheld'"))
