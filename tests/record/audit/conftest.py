"""Taking the triggers away, as somebody with the keys of the database could."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from services.foundation.storage.unit_of_work import House

TABLES = ("audit_entry", "audit_chain", "audit_seal", "audit_seal_head")


@pytest.fixture
def drop_triggers() -> Callable[[House], None]:
    """A function that removes every trigger of the audit tables."""

    def drop(house: House) -> None:
        with house.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                for table in TABLES:
                    connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
                    for end in ("keep", "fixed", "whole"):
                        connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_{end} ON {table}"))
                return
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))

    return drop
