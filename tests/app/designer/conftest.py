"""A browser in front of the workbench, with a designer, a second one and an auditor in it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import session
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import Jiangxin, access, create_app
from services.designer import drafts
from services.process import registry
from services.wiring import WIRING
from tests.builders import Town
from tests.cast import CAST
from tests.small_procedure import package

SEATS = [{"at": "city", "role": "designer"}]
DESIGNERS = [{"login": login, "name": name, "seats": SEATS} for login, name in (("ye", "叶文图"), ("mo", "莫线"))]


@dataclass
class Desk:
    """One person's browser; every answer is kept in words."""

    client: FlaskClient
    draft: int = 0

    def get(self, address: str) -> TestResponse:
        return self.client.get(address.format(d=f"/designer/drafts/{self.draft}"))

    def post(self, address: str, **fields: Any) -> TestResponse:
        where = address.format(d=f"/designer/drafts/{self.draft}")
        return self.client.post(where, data={"csrf_token": self.token(), **fields}, follow_redirects=True)

    def token(self) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.client.get("/designer").text)
        assert found is not None
        return found[1]

    def words(self, answer: TestResponse) -> str:
        return " ".join(unescape(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", answer.text)).split())

    def revision(self) -> int:
        found = re.search(r"第 (\d+) 次修改", self.words(self.get("{d}")))
        assert found is not None
        return int(found[1])


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town(package(), cast={**CAST, "people": [*CAST["people"], *DESIGNERS]}, opened=False)


@pytest.fixture
def app(town: Town, tmp_path: Path) -> Iterator[Jiangxin]:
    url = town.house.engine.url.render_as_string(hide_password=False)
    app = create_app({"TESTING": "1", "DATA_DIR": tmp_path, "DATABASE_URL": url, "wiring": WIRING, "clock": town.clock})
    yield app
    app.house.engine.dispose()


@pytest.fixture
def desk(app: Jiangxin, town: Town) -> Callable[..., Desk]:
    """A function: somebody's browser, by login; before a draft of the small procedure if that is wanted."""

    def sit(login: str = "ye", draft: int | bool = True) -> Desk:
        client = app.test_client()
        with app.test_request_context():
            access.sign_in_as(town.people[login])
            kept = dict(session)
        with client.session_transaction() as there:
            there.update(kept)
        if draft is True:
            with town.house.work() as uow:
                version = registry.current(uow, "hill")
                draft = drafts.open_draft(uow, town.who(uow, login), version, "hill", "青山市办法").id
        return Desk(client, int(draft))

    return sit


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    """Files as an upload."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    out.seek(0)
    return out
