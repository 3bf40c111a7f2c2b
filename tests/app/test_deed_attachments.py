"""A deed's page takes files as a task's does, for whoever may do the deed and for nobody else."""

import re

import pytest

from services.casework.attachments import Attachment
from services.casework.completions import Completion
from services.designer.rehearse.specimens import specimen
from tests.app.conftest import Door
from tests.builders import Town
from tests.casework.deeds_procedure import CASE, MESSAGES, MORE
from tests.drawing import diagram, form
from tests.small_procedure import CAMPAIGN, package

REASON = form(
    "reason",
    {"type": "textarea", "key": "reason", "label": "理由", "validate": {"required": True}},
    {"type": "filepicker", "key": "proof", "label": "证明", "accept": ".pdf", "validate": {"required": True}},
)


@pytest.fixture
def town(make_town) -> Town:
    return make_town(package(diagram(CAMPAIGN, CASE, messages=MESSAGES), **{**MORE, "forms__reason_dot_form": REASON}))


def send(client, address: str, page: str, **typed):
    names = ("csrf_token", "seen", "request_key")
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in names}
    body = {**hidden, "proof-asked": "1", **typed}
    return client.post(address, data=body, content_type="multipart/form-data")


def test_a_file_is_uploaded_and_stays_on_the_page_until_the_deed_is_done(door: Door, town: Town) -> None:
    client, address = door("lin"), f"/cases/{town.open_case().no}/deeds/A_withdrawal_heard"
    page = client.get(address).text
    assert 'enctype="multipart/form-data"' in page
    answer = send(
        client, address, page, reason="家中有事", _upload="proof", **{"proof-files": (specimen("x.pdf"), "证明.pdf")}
    )
    assert "证明.pdf（" in answer.text and "家中有事" in answer.text
    number = re.search(r'name="proof" value="(\d+)" checked', answer.text)[1]
    wrong = send(client, address, answer.text, proof=number, **{"proof-files": (specimen("x.png"), "x.png")})
    assert wrong.status_code == 422 and "这里只接受PDF。" in wrong.text
    assert send(client, address, wrong.text, reason="家中有事", proof=number).status_code == 303
    assert [file["name"] for file in town.rows(Completion)[-1].answers["proof"]] == ["证明.pdf"]
    assert town.rows(Attachment)[0].handed_in_at is not None


def test_whoever_may_not_do_the_deed_uploads_nothing(door: Door, town: Town) -> None:
    address = f"/cases/{town.open_case().no}/deeds/A_withdrawal_heard"
    page = door("lin").get(address).text
    answer = send(door("charlie"), address, page, **{"proof-files": (specimen("x.pdf"), "x.pdf")})
    assert answer.status_code in {400, 404}
    assert town.rows(Attachment) == []
