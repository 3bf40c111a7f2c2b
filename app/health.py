"""Two questions a machine asks: are you alive, and may I send people to you?"""

from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, jsonify, make_response
from sqlalchemy import text

import services.foundation.storage
from services.foundation.storage.unit_of_work import House

from .access import house

health = Blueprint("health", __name__)

MIGRATIONS = Path(services.foundation.storage.__file__).parent / "migrations"


def install(app: Flask) -> None:
    """Answer /healthz and /readyz, with no sign-in."""
    app.register_blueprint(health)


@health.get("/healthz")
def alive() -> Response:
    """This process answers. It asks nothing of anybody else, so that a slow database restarts nothing."""
    return jsonify(status="ok")


@health.get("/readyz")
def ready() -> Response:
    """What people need is there: 200, or 503 with what is missing."""
    parts = {"database": _database(house())}
    if parts["database"] == "ok" and (MIGRATIONS / "env.py").exists():
        parts["migrations"] = _migrations(house())
    all_well = all(answer == "ok" for answer in parts.values())
    return make_response(jsonify(status="ok" if all_well else "unavailable", **parts), 200 if all_well else 503)


def _database(house: House) -> str:
    try:
        with house.reading() as uow:
            uow.session.execute(text("SELECT 1"))
    except Exception as error:  # whatever it is, it is the answer to the question
        return f"no answer ({type(error).__name__})"
    return "ok"


def _migrations(house: House) -> str:
    wanted = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with house.reading() as uow:
        found = MigrationContext.configure(uow.session.connection()).get_current_revision()
    return "ok" if found == wanted else f"database at {found or 'nothing'}, program at {wanted}"
