"""Three cases on a running notice, and an application in front of them."""

from collections.abc import Iterator

import pytest
from flask import session
from flask.testing import FlaskClient

from app import Jiangxin, access, create_app
from services.wiring import WIRING
from tests.app.objections.browsing import BOTH, ELSEWHERE, Door
from tests.builders import Town
from tests.cast import CAST
from tests.selection.objecting import package, posted


@pytest.fixture
def town(make_town) -> Town:
    town: Town = make_town(package(), cast={**CAST, "people": [*CAST["people"], BOTH, ELSEWHERE]})
    posted(town)
    return town


@pytest.fixture
def house_app(town: Town, tmp_path) -> Iterator[Jiangxin]:
    url = town.house.engine.url.render_as_string(hide_password=False)
    settings = {"TESTING": "1", "DATA_DIR": tmp_path, "DATABASE_URL": url}
    app = create_app({**settings, "wiring": WIRING, "clock": town.clock})
    yield app
    app.house.engine.dispose()


@pytest.fixture
def door(house_app: Jiangxin, town: Town) -> Door:
    """A browser in which somebody is signed in, or nobody."""

    def enter(login: str | None) -> FlaskClient:
        client = house_app.test_client()
        if login is None:
            return client
        with house_app.test_request_context():
            access.sign_in_as(town.people[login])
            kept = dict(session)
        with client.session_transaction() as there:
            there.update(kept)
        return client

    return enter
