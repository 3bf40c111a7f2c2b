"""An application on a fresh SQLite file, two people in it, and a browser that keeps its cookies."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import session
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader

from app import Jiangxin, access, create_app
from services.foundation.clock import SetClock
from services.foundation.storage.base import Base
from services.foundation.storage.unit_of_work import Wiring
from services.people.cast import load_cast
from services.wiring import WIRING
from tests.builders import Town

PASSWORD = "correct horse"
NOON = datetime(2021, 11, 10, 4, tzinfo=UTC)
CAST = {
    "organisations": [{"code": "unit", "name": "云帆", "level": "unit"}],
    "people": [
        {"login": "alice", "name": "爱丽丝", "seats": [{"at": "unit", "role": "union_officer"}]},
        {"login": "bob", "name": "鲍勃"},
    ],
}
Maker = Callable[..., Jiangxin]
Door = Callable[[str | None], FlaskClient]


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Maker]:
    made: list[Jiangxin] = []

    def make(**settings: object) -> Jiangxin:
        basis = {"TESTING": "1", "DATA_DIR": tmp_path, "wiring": Wiring(), "clock": SetClock(NOON)}
        app = create_app(basis | settings)
        frame = DictLoader({"base.html": "{% block title %}{% endblock %}{% block content %}{% endblock %}"})
        app.jinja_loader = ChoiceLoader([app.jinja_loader, frame])
        Base.metadata.create_all(app.house.engine)
        made.append(app)
        return app

    yield make
    for app in made:
        app.house.engine.dispose()


@pytest.fixture
def app(make_app: Maker) -> Jiangxin:
    app = make_app()
    with app.house.work() as uow:
        load_cast(uow, CAST, PASSWORD)
    return app


@pytest.fixture
def client(app: Jiangxin) -> FlaskClient:
    return app.test_client()


def token(client: FlaskClient) -> str:
    """The form token that a page shows this browser."""
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[1]


def sign_in(client: FlaskClient, login: str = "alice", password: str = PASSWORD, **more: str):
    """Fill in the form on the sign-in page."""
    return client.post("/sign-in", data={"login": login, "password": password, "csrf_token": token(client), **more})


@pytest.fixture()
def house_app(town: Town, tmp_path) -> Iterator[Jiangxin]:
    url = town.house.engine.url.render_as_string(hide_password=False)
    settings = {"TESTING": "1", "DATA_DIR": tmp_path, "DATABASE_URL": url}
    app = create_app({**settings, "wiring": WIRING, "clock": town.clock})
    yield app
    app.house.engine.dispose()


@pytest.fixture()
def door(house_app: Jiangxin, town: Town) -> Door:
    """A browser in which somebody is signed in, or nobody."""

    def enter(login: str | None) -> FlaskClient:
        client = house_app.test_client()
        if login is None:
            return client
        with town.house.reading() as uow:
            number = town.who(uow, login).id
        with house_app.test_request_context():
            access.sign_in_as(number)
            kept = dict(session)
        with client.session_transaction() as there:
            there.update(kept)
        return client

    return enter
