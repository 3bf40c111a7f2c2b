"""What was said is kept as evidence that nobody changes; what is only typed is a draft, for its writer alone."""

import pytest
from sqlalchemy.exc import DatabaseError

from services.casework.completions import Completing, Completion, Draft, complete, draft_of, save_draft, task_form
from services.casework.completions.evidence import _seat_for, digest_of
from services.casework.tasks import Task
from services.casework.tasks.queries import NotYours, TaskAlreadyClosed
from services.foundation.errors import Refusal
from services.people.identity import Actor, Seat
from services.record import audit

AGREE = {"verdict": "agree", "comment": "同意。"}
TYPED = {"name": "", "amount": "很多"}


@pytest.mark.parametrize("statement", ["UPDATE completion SET comment = 'x'", "DELETE FROM completion"])
def test_evidence_is_neither_changed_nor_removed(either_town, statement):
    case = either_town.open_case()
    either_town.write(case)
    with pytest.raises(DatabaseError), either_town.house.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert len(either_town.rows(Completion)) == 1


OTHER_VALUES = {"answers": {"name": "别的"}, "shown": [[1, "x"]], "at": None}


@pytest.mark.parametrize("column", [c.key for c in Completion.__table__.columns if c.key not in {"id", "digest"}])
def test_the_digest_covers_every_column(town, column):
    case = town.open_case()
    row = town.write(case)
    assert row.digest == digest_of(row)
    other = town.clock.now().replace(year=2030) if column == "at" else OTHER_VALUES.get(column, "别的")
    setattr(row, column, other)
    assert row.digest != digest_of(row)


def test_the_digest_is_the_same_after_the_row_was_read_again(either_town):
    case = either_town.open_case()
    either_town.write(case)
    (row,) = either_town.rows(Completion)
    assert row.digest == digest_of(row)


def test_an_opinion_keeps_what_lay_before_the_person(town):
    case = town.open_case()
    sheet = town.write(case)
    opinion = town.complete("alice", "A_unit", AGREE, case)
    assert opinion.shown == [[sheet.id, sheet.digest]]
    assert (opinion.opinion_box, opinion.verdict, opinion.comment) == ("op_unit", "agree", "同意。")


def test_the_trail_carries_the_digest_of_the_evidence(town):
    case = town.open_case()
    sheet = town.write(case)
    with town.house.reading() as uow:
        assert audit.history(uow, case.subject)[-1].facts["digest"] == sheet.digest


@pytest.fixture
def task_id(town):
    return town.task("A_write", town.open_case()).id


def save(town, who, task_id, answers):
    with town.house.work() as uow:
        save_draft(uow, town.who(uow, who), task_id, answers)


def read(town, who, task_id):
    with town.house.reading() as uow:
        row = draft_of(uow, town.who(uow, who), task_id)
        return row and row.answers


def test_a_draft_is_kept_as_typed_right_or_wrong(town, task_id):
    save(town, "lin", task_id, TYPED)
    save(town, "lin", task_id, {**TYPED, "name": "林"})
    assert read(town, "lin", task_id) == {"name": "林", "amount": "很多"}
    assert len(town.rows(Draft)) == 1


def test_the_form_shows_the_draft_first(town, task_id):
    save(town, "lin", task_id, TYPED)
    with town.house.reading() as uow:
        shown = task_form(uow, town.who(uow, "lin"), town.task("A_write"))
    assert (shown.values, shown.draft_saved_at) == (TYPED, town.clock.now())


def test_a_draft_survives_a_refusal(town, task_id):
    save(town, "lin", task_id, TYPED)
    with pytest.raises(Refusal), town.house.work() as uow:
        complete(uow, town.who(uow, "lin"), task_id, Completing(TYPED))
    assert read(town, "lin", task_id) == TYPED


def test_a_draft_is_gone_with_the_completion(town, task_id):
    save(town, "lin", task_id, TYPED)
    town.complete("lin", "A_write", {"name": "林静创新工作室"})
    assert town.rows(Draft) == []


def test_a_draft_is_its_writers_alone(town):
    case = town.open_case()
    town.write(case)
    task_id = town.task("A_unit").id
    save(town, "alice", task_id, AGREE)
    assert read(town, "bob", task_id) is None
    with town.house.reading() as uow:
        assert task_form(uow, town.who(uow, "bob"), town.task("A_unit")).draft_saved_at is None


def test_nobody_drafts_what_they_may_not_do(town, task_id):
    with pytest.raises(NotYours):
        save(town, "charlie", task_id, TYPED)


def test_nobody_drafts_what_is_closed(town, task_id):
    town.complete("lin", "A_write", {"name": "林静创新工作室"})
    with pytest.raises(TaskAlreadyClosed, match="林静"):
        save(town, "lin", task_id, TYPED)


def test_a_form_begins_with_what_was_said_before(town):
    case = town.open_case()
    town.write(case, amount=20)
    town.complete("alice", "A_unit", {"verdict": "return"}, case)
    with town.house.reading() as uow:
        form = task_form(uow, town.who(uow, "lin"), town.task("A_write", case))
    assert form.values == {"name": "林静创新工作室", "amount": 20}


def test_whoever_was_named_in_person_acts_from_their_own_office_and_the_applicant_from_none():
    expert = Actor(7, "秦堃", (Seat(3, "staff"), Seat(2, "inspector")))
    named = Task(principals=["p:7"])
    assert _seat_for(expert, named, applicant_id=1) == Seat(2, "inspector")
    assert _seat_for(expert, named, applicant_id=7) is None
    assert _seat_for(Actor(8, "方静"), Task(principals=["p:8"]), applicant_id=1) is None
