"""Every route is walked as every kind of person and as nobody; routes.yaml says who is answered what.

A route that is not in the table fails: nobody adds one without deciding whom it is for. A row reads
`[METHOD address field=value ..., nobody, signed in, {person: answer}]`: what nobody gets, what whoever signed in gets,
and who of them gets something else. An answer is a status; `in` is being asked to sign in. POST carries a form token.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import session
from flask.testing import FlaskClient

from app import Jiangxin, access, create_app
from services.wiring import WIRING
from tests.app.walking import PERSONS, everything
from tests.builders import Town

TABLE: dict[str, list[list[Any]]] = yaml.safe_load(Path(__file__).with_name("routes.yaml").read_text(encoding="utf-8"))
LEAVES = "sign_in.sign_out"


class Walk:
    """The town, the application in front of it, and a browser for each person."""

    def __init__(self, app: Jiangxin, town: Town, things: dict[str, Any]) -> None:
        self.app, self.town, self.things = app, town, things
        self.browsers = {who: self.browser(login) for who, login in PERSONS.items()}
        self.tokens = {who: _token(browser) for who, browser in self.browsers.items()}

    def browser(self, login: str | None) -> FlaskClient:
        client = self.app.test_client()
        if login is not None:
            with self.app.test_request_context():
                access.sign_in_as(self.town.people[login])
                kept = dict(session)
            with client.session_transaction() as there:
                there.update(kept)
        return client

    def answer(self, who: str, asked: str, token: bool = True) -> str | int:
        """What somebody is answered."""
        method, address, *fields = asked.format(who=who, **self.things).split(" ")
        form = dict(field.split("=", 1) for field in fields)
        headers = {"X-CSRFToken": self.tokens[who]} if token and method != "GET" else {}
        said = self.browsers[who].open(address, method=method, data=form, headers=headers)
        to_the_door = said.status_code == 303 and said.location.startswith("/sign-in") and address != "/sign-out"
        return "in" if to_the_door or said.status_code == 401 else said.status_code


@pytest.fixture
def walk(make_town: Callable[..., Town], tmp_path: Path) -> Iterator[Walk]:
    town, things = everything(make_town)
    url = town.house.engine.url.render_as_string(hide_password=False)
    app = create_app({"TESTING": "1", "DATA_DIR": tmp_path, "DATABASE_URL": url, "wiring": WIRING, "clock": town.clock})
    yield Walk(app, town, things)
    app.house.engine.dispose()


def test_every_route_has_its_row_and_every_row_its_route(tmp_path: Path) -> None:
    rules = list(create_app({"TESTING": "1", "DATA_DIR": tmp_path}).url_map.iter_rules())
    routes = {rule.endpoint for rule in rules} - {"static"}
    assert sorted(routes - TABLE.keys()) == [], "say in routes.yaml who is answered what"
    assert sorted(TABLE.keys() - routes) == [], "there is no such route any more"
    methods = {
        (rule.endpoint, method)
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    told = {(endpoint, row[0].split(" ")[0]) for endpoint, rows in TABLE.items() for row in rows}
    assert sorted(methods - told) == []


def test_everybody_is_answered_as_the_table_says(walk: Walk) -> None:
    wrong = []
    for endpoint, rows in sorted(TABLE.items(), key=lambda each: each[0] == LEAVES):
        for asked, nobody, somebody, *others in rows:
            expected = {"nobody": nobody, **{who: somebody for who in PERSONS if who != "nobody"}, **dict(*others)}
            told = {who: walk.answer(who, asked) for who in PERSONS}
            wrong += [
                f"{endpoint} {asked}: {who} got {told[who]}, not {expected[who]}"
                for who in PERSONS
                if told[who] != expected[who]
            ]
    assert wrong == []


def test_no_deed_is_done_without_the_form_s_own_token(walk: Walk) -> None:
    unguarded = [
        asked
        for rows in TABLE.values()
        for asked, *_ in rows
        if not asked.startswith("GET ") and walk.answer("administrator", asked, token=False) != 400
    ]
    assert unguarded == []


def _token(client: FlaskClient) -> str:
    found = re.search(r'"X-CSRFToken": "([^"]+)"', client.get("/verify").text)
    assert found is not None
    return found[1]
