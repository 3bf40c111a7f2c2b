"""The administrator sees what went wrong and settles it; nobody else may even look."""

import re

import pytest
from flask import session
from flask.testing import FlaskClient

from app import Jiangxin, access
from services.foundation.events import ADMINISTRATION
from services.people.cast import Cast, load_cast
from services.record import jobs
from services.record.jobs import Incident

CAST = {
    "organisations": [{"code": "unit", "name": "云帆", "level": "unit"}],
    "people": [
        {"login": "guanli", "name": "管理员", "seats": [{"at": "unit", "role": "administrator"}]},
        {"login": "bob", "name": "同事", "seats": [{"at": "unit", "role": "union_officer"}]},
    ],
}


@pytest.fixture()
def cast(app: Jiangxin) -> Cast:
    with app.house.work() as uow:
        made = load_cast(uow, CAST)
        jobs.open_incident(uow, "nobody_holds_role", "“签署意见”没有人可以办理。", subject=ADMINISTRATION)
    return made


def signed_in(app: Jiangxin, person_id: int) -> FlaskClient:
    with app.test_request_context():
        access.sign_in_as(person_id)
        kept = dict(session)
    client = app.test_client()
    with client.session_transaction() as there:
        there.update(kept)
    return client


def press(client: FlaskClient, address: str, **typed: str) -> int:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/notices").text)
    return client.post(address, data={**typed, "csrf_token": found[1] if found else ""}).status_code


def test_the_administrator_reads_the_sentence_and_settles_it_with_a_reason(app: Jiangxin, cast: Cast) -> None:
    client = signed_in(app, cast.people["guanli"])
    assert "没有人可以办理" in client.get("/incidents").text
    assert press(client, "/incidents/1/resolution", reason="") == 422
    assert press(client, "/incidents/1/resolution", reason="已任命") == 303
    with app.house.reading() as uow:
        assert uow.session.get_one(Incident, 1).resolved_by == cast.people["guanli"]
    assert "没有异常" in client.get("/incidents").text


def test_a_colleague_may_not_look(app: Jiangxin, cast: Cast) -> None:
    client = signed_in(app, cast.people["bob"])
    assert client.get("/incidents").status_code == 403
    assert press(client, "/incidents/1/resolution", reason="我来") == 403


def test_an_incident_without_a_job_cannot_be_tried_again(app: Jiangxin, cast: Cast) -> None:
    client = signed_in(app, cast.people["guanli"])
    assert press(client, "/incidents/1/retry") == 422
