"""What a machine is told about us."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from services.foundation.clock import SystemClock
from services.record import jobs


def test_alive_asks_nothing_of_the_database(client, app, monkeypatch):
    monkeypatch.setattr(app.house, "reading", None)
    assert client.get("/healthz").json == {"status": "ok"}


def test_ready_means_that_the_database_answers_and_is_of_this_release(client, monkeypatch):
    monkeypatch.setattr("app.health.is_up_to_date", lambda _connection: True)
    answer = client.get("/readyz")
    nobody = {"state": "missing", "last_seen": None}
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "database": "ok", "migrations": "ok", "worker": nobody}


@pytest.mark.parametrize(("ago", "state"), [(20, "ok"), (70, "missing")])
def test_ready_tells_when_a_worker_was_last_heard_of(client, app, monkeypatch, ago, state):
    monkeypatch.setattr("app.health.is_up_to_date", lambda _connection: True)
    seen = SystemClock().now() - timedelta(seconds=ago)
    with app.house.work() as uow:
        jobs.report(uow, "甲", seen)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["worker"]) == (200, {"state": state, "last_seen": seen.isoformat()})


def test_a_silent_database_is_told_and_nothing_of_its_address(client, app, monkeypatch):
    def broken():
        raise OperationalError("postgresql://user:secret@host", {}, Exception("secret"))

    monkeypatch.setattr(app.house, "reading", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "database": "no answer (OperationalError)"}


def test_tables_of_another_release_are_not_ready(client, monkeypatch):
    monkeypatch.setattr("app.health.is_up_to_date", lambda _connection: False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "database": "ok", "migrations": "not of this release"}
