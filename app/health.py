"""Two questions a machine asks: are you alive, and may I send people to you?"""

from typing import Any

from flask import Blueprint, Flask, Response, jsonify, make_response

from services.foundation.clock import SystemClock
from services.foundation.storage.unit_of_work import UnitOfWork
from services.foundation.storage.upgrade import is_up_to_date
from services.record import jobs

from .access import house

health = Blueprint("health", __name__)


def install(app: Flask) -> None:
    """Answer /healthz and /readyz, with no sign-in."""
    app.register_blueprint(health)


@health.get("/healthz")
def alive() -> Response:
    """This process answers. It asks nothing of anybody else, so that a slow database restarts nothing."""
    return jsonify(status="ok")


@health.get("/readyz")
def ready() -> Response:
    """The database answers and its tables are of this release: 200, else 503 with what is missing.

    A worker that is silent is told ("missing") but is no reason to send people away: pages work without one.
    """
    try:
        with house().reading() as uow:
            if not is_up_to_date(uow.session.connection()):
                return _unready("ok", "not of this release")
            worker = _worker(uow)
    except Exception as error:  # whatever it is, it is the answer to the question; its text may hold an address
        return _unready(database=f"no answer ({type(error).__name__})")
    return jsonify(status="ok", database="ok", migrations="ok", worker=worker)


def _worker(uow: UnitOfWork) -> dict[str, Any]:
    """Whether some worker, embedded or of its own, was heard of lately; `last_seen` in ISO 8601 or null."""
    seen = jobs.last_seen(uow)
    lives = seen is not None and SystemClock().now() - seen < jobs.SILENCE
    return {"state": "ok" if lives else "missing", "last_seen": seen.isoformat() if seen else None}


def _unready(database: str, migrations: str | None = None) -> Response:
    parts = {"database": database} | ({"migrations": migrations} if migrations else {})
    return make_response(jsonify(status="unavailable", **parts), 503)
