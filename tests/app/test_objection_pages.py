"""Objecting in a browser, from form to outcome; and the objector's name, which is nowhere but where it belongs."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import session
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import Jiangxin, access, create_app
from services.foundation.events import ADMINISTRATION, Subject
from services.record import audit
from services.selection.objections import Objection, filing
from services.selection.objections.models import ObjectionFile
from services.wiring import WIRING
from tests.builders import Town
from tests.cast import CAST
from tests.selection.objecting import NOTICE, accept, find, package, posted

Door = Callable[[str | None], FlaskClient]
ODD = {"name": "㐂𠮷龘·奇安", "contact": "qx-7731-odd@example.invalid", "address": "乌有路㐂号", "unit": "㐂㐂仪表厂"}
FACTS = "该工作室2020年的专利证书系伪造，证书号可在专利局网站查询。"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
# One who runs the campaign and belongs to a unit that applied; one who holds an office of the same name elsewhere.
BOTH = {"login": "both", "name": "温竹", "seats": [{"at": "city", "role": "office"}, {"at": "mill", "role": "staff"}]}
ELSEWHERE = {"login": "elsewhere", "name": "段一鸣", "seats": [{"at": "county", "role": "office"}]}
NUMBER = "YY2021-001-001"


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


def test_a_guest_objects_and_follows_it_with_number_and_word(door: Door, town: Town) -> None:
    guest = door(None)
    form = guest.get(f"/notices/{NOTICE}/objections/new").text
    assert "林静创新工作室（星河机械厂）" in form
    receipt = send(guest)
    assert (receipt.status_code, receipt.headers["Cache-Control"]) == (200, "no-store")
    word = word_in(receipt.text)
    assert NUMBER in receipt.text
    assert "等待受理" in press(guest, "/objections", no=NUMBER, word=word.lower()).text
    assert press(guest, "/objections", no=NUMBER, word="AAAA-BBBB-CCCC").status_code == 404
    assert "等待受理" not in guest.get(f"/objections/{NUMBER}").text
    accept(town)
    assert "正在核实" in press(guest, "/objections", no=NUMBER, word=word).text
    assert "已由异议人撤回" in press(guest, "/objections/withdrawal", no=NUMBER, word=word).text
    assert press(guest, "/objections/withdrawal", no=NUMBER, word=word).status_code == 409


def test_what_is_missing_is_said_beside_what_was_typed(door: Door, town: Town) -> None:
    answer = send(door(None), contact="", place="")
    assert answer.status_code == 422
    assert 'href="#contact"' in answer.text
    assert ODD["name"] in answer.text
    assert send(door(None), website="http://x").status_code == 422
    assert send(door(None), files=[(b"<svg/>", "a.pdf")]).status_code == 422
    assert town.rows(Objection) == []


def test_the_case_page_says_that_it_waits_and_no_more(door: Door, town: Town) -> None:
    send(door(None))
    lin, zhou = door("lin").get("/cases/QS-001-0001").text, door("zhou").get("/cases/QS-001-0002").text
    assert "暂缓命名：有异议正在核实" in lin
    assert "公示中收到异议，核实期间暂缓命名。" in lin
    assert NUMBER not in lin
    assert "暂缓命名" not in zhou


def test_the_outcome_is_published_in_one_neutral_sentence(door: Door, house_app: Jiangxin, town: Town) -> None:
    send(door(None))
    accept(town)
    find(town, "not_upheld")
    with house_app.test_request_context():
        part = house_app.jinja_env.get_template("parts/notice_objections.html")
        with town.house.reading() as uow:
            notice = filing.notice_by_no(uow, NOTICE)
            shown = part.render(notice=notice, url_for=house_app.url_for)
    assert "对“林静创新工作室”提出的异议，经核实不成立。" in shown
    assert NUMBER not in shown


def test_only_the_office_reads_the_desk_and_whoever_has_an_interest_keeps_away(door: Door, town: Town) -> None:
    send(door(None), files=[(PDF, f"{ODD['name']}的举报信.pdf")])
    pages = [desk(town), desk(town, "/new")]
    for login in town.people:
        client = door(login)
        may = login in {"office", "both"}
        assert [client.get(p).status_code for p in pages] == [200 if may else 404] * 2, login
        one = {"office": 200, "both": 403}.get(login, 404)
        for deed in (desk(town, f"/{NUMBER}/objector"), desk(town, f"/{NUMBER}/files/1")):
            assert client.get(desk(town, f"/{NUMBER}")).status_code == one, login
            assert press(client, deed).status_code == one, login
        if not may:
            assert press(client, desk(town), notice=NOTICE, channel="letter").status_code == 404
            assert press(client, desk(town, f"/{NUMBER}/referral"), finding="x").status_code == 404
    for page in (*pages, desk(town, f"/{NUMBER}")):
        assert door(None).get(page).status_code == 303


def test_each_look_at_the_objector_is_recorded_and_shows_itself_in_the_answer_alone(door: Door, town: Town) -> None:
    send(door(None), files=[(PDF, "x.pdf")])
    office = door("office")
    assert ODD["name"] not in office.get(desk(town, f"/{NUMBER}")).text
    shown = press(office, desk(town, f"/{NUMBER}/objector"))
    assert ODD["name"] in shown.text and ODD["contact"] in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    file = press(office, desk(town, f"/{NUMBER}/files/1"))
    assert (file.data, file.mimetype) == (PDF, "application/pdf")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{NUMBER}-1.pdf"'
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    with town.house.reading() as uow:
        told = [(e.actor_id, e.sentence) for e in audit.history(uow, Subject("campaign", town.campaign_id))][-2:]
    me = town.people["office"]
    assert told == [
        (me, f"王书琴查看了异议 {NUMBER} 的异议人信息。"),
        (me, f"王书琴下载了异议 {NUMBER} 的附件 1。"),
    ]


def test_who_has_an_interest_cannot_deal_with_it_and_the_finding_names_nobody(door: Door, town: Town) -> None:
    send(door(None))
    task = town.task("shared_objection_acknowledge")
    answers = {"decision": "accept"}
    assert hand_in(door("both"), task.id, **answers).status_code == 403
    assert "先看反映的事实和附件" in door("office").get(f"/tasks/{task.id}").text
    assert hand_in(door("office"), task.id, **answers).status_code == 303
    task = town.task("shared_objection_verify")
    told = {"no_interest": "true", "no_interest-asked": "1", "upheld": "not_upheld"}
    for name in (ODD["name"], " ".join(ODD["name"]), ODD["contact"]):
        answer = hand_in(door("office"), task.id, finding=f"经与{name}联系，查无此事。", **told)
        assert (answer.status_code, "请删去后再提交" in answer.text) == (422, True)
    assert hand_in(door("office"), task.id, finding="查无此事。", **told).status_code == 303
    assert town.rows(Objection)[0].status == "not_upheld"


def test_the_office_enters_a_letter_by_its_postmark(door: Door, town: Town) -> None:
    town.until("2021-11-12 09:00")
    office = door("office")
    said = {"notice": NOTICE, "channel": "letter", "received_on": "2021-11-08"}
    assert send(office, desk(town), **said).status_code == 200
    assert send(office, desk(town), **{**said, "received_on": "2021-11-11", "channel": "phone"}).status_code == 200
    assert [(o.channel, o.late, o.delivered) for o in town.rows(Objection)] == [
        ("letter", False, True),
        ("phone", True, True),
    ]
    for wrong in ({"channel": "web"}, {"received_on": "2021-11-01"}, {"received_on": "2021-13-01"}):
        assert send(office, desk(town), **{**said, **wrong}).status_code == 422
    assert send(office, desk(town), **{**said, "notice": "GS2021-999"}).status_code == 404


def test_one_that_comes_when_all_is_over_is_on_the_desk_and_referred(door: Door, town: Town) -> None:
    town.until("2021-11-20 09:00")
    town.complete("office", "Decide")
    assert "这个批次已经结束" in send(door(None)).text
    office = door("office")
    assert "批次已结束" in office.get(desk(town)).text
    assert press(office, desk(town, f"/{NUMBER}/referral"), finding=" ").status_code == 422
    assert press(office, desk(town, f"/{NUMBER}/referral"), finding="转年度考核核实。").status_code == 303
    assert press(office, desk(town, f"/{NUMBER}/referral"), finding="再转。").status_code == 409


def test_one_address_is_not_patient_without_end(door: Door, town: Town) -> None:
    guest = door(None)
    answers = [press(guest, "/objections", no=NUMBER, word="AAAA-BBBB-CCCC").status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]
    assert [send(guest, facts="短").status_code for _ in range(21)] == [422] * 20 + [429]


def traces() -> list[bytes]:
    """The odd words as they may look in a database, an address, a page or a JSON text."""
    found = []
    for word in (*ODD.values(), "举报信"):
        found += [word.encode(), quote(word).encode(), word.encode("utf-16-le"), word.encode("unicode_escape")]
        found += [ascii(word)[1:-1].encode(), word.encode("ascii", "xmlcharrefreplace")]
    return [f for f in found if len(f) > 6]


def clean(what: bytes) -> bool:
    return not any(trace in what for trace in traces())


def lived(door: Door, town: Town) -> None:
    """An objection from its filing to the campaign's end, with everything a person can press in between."""
    send(door(None), kind="unit", sealed="yes", files=[(PDF, f"{ODD['name']}的举报信.pdf")])
    send(door(None), place="3")
    press(door("office"), desk(town, f"/{NUMBER}/objector"))
    press(door("office"), desk(town, f"/{NUMBER}/files/1"))
    accept(town)
    find(town, "upheld")
    town.until("2021-11-20 09:00")
    town.complete("office", "Decide")


