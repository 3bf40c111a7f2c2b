"""Two questions a machine asks: are you alive, and may I send people to you?"""

from flask import Blueprint, Flask, Response, jsonify, make_response

from services.foundation.storage.upgrade import is_up_to_date

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
    """The database answers and its tables are of this release: 200, else 503 with what is missing."""
    try:
        with house().reading() as uow:
            tables = "ok" if is_up_to_date(uow.session.connection()) else "not of this release"
    except Exception as error:  # whatever it is, it is the answer to the question; its text may hold an address
        return _unready(database=f"no answer ({type(error).__name__})")
    return jsonify(status="ok", database="ok", migrations="ok") if tables == "ok" else _unready("ok", tables)


def _unready(database: str, migrations: str | None = None) -> Response:
    parts = {"database": database} | ({"migrations": migrations} if migrations else {})
    return make_response(jsonify(status="unavailable", **parts), 503)
