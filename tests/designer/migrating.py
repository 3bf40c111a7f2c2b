"""The small procedure in a second version, and the migration's verbs by short names."""

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.instances import Instance
from services.designer.migrate import Migration, MigrationItem, approve, plan, propose, take_back
from services.designer.migrate.plan import Preview
from services.people.identity import Actor, Seat
from services.process.registry import ProcedureVersion
from tests.builders import Town
from tests.drawing import diagram
from tests.small_procedure import CAMPAIGN, CASE, MESSAGES, SENT, STUDIO


def drawn() -> bytes:
    """The small procedure's diagram, to be drawn otherwise."""
    return diagram(CAMPAIGN, CASE, STUDIO, messages=MESSAGES, sent=SENT)


def longer(days: int) -> bytes:
    """The city has more working days for its opinion."""
    text = drawn().decode()
    assert text.count("add working days(now(), 5)") == 1
    return text.replace("add working days(now(), 5)", f"add working days(now(), {days})").encode()


def at_the_city(town: Town, **named: str) -> Case:
    """A case that has come to the city."""
    case = town.open_case(**named)
    town.write(case, named.get("who", "lin"))
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "同意推荐"}, case)
    return case


def renamed() -> bytes:
    """Two steps have other ids."""
    return drawn().replace(b"A_city", b"A_office").replace(b"A_unit", b"A_union")


def versions(town: Town) -> tuple[int, int]:
    """The first version and the newest."""
    rows = sorted(town.rows(ProcedureVersion), key=lambda row: int(row.number))
    return rows[0].id, rows[-1].id


def designer(town: Town, login: str = "office") -> Actor:
    """Somebody who draws procedures."""
    return Actor(town.people[login], login, (Seat(town.organisations["city"], "designer"),))


def proposed(town: Town, reason: str = "市总要求延长", **mapping: str) -> Migration:
    """A migration from the first version to the newest, its preview worked out."""
    with town.house.work() as uow:
        migration = propose(uow, designer(town), *versions(town), mapping, reason)
    town.settle()
    return migration


def approved(town: Town, migration: Migration, by: str = "root") -> Migration:
    """Somebody else approves it, and every instance has been tried."""
    with town.house.work() as uow:
        approve(uow, designer(town, by), migration.id)
    town.settle()
    return again(town, migration)


def taken_back(town: Town, migration: Migration, why: str = "通知撤销") -> Migration:
    """It is taken back as far as that goes."""
    with town.house.work() as uow:
        take_back(uow, designer(town, "root"), migration.id, why)
    town.settle()
    return again(town, migration)


def again(town: Town, migration: Migration) -> Migration:
    """The row as it is now."""
    with town.house.reading() as uow:
        return uow.session.get_one(Migration, migration.id)


def previews(town: Town, **mapping: str) -> list[Preview]:
    """What would become of everything that runs on the first version."""
    with town.house.reading() as uow:
        return list(plan(uow, *versions(town), mapping))


def outcome(town: Town, migration: Migration, case: Case) -> MigrationItem:
    """What became of a case."""
    about = (MigrationItem.subject_kind == "case") & (MigrationItem.subject_id == case.id)
    with town.house.reading() as uow:
        return uow.session.scalars(select(MigrationItem).where(MigrationItem.migration_id == migration.id, about)).one()


def instance(town: Town, case: Case) -> Instance:
    """The case's instance."""
    return town.instance("case", case.id)
