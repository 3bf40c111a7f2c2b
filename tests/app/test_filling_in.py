"""Filling a long form without a script: steps, drafts of two devices, rows from Excel, a look ahead."""

import html
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from app.scheduler import SCHEDULE, Shift
from services.casework.attachments.models import Upload
from services.casework.completions import Completion, Draft
from tests.app.conftest import Door
from tests.app.filling_in import book, long_sheet, send, standing
from tests.builders import Town


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town(long_sheet())


@pytest.fixture
def address(town: Town) -> str:
    return f"/tasks/{town.task('A_write', town.open_case()).id}"


def test_every_step_is_listed_with_its_state_and_a_link(door: Door, address: str) -> None:
    page = door("lin").get(address).text
    listed = re.findall(r'<a href="#(step-\w+)"[^>]*>.*?</a>', page)
    assert listed == ["step-1", "step-2", "step-3", "step-last"]
    assert all(f'id="{step}"' in page for step in listed)
    assert re.findall(r"data-part-state>([^<]+)<", page) == ["还有 1 项", "✓ 选填", "✓ 选填"]


def test_a_draft_says_when_it_was_saved_and_two_windows_do_not_overwrite_each_other(
    door: Door, town: Town, address: str
) -> None:
    desk, phone = door("lin"), door("lin")
    at_desk, on_phone = (standing(client.get(address).text) for client in (desk, phone))
    for name in ("桌面", "桌面上的工作室"):
        assert desk.post(f"{address}/draft", data={**at_desk, "name": name}).json["saved"]
    late = phone.post(f"{address}/draft", data={**on_phone, "name": "手机"})
    assert late.status_code == 409 and "在另一个窗口或另一台设备上保存过" in late.json["elsewhere"]
    plain = phone.post(f"{address}/completion", data={**on_phone, "name": "手机", "_draft": "1"})
    assert plain.status_code == 409 and 'value="手机"' in plain.text and 'name="_draft_over"' in plain.text
    assert town.rows(Draft)[0].answers["name"] == "桌面上的工作室"
    assert 'value="桌面上的工作室"' in phone.get(address).text
    over = phone.post(f"{address}/completion", data={**on_phone, "name": "手机", "_draft_over": "1"})
    assert over.status_code == 303 and town.rows(Draft)[0].answers["name"] == "手机"
    assert re.search(r"草稿已保存 2021年11月2日\(周二\) \d\d:\d\d", desk.get(address).text)
    assert send(desk, address, name="手机").status_code == 303
    assert town.rows(Draft) == []


def test_a_page_that_was_refused_goes_on_saving_its_own_draft(door: Door, address: str) -> None:
    client = door("lin")
    refused = send(client, address, name="", amount="12")
    assert refused.status_code == 422
    assert client.post(f"{address}/draft", data={**standing(refused.text), "name": "一"}).status_code == 200


