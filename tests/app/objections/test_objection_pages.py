"""Objecting in a browser, from the form to the outcome, and the office's desk."""

from app import Jiangxin
from services.foundation.events import Subject
from services.record import audit
from services.selection.objections import Objection
from services.selection.public_notices import notice_by_no
from tests.app.objections.browsing import NUMBER, ODD, PDF, Door, desk, hand_in, press, send, word_in
from tests.builders import Town
from tests.selection.objecting import NOTICE, accept, find


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


def test_a_campaigns_page_does_not_say_against_whom(door: Door, town: Town) -> None:
    send(door(None))
    for login in ("lin", "xu", "charlie", "expert"):
        page = door(login).get(f"/campaigns/{town.campaign_id}").text
        assert f"受理异议 {NUMBER}" in page
        assert "林静创新工作室”" not in page, login  # its own row in the list is no quotation
        assert "有 1 件尚未办结" not in page
    assert "有 1 件尚未办结" in door("office").get(f"/campaigns/{town.campaign_id}").text


def test_the_outcome_is_published_in_one_neutral_sentence(door: Door, house_app: Jiangxin, town: Town) -> None:
    send(door(None))
    accept(town)
    find(town, "not_upheld")
    with house_app.test_request_context():
        part = house_app.jinja_env.get_template("parts/notice_objections.html")
        with town.house.reading() as uow:
            notice = notice_by_no(uow, NOTICE)
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
