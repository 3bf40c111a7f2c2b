"""What a browser does with objections, in short names."""

import io
import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from tests.builders import Town
from tests.selection.objecting import NOTICE

Door = Callable[[str | None], FlaskClient]
ODD = {"name": "㐂𠮷龘·奇安", "contact": "qx-7731-odd@example.invalid", "address": "乌有路㐂号", "unit": "㐂㐂仪表厂"}
FACTS = "该工作室2020年的专利证书系伪造，证书号可在专利局网站查询。"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
# One who runs the campaign and belongs to a unit that applied; one who holds an office of the same name elsewhere.
BOTH = {"login": "both", "name": "温竹", "seats": [{"at": "city", "role": "office"}, {"at": "mill", "role": "staff"}]}
ELSEWHERE = {"login": "elsewhere", "name": "段一鸣", "seats": [{"at": "county", "role": "office"}]}
NUMBER = "YY2021-001-001"


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/objections").text)
    assert found is not None
    return found[1]


def send(client: FlaskClient, address: str = f"/notices/{NOTICE}/objections", files: Any = (), **said: str) -> Any:
    """Hand the form in; each file is (content, name)."""
    form = {"place": "1", "kind": "person", "facts": FACTS, **ODD, "csrf_token": token(client), **said}
    uploads = [(io.BytesIO(content), name) for content, name in files]
    return client.post(address, data={**form, "files": uploads}, content_type="multipart/form-data")


def word_in(page: str) -> str:
    found = re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}(?=</code>)", page)
    assert found is not None
    return found[0]


def press(client: FlaskClient, address: str, **said: str) -> Any:
    return client.post(address, data={**said, "csrf_token": token(client)})


def hand_in(client: FlaskClient, task_id: int, **answers: str) -> Any:
    """Hand a task's form in, as somebody who has looked at it."""
    seen = re.search(r'name="seen" value="(\d+)"', client.get(f"/tasks/{task_id}").text)
    return press(client, f"/tasks/{task_id}/completion", seen=seen[1] if seen else "0", **answers)


def desk(town: Town, rest: str = "") -> str:
    return f"/campaigns/{town.campaign_id}/objections{rest}"