def test_the_objectors_name_stands_in_no_other_table_log_or_export(door: Door, town: Town, caplog) -> None:
    caplog.set_level(logging.DEBUG, logger="app")
    lived(door, town)
    with town.house.reading() as uow:
        names = list(uow.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
        assert {"objector", "objection", "instance", "job", "audit_entry", "completion", "draft"} <= set(names)
        for name in names:
            rows = uow.session.execute(text(f'SELECT * FROM "{name}"')).all()
            for value in (v for row in rows for v in row):
                whole = value if isinstance(value, bytes) else str(value).encode()
                assert clean(whole) or name == "objector", name
        held = "".join(str(row) for row in uow.session.execute(text("SELECT * FROM objector")).all())
        assert all(word in held for word in ODD.values())
        subjects = [Subject(k, n) for k, n in uow.session.execute(text(
            "SELECT DISTINCT subject_kind, subject_id FROM audit_entry")).all()]  # fmt: skip
        assert ADMINISTRATION in subjects or len(subjects) > 3
        for subject in subjects:
            assert clean(repr(audit.evidence(uow, subject)).encode()), subject
    assert clean(caplog.text.encode())


def test_the_objectors_name_stands_on_no_page_of_anybody(door: Door, house_app: Jiangxin, town: Town) -> None:
    lived(door, town)
    with town.house.reading() as uow:
        tasks = [str(n) for n in uow.session.scalars(text("SELECT id FROM task"))]
        cases = list(uow.session.scalars(text('SELECT no FROM "case"')))
    known = {
        "no": [NOTICE, NUMBER, "YY2021-001-002", *cases],
        "campaign_id": [str(town.campaign_id)],
        "task_id": tasks,
        "place": ["1"],
    }
    rules = [r for r in house_app.url_map.iter_rules() if "GET" in (r.methods or ()) and r.endpoint != "static"]
    seen = 0
    for login in (None, *town.people):
        client = door(login)
        for rule in rules:
            for address in _addresses(rule.rule, known):
                answer = client.get(address)
                seen += answer.status_code == 200
                assert clean(answer.data) and clean(str(answer.headers).encode()), (login, address)
    assert seen > 100


def _addresses(rule: str, known: dict[str, list[str]]) -> list[str]:
    """Every address of a rule with the values we know; one that wants something else is tried with `1`."""
    found = [rule]
    for name in re.findall(r"<(?:\w+:)?(\w+)>", rule):
        values = known.get(name, ["1"])
        found = [re.sub(rf"<(?:\w+:)?{name}>", v, a) for a in found for v in values]
    return found


def test_an_error_of_the_database_quotes_nothing_that_was_typed(door: Door, town: Town, monkeypatch, caplog) -> None:
    caplog.set_level(logging.DEBUG, logger="app")
    assert send(door(None)).status_code == 200
    monkeypatch.setattr(filing, "_next_no", lambda uow, notice: NUMBER)
    answer = send(door(None), facts=FACTS + ODD["name"])
    assert answer.status_code == 409
    assert "the database refused" in caplog.text
    assert clean(caplog.text.encode()) and clean(answer.data)

    caplog.clear()
    monkeypatch.undo()

    def fails(*given: Any, **more: Any) -> Any:
        raise IntegrityError("INSERT", {"name": ODD["name"]}, Exception("x"))

    monkeypatch.setattr(ObjectionFile, "__init__", fails)
    assert send(door(None), files=[(PDF, "a.pdf")]).status_code == 409
    assert clean(caplog.text.encode())
