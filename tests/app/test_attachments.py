"""Files on a task's page without a script: uploaded, kept though something is wrong, unticked, saved, closed."""

import io
import re

import pytest
from flask.testing import FlaskClient

from app import Jiangxin
from services.casework.attachments import Attachment
from services.casework.completions import Completion
from services.designer.rehearse.specimens import specimen
from tests.app.conftest import Door
from tests.builders import Town
from tests.casework.attaching import with_files


@pytest.fixture
def town(make_town) -> Town:
    return make_town(with_files())


@pytest.fixture
def address(town: Town) -> str:
    return f"/tasks/{town.task('A_write', town.open_case()).id}"


def post(client: FlaskClient, address: str, *, to: str = "completion", files=(), **typed):
    """What a browser sends: everything that stands ticked or typed on the page, and the chosen files."""
    page = client.get(address).text
    body = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("csrf_token", "seen", "request_key")
    }
    body |= {name: "1" for name in re.findall(r'name="([^"]+-asked)"', page)}
    for name, number in re.findall(r'type="checkbox" id="[^"]+" name="([^"]+)" value="(\d+)" checked', page):
        body.setdefault(name, []).append(number)
    for name, file in files:
        body.setdefault(name, []).append((file if not isinstance(file, str) else specimen(file), file_name(file)))
    return client.post(f"{address}/{to}", data={**body, **typed}, content_type="multipart/form-data")


def file_name(file: object) -> str:
    return file if isinstance(file, str) else "文件.bin"


def test_a_page_without_script_takes_files_and_hands_them_in(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    assert 'enctype="multipart/form-data"' in client.get(address).text
    kept = post(client, address, files=[("photos-files", "外景.jpg"), ("photos-files", "内景.png")], _upload="photos")
    assert kept.status_code == 303
    page = client.get(address).text
    assert "外景.jpg（" in page and "内景.png（" in page
    done = post(client, address, name="林静创新工作室", files=[("film-files", "介绍.mp4")])
    assert done.status_code == 303, done.text
    answers = town.rows(Completion)[-1].answers
    assert [file["name"] for file in answers["photos"]] == ["外景.jpg", "内景.png"]
    assert [file["name"] for file in answers["film"]] == ["介绍.mp4"]


def test_an_unticked_file_is_left_out(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    post(client, address, files=[("photos-files", "外景.jpg"), ("photos-files", "内景.png")], _upload="photos")
    number = re.search(r'name="photos" value="(\d+)"', client.get(address).text)[1]
    assert post(client, address, name="林静创新工作室", photos=[number]).status_code == 303
    assert [file["name"] for file in town.rows(Completion)[-1].answers["photos"]] == ["外景.jpg"]
    assert len(town.rows(Attachment)) == 1


def test_what_is_wrong_with_a_file_stands_at_its_question_and_nothing_else_is_lost(door: Door, address: str) -> None:
    client = door("lin")
    files = [("photos-files", "外景.jpg"), ("photos-files", io.BytesIO(b"MZ\x90")), ("film-files", "证书.pdf")]
    answer = post(client, address, name="林静创新工作室", files=files)
    assert answer.status_code == 422
    assert "“文件.bin”没有上传：附件只能是" in answer.text and "“证书.pdf”没有上传：这里只接受MP4 视频。" in answer.text
    assert "外景.jpg（" in answer.text and 'value="林静创新工作室"' in answer.text
    assert "外景.jpg（" in client.get(address).text


def test_an_attachment_is_saved_and_never_shown_in_place(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    post(client, address, files=[("photos-files", "外景.jpg")], _upload="photos")
    link = re.search(r'href="(/attachments/\d+)"', client.get(address).text)[1]
    answer = client.get(link)
    assert answer.data == specimen("a.jpg").read()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%A4%96")
    assert (
        answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
    )
    for login in ("alice", "charlie", "auditor"):
        assert door(login).get(link).status_code == 404, login
    assert door(None).get(link).status_code == 303
    post(client, address, name="林静创新工作室")
    assert door("alice").get(link).status_code == 200
    assert link in door("alice").get(f"/tasks/{town.task('A_unit').id}").text
    assert door("charlie").get(link).status_code == 404
    assert client.get("/attachments/99999").status_code == 404


def test_a_draft_keeps_what_was_uploaded_and_takes_no_file(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    post(client, address, files=[("photos-files", "外景.jpg")], _upload="photos")
    assert post(client, address, to="draft", files=[("photos-files", "内景.png")]).json["saved"]
    assert len(town.rows(Attachment)) == 1
    assert "外景.jpg（" in client.get(address).text


def test_only_somebody_signed_in_may_send_much(house_app: Jiangxin, door: Door, address: str) -> None:
    object.__setattr__(house_app.settings, "body_limit", 1000)
    house_app.config["MAX_CONTENT_LENGTH"] = 1000
    for client, where in ((door(None), f"{address}/completion"), (door("lin"), "/sign-in")):
        much = {"photos-files": (io.BytesIO(bytes(5000)), "x.jpg")}
        assert client.post(where, data=much, content_type="multipart/form-data").status_code == 413
    assert post(door("lin"), address, files=[("photos-files", io.BytesIO(bytes(5000)))]).status_code == 422
    object.__setattr__(house_app.settings, "upload_limit", 2000)
    assert post(door("lin"), address, files=[("photos-files", io.BytesIO(bytes(5000)))]).status_code == 413
