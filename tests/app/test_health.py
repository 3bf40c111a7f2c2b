"""What a machine is told about us."""

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app import health

REVISION = """
revision, down_revision, branch_labels, depends_on = "r1", None, None, None
"""


def test_alive_asks_nothing_of_the_database(client, app, monkeypatch):
    monkeypatch.setattr(app.house, "reading", None)
    assert client.get("/healthz").json == {"status": "ok"}


def test_ready_means_that_the_database_answers(client, monkeypatch, tmp_path):
    monkeypatch.setattr(health, "MIGRATIONS", tmp_path)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "database": "ok"})


def test_a_silent_database_is_told_and_nothing_of_its_address(client, app, monkeypatch):
    def broken():
        raise OperationalError("postgresql://user:secret@host", {}, Exception("secret"))

    monkeypatch.setattr(app.house, "reading", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "database": "no answer (OperationalError)"}


def test_tables_of_another_release_are_not_ready(client, app, monkeypatch, tmp_path):
    monkeypatch.setattr(health, "MIGRATIONS", tmp_path)
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text("")
    (tmp_path / "versions" / "r1.py").write_text(REVISION)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["migrations"]) == (503, "database at nothing, program at r1")
    with app.house.work() as uow:
        uow.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        uow.session.execute(text("INSERT INTO alembic_version VALUES ('r1')"))
    assert client.get("/readyz").json == {"status": "ok", "database": "ok", "migrations": "ok"}
