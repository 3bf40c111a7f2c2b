"""How many statements a page and a deed cost: more would be felt by everybody, every day."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from services.casework.completions import Completing, complete
from services.casework.tasks import inbox, inbox_count

AGREE = {"verdict": "agree"}
NOT_COUNTED = ("BEGIN", "COMMIT", "PRAGMA")

# One plain opinion with one next task two levels up, the person loaded. Ten of them write and three keep the trail; the
# budget (10) would need the reads merged into one. Whoever lowers the count lowers this number.
COMPLETION = 22
INBOX_PAGE = 2


@contextmanager
def counted(engine) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(NOT_COUNTED):
            said.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def decided(make_town):
    """A case of which one opinion is given already, so that the next one has everything in memory."""
    town = make_town()
    case = town.open_case()
    town.write(case)
    return town, case


def test_an_inbox_page_is_two_statements_and_its_count_one(decided):
    town, _ = decided
    for who in ("alice", "office"):
        with town.house.reading() as uow:
            actor = town.who(uow, who)
            with counted(town.house.engine) as said:
                inbox(uow, actor)
            assert len(said) <= INBOX_PAGE, said
            with counted(town.house.engine) as said:
                inbox_count(uow, actor)
            assert len(said) == 1, said


def test_one_plain_opinion_with_one_next_task_keeps_to_its_statements(decided):
    town, case = decided
    task_id = town.task("A_unit", case).id
    with town.house.work() as uow:
        actor = town.who(uow, "alice")
        with counted(town.house.engine) as said:
            complete(uow, actor, task_id, Completing(AGREE, seen=2, request_key="k-1"))
            uow.session.flush()
    assert len(said) <= COMPLETION, "\n".join(said)