def test_rows_from_excel_are_reported_line_by_line_before_any_is_taken(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    sheet = book(
        ["姓名", "性别", "出生年份"], ["甲", "男", 1980], ["", "女", 1990], ["丙", "未知", 1970], ["丁", "女", 1988]
    )
    report = send(client, address, name="一", _import="members", **{"import:members": (sheet, "成员.xlsx")})
    assert report.status_code == 200
    said = html.unescape(report.text)
    assert "可以导入 2 行，另有 2 行有问题" in said and "第 3 行" in said and "请填写姓名。" in said
    assert "第 4 行" in said and "性别：请从所列选项中选择。" in said
    assert "members" not in str(town.rows(Draft)[0].answers.get("members", [{}])[0])
    rows = html.unescape(re.search(r'name="rows" value="([^"]*)"', report.text)[1])
    token = re.search(r'name="csrf_token" value="([^"]+)"', report.text)[1]
    for how, names in (("after", ["甲", "丁"]), ("after", ["甲", "丁"] * 2), ("instead", ["甲", "丁"])):
        took = client.post(f"{address}/rows/members", data={"rows": rows, "how": how, "csrf_token": token})
        assert took.status_code == 303 and took.headers["Location"].endswith("#f-members")
        answers = town.rows(Draft)[0].answers
        assert [row["name"] for row in answers["members"]] == names and answers["name"] == "一"
    assert client.post(f"{address}/rows/members", data={"rows": "[3]", "csrf_token": token}).status_code == 422
    assert door("charlie").get(f"{address}/rows/members/template.xlsx").status_code in (403, 404)


def test_a_file_that_is_no_table_is_refused_and_nothing_typed_is_lost(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    bad = {"import:members": (io.BytesIO(b"PK\x03\x04 nothing"), "成员.xls")}
    answer = send(client, address, name="一", _import="members", **bad)
    assert answer.status_code == 422 and "只能导入 .xlsx 格式" in answer.text
    assert town.rows(Draft)[0].answers["name"] == "一"


def test_the_template_has_the_headings_of_the_list(door: Door, address: str) -> None:
    answer = door("lin").get(f"{address}/rows/members/template.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["姓名*", "性别", "出生年份"]
    assert door("lin").get(f"{address}/rows/film/template.xlsx").status_code == 404


def test_the_last_step_says_what_handing_in_would_say(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    assert "还有 1 处没有填好；填齐后在这里显示申报条件自查结果" in client.get(address).text
    checked = send(client, address, name="一", amount="13", _check="1")
    assert checked.headers["Location"].endswith("#step-last")
    page = client.get(address).text
    assert "不符合</span> 不符合条件" in page and "未上传（可不传）" in page
    send(client, address, name="一", amount="5", _check="1")
    assert "应填的内容都已填写" in client.get(address).text
    assert town.rows(Completion) == []


def test_a_film_arrives_in_pieces_and_only_its_sender_knows_of_it(door: Door, town: Town, address: str) -> None:
    from services.designer.rehearse.specimens import specimen

    client, film = door("lin"), specimen("介绍.mp4").read()
    token = {"X-CSRFToken": standing(client.get(address).text)["csrf_token"]}
    said = {"path": "film", "name": "介绍.mp4", "size": str(len(film)), "mark": "m"}
    begun = client.post(f"{address}/uploads", data=said, headers=token)
    assert begun.status_code == 201 and begun.json["received"] == 0
    url, half = begun.json["url"], len(film) // 2

    def put(at: int, content: bytes):
        return client.patch(url, data=content, headers={**token, "Upload-Offset": str(at)})

    assert put(0, film[:half]).json["received"] == half
    assert client.head(url).headers["Upload-Offset"] == str(half)
    assert client.get(f"{address}/uploads").json["unfinished"][0]["received"] == half
    wrong = put(0, film[:half])
    assert wrong.status_code == 409 and wrong.json["received"] == half
    assert client.patch(url, data=b"x", headers={"Upload-Offset": str(half)}).status_code == 400
    assert door("zhou").get(url).status_code == 404
    whole = put(half, film[half:])
    assert whole.json["attachment"]
    assert client.post(f"{address}/uploads", data=said, headers=token).json["attachment"] == whole.json["attachment"]
    answer = send(client, address, name="一", film=str(whole.json["attachment"]), **{"film-asked": "1"})
    assert answer.status_code == 303
    assert town.rows(Completion)[-1].answers["film"][0]["name"] == "介绍.mp4"


def test_what_arrives_in_pieces_and_is_no_film_is_refused_with_the_reason(door: Door, address: str) -> None:
    client = door("lin")
    token = {"X-CSRFToken": standing(client.get(address).text)["csrf_token"]}
    said = {"path": "film", "name": "x.mp4", "size": "9", "mark": "m"}
    url = client.post(f"{address}/uploads", data=said, headers=token).json["url"]
    refused = client.patch(url, data=b"MZ\x90 alien", headers={**token, "Upload-Offset": "0"})
    assert refused.status_code == 422 and "附件只能是" in refused.json["sentence"]
    assert client.get(url).status_code == 404


def test_a_case_tells_where_it_stands_and_a_receipt_who_is_next(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    done = send(client, address, name="林静创新工作室")
    receipt = client.get(done.headers["Location"]).text
    assert "案卷编号" in receipt and "星河机械厂（单位工会）" in receipt
    case = re.search(r'href="(/cases/[^"]+)"', receipt)[1]
    strip = client.get(case).text.partition('id="strip-title"')[2].partition("</section>")[0]
    assert "填表" in strip.partition('class="strip-now"')[0]
    assert "星河机械厂（单位工会）" in strip.partition('class="strip-now"')[2]


def test_the_clock_of_the_house_forgets_a_film_that_nobody_goes_on_sending(
    door: Door, town: Town, address: str
) -> None:
    client = door("lin")
    token = {"X-CSRFToken": standing(client.get(address).text)["csrf_token"]}
    client.post(f"{address}/uploads", data={"path": "film", "name": "x", "size": "9", "mark": "m"}, headers=token)
    assert len(town.rows(Upload)) == 1
    town.clock.set(town.clock.now() + timedelta(days=4))
    for title, _, verb in SCHEDULE:
        if title == "forget stale uploads":
            verb(Shift(town.house, "worker"))
    assert town.rows(Upload) == []
