"""The migrations give exactly the tables that the models describe, and run once."""

import pkgutil
from importlib import import_module
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

import services
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.upgrade import is_up_to_date, upgrade


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if module.name.endswith(".models"):
            import_module(module.name)
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_an_upgrade_is_harmless_when_repeated(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        assert not is_up_to_date(connection)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO stored_file VALUES ('d', x'00')"))
    upgrade(engine)
    with engine.connect() as connection:
        assert is_up_to_date(connection)
        assert connection.execute(text("SELECT count(*) FROM stored_file")).scalar_one() == 1
    engine.dispose()
