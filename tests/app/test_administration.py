"""The administrator's pages: organisations, people, passwords, a table from Excel, how the house runs."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter

from app import create_app, first_administrator
from app.settings_told import told
from services.output.messages.smtp import Outcome
from services.people.identity import Person, Position
from services.people.organisations import Organisation, by_code
from services.people.roster import COLUMNS
from tests.app.conftest import Door
from tests.builders import Town

TREE, PEOPLE, ROSTER = "/administration/organisations", "/administration/people", "/administration/roster"


@pytest.fixture
def town(make_town) -> Town:
    return make_town()


@pytest.fixture
def root(door: Door):
    return door("root")


def press(client, address: str, **form):
    token = re.search(r'"X-CSRFToken": "([^"]+)"', client.get("/verify").text)[1]
    return client.post(address, data={"csrf_token": token, **form})


def sheet(*rows) -> io.BytesIO:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([list(COLUMNS.values()), *rows]):
            page.write_row(number, 0, row)
    return io.BytesIO(whole.getvalue())


def preview(client, file: io.BytesIO, name: str = "人员.xlsx"):
    return press(client, f"{ROSTER}/previews", file=(file, name))


def found(town: Town, code: str) -> Organisation:
    with town.house.reading() as uow:
        return by_code(uow, code)


def test_an_organisation_is_added_renamed_moved_and_closed_never_deleted(root, town: Town) -> None:
    assert "青山市总工会" in root.get(TREE).text
    refused = press(root, TREE, name="东风厂", code="mill", level="unit", parent="county")
    assert refused.status_code == 409 and 'value="东风厂"' in refused.text and "该单位代码已被使用" in refused.text
    made = press(root, TREE, name="东风厂", code="east", level="unit", parent="county")
    page = f"{TREE}/{found(town, 'east').id}"
    assert made.location == page
    press(root, f"{page}/data", name="东风机械厂", short_name="东风", level="unit", kind="企业")
    press(root, f"{page}/parent", parent_id="city")
    row = found(town, "east")
    assert (row.name, row.kind, row.parent_id) == ("东风机械厂", "企业", town.organisations["city"])
    assert press(root, f"{page}/parent", parent_id="nowhere").status_code == 422
    assert "请填写日期" in press(root, f"{page}/closure", last_day="明天", reason="撤并").text
    press(root, f"{page}/closure", last_day="2021-11-30", reason="撤并")
    assert found(town, "east").closed_on == date(2021, 11, 30)
    assert "2021年11月30日" in root.get(TREE).text
    busy = press(root, f"{TREE}/{town.organisations['county']}/closure", last_day="2021-11-30", reason="撤并")
    assert busy.status_code == 409 and "星河机械厂" in busy.text


def test_a_person_is_added_seated_unseated_and_stopped(root, town: Town) -> None:
    bad = press(root, PEOPLE, name="马小跳", login="坏 名", role="approver", organisation="mill")
    assert bad.status_code == 422 and 'value="马小跳"' in bad.text and "小写字母" in bad.text
    made = press(root, PEOPLE, name="马小跳", login="ma", role="approver", organisation="mill", from_day="2021-11-02")
    page = made.location
    press(root, f"{page}/positions", role="union_officer", organisation="yard", from_day="2021-12-01")
    assert "已有此任职" in press(root, f"{page}/positions", role="approver", organisation="mill").text
    shown = root.get(page).text
    assert "星河机械厂" in shown and "云帆造船厂" in shown and "还没有密码" in shown
    seat = next(row for row in town.rows(Position) if row.role == "approver" and str(row.from_day) == "2021-11-02")
    assert press(root, f"{page}/positions/{seat.id}/end", until_day="2021-10-01").status_code == 422
    press(root, f"{page}/positions/{seat.id}/end", until_day="2021-12-31")
    press(root, f"{page}/lock")
    who = next(row for row in town.rows(Person) if row.login == "ma")
    assert not who.active and "已停用" in root.get(f"{PEOPLE}?which=stopped").text
    assert "不能停用自己" in press(root, f"{PEOPLE}/{town.people['root']}/lock").text


def test_a_given_password_is_shown_once_and_must_be_changed_before_anything_else(root, house_app, town: Town) -> None:
    given = press(root, f"{PEOPLE}/passwords", person=[town.people["alice"]])
    word = re.search(r'given-password">([^<]+)<', given.text)[1]
    assert given.headers["Cache-Control"] == "no-store" and word not in root.get(PEOPLE).text
    alice = house_app.test_client()
    assert press(alice, "/sign-in", login="alice", password=word).status_code == 303
    for address in ("/", "/mine", "/messages", "/campaigns"):
        assert alice.get(address).location == "/password"
    wrong = press(alice, "/password", current=word, new="password123", again="password123")
    assert wrong.status_code == 422 and "太常见" in wrong.text
    assert "不一致" in press(alice, "/password", current=word, new="new words here", again="other words").text
    assert press(alice, "/password", current=word, new="new words here", again="new words here").status_code == 303
    assert alice.get("/mine").status_code == 200, "this browser stays signed in"
    assert press(root, f"{PEOPLE}/passwords", person=[town.people["root"]]).status_code == 403


def test_a_table_is_previewed_row_by_row_and_carried_out_whole(root, town: Town) -> None:
    template = root.get(f"{ROSTER}/template")
    assert template.data[:2] == b"PK"
    assert "只有栏名" in preview(root, io.BytesIO(template.data)).text
    bad = preview(root, sheet(["east", "东风厂", "unit", "nowhere"], ["mill", "", "", "", "", "ma", "马小跳", "厂长"]))
    assert bad.status_code == 422 and "第 2 行" in bad.text and "厂长" in bad.text and "确认导入" not in bad.text
    rows = [["east", "东风厂", "unit", "county", "", "ma", "马小跳", "审定人", "2021-12-01"], ["mill", "星河机械集团"]]
    good = preview(root, sheet(*rows))
    assert "增加单位“东风厂”" in good.text and "由“星河机械厂”改为“星河机械集团”" in good.text
    assert "ma" not in {row.login for row in town.rows(Person)}, "a preview keeps nothing"
    seen = re.search(r'name="seen" value="([^"]+)"', good.text)[1]
    assert press(root, ROSTER, seen=seen + "x").status_code == 409
    assert press(root, ROSTER, seen=seen).status_code == 303
    assert found(town, "mill").name == "星河机械集团" and "ma" in {row.login for row in town.rows(Person)}
    assert press(root, ROSTER, seen=seen).status_code == 409, "what would change is not what was shown"


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"not a table", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_a_hostile_or_broken_file_gets_a_sentence(root, raw: bytes) -> None:
    answer = preview(root, io.BytesIO(raw))
    assert answer.status_code == 422 and 'role="alert"' in answer.text


def test_the_operators_page_tells_how_the_house_stands_and_no_secret(root, house_app, town: Town) -> None:
    page = root.get("/administration/operations").text
    assert "没有后台进程报到" in page and "申报截止" not in page
    assert house_app.settings.secret_key not in page and "DATABASE_URL" in page
    checked = press(root, "/administration/operations/verification").text
    assert "全部完好" in checked
    assert "没有配置邮件服务器" in press(root, "/administration/operations/mail", to="a@example.cn").text
    carried = []

    class Ear:
        domain = "example.cn"

        def carry(self, letter) -> Outcome:
            carried.append(letter.to)
            return Outcome(sent=False, why="邮件服务器没有应答")

    house_app.house.wiring = replace(house_app.house.wiring, post=Ear())
    assert "邮箱地址" in press(root, "/administration/operations/mail", to="nobody").text
    assert "没有应答" in press(root, "/administration/operations/mail", to="a@example.cn").text
    assert carried == ["a@example.cn"]


def test_every_setting_is_told_and_passwords_are_not(tmp_path) -> None:
    given = {"MAIL_SERVER": "mail.example.cn", "MAIL_FROM": "a@example.cn", "MAIL_TLS": "ssl", "MAIL_USER": "u"}
    given |= {"MAIL_PASSWORD": "hush-hush", "DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "SECRET_KEY": "s" * 40}
    settings = create_app({"TESTING": "1", "DATA_DIR": tmp_path, **given}).settings
    lines = told(settings)
    names = {name for line in lines for name in line.name.split("、")}
    documented = set(re.findall(r"^\s{4}([A-Z_]+(?:, [A-Z_]+)*)\s", type(settings).__doc__, re.M))
    wanted = {name for entry in documented for name in entry.split(", ")} - {"TESTING", "CSRF"}
    assert wanted <= names
    assert not {"hush-hush", "s" * 40} & {line.value for line in lines}


def test_the_first_administrator_is_made_once_with_the_word_from_the_console(empty_town: Town, tmp_path) -> None:
    with empty_town.house.work() as uow:
        for model in (Position, Person):
            uow.session.query(model).delete()
    url = empty_town.house.engine.url.render_as_string(hide_password=False)
    app = create_app({"TESTING": "1", "DATA_DIR": tmp_path, "DATABASE_URL": url, "clock": empty_town.clock})
    client = app.test_client()
    line = first_administrator.lines(app.house, app.settings, "http://h/")[0]
    word = line.rpartition("word=")[2]
    assert client.get("/setup").status_code == 403 and client.get(f"/setup?word={word[:-1]}x").status_code == 403
    assert client.get(f"/setup?word={word}").status_code == 200
    form = {"word": word, "organisation": "某市总工会", "code": "zgh", "level": "city_union", "name": "张三"}
    form |= {"login": "admin", "password": "correct horse", "again": "correct house"}
    refused = press(client, "/setup", **form)
    assert refused.status_code == 422 and 'value="某市总工会"' in refused.text and "correct" not in refused.text
    assert press(client, "/setup", **{**form, "again": "correct horse"}).status_code == 303
    assert press(client, "/sign-in", login="admin", password="correct horse").status_code == 303
    assert client.get(TREE).status_code == 200
    assert client.get(f"/setup?word={word}").status_code == 404
    assert first_administrator.lines(app.house, app.settings, "http://h/") == []
    app.house.engine.dispose()
