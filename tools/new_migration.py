"""Write a migration for what the models say and the migrations so far do not: tools/new_migration.py "the reason"."""

import pkgutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from alembic import command
from alembic.config import Config

import services
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.upgrade import MIGRATIONS, upgrade


def main(reason: str) -> None:
    """Compare with a fresh database at the newest migration."""
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if module.name.endswith(".models"):
            import_module(module.name)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{Path(folder) / 'compare.db'}")
        upgrade(engine)
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["metadata"] = Base.metadata
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(config, reason, autogenerate=True)


if __name__ == "__main__":
    main(sys.argv[1])
