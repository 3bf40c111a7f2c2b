"""Whoever may approve a migration hears that one waits; both who answer for it hear how it went."""

from sqlalchemy import or_, select

from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.messages.tell import Word, tell
from services.people.identity import Person, Position

from .models import Migration
from .queries import MAY_DECIDE


def tell_that_it_waits(uow: UnitOfWork, migration: Migration, moves: int) -> None:
    """Every designer and administrator but its author."""
    today = local_day(uow.now)
    held = (Position.from_day <= today) & or_(Position.until_day.is_(None), Position.until_day >= today)
    query = select(Position.person_id).join(Person, Person.id == Position.person_id)
    found = uow.session.scalars(query.where(Position.role.in_(MAY_DECIDE), held, Person.active).distinct())
    people = sorted(person for person in found if person != migration.proposed_by)
    sentence = f"迁移方案 {migration.id} 逐件预览完毕，可以迁移 {moves} 件，请核对后批准或不批准。"
    tell(uow, people, _word(migration, "waits", "有一份迁移方案等待批准", sentence))


def tell_how_it_went(uow: UnitOfWork, migration: Migration, moved: int, left: int) -> None:
    """Whoever proposed it and whoever approved it."""
    people = [person for person in (migration.proposed_by, migration.decided_by) if person is not None]
    sentence = f"迁移方案 {migration.id} 已逐件迁移：已迁移 {moved} 件，没有迁移 {left} 件，原因见报告。"
    tell(uow, people, _word(migration, "done", "迁移完毕", sentence))


def _word(migration: Migration, what: str, headline: str, sentence: str) -> Word:
    path = f"/designer/procedures/{migration.procedure}/migration/{migration.id}"
    return Word(f"migration:{migration.id}:{what}", "migration", headline, sentence, path, migration.subject)
