"""Filling a long form in a real browser: step by step, by keyboard, with tables pasted and a film that breaks off."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import session
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from werkzeug.serving import make_server

from app import Jiangxin, access
from services.casework.attachments import Attachment
from services.casework.completions import Completion, Draft
from services.designer.rehearse.specimens import specimen
from tests.app.filling_in import long_sheet
from tests.builders import Town
from tests.needs import lacking

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
MB = 1024 * 1024

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None or not (ROOT / "app" / "static" / "dist" / "manifest.json").exists():
        lacking("没有安装 chromium，或前端尚未构建")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town(long_sheet())


@pytest.fixture
def address(house_app: Jiangxin, town: Town) -> Iterator[str]:
    task = town.task("A_write", town.open_case()).id
    server = make_server("127.0.0.1", 0, house_app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tasks/{task}"
    server.shutdown()
    thread.join(5)


@pytest.fixture
def opened(chromium: Browser, house_app: Jiangxin, town: Town, address: str) -> Iterator[Callable[..., Page]]:
    """A window of Lin's, at the form; its console must stay silent."""
    made, said = [], []

    def open_window(width: int = 1280) -> Page:
        with house_app.test_request_context():
            access.sign_in_as(town.people["lin"])
            signer = house_app.session_interface.get_signing_serializer(house_app)
            cookie = signer.dumps(dict(session))
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        context.set_default_timeout(10_000)
        context.add_cookies(
            [{"name": house_app.config["SESSION_COOKIE_NAME"], "value": cookie, "url": address.rpartition("/tasks")[0]}]
        )
        made.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield open_window
    for context in made:
        context.close()
    assert said == []


def steps(page: Page) -> list[str]:
    return page.locator(".step:visible").evaluate_all("parts => parts.map(part => part.id)")


@pytest.mark.parametrize("width", [1280, 390])
def test_one_step_at_a_time_by_keyboard_and_what_was_refused_opens_its_step(
    opened: Callable[..., Page], town: Town, width: int
) -> None:
    page = opened(width)
    assert steps(page) == ["step-1"]
    expect(page.locator('button[type=submit]:text-is("提交")')).to_be_hidden()
    page.get_by_role("button", name="下一步").press("Enter")
    assert steps(page) == ["step-2"]
    expect(page.locator("#step-2")).to_be_focused()
    page.reload()
    assert steps(page) == ["step-2"] and page.url.endswith("#step-2")
    for _ in range(2):
        page.get_by_role("button", name="下一步").press("Enter")
    expect(page.locator("[data-ahead]")).to_contain_text("还有 1 处没有填好")
    expect(page.locator("[data-ahead]")).not_to_have_attribute("aria-busy", "true")  # half faded until it is answered
    page.evaluate(AXE.read_text())
    rules = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})"
    assert [found["id"] for found in page.evaluate(f"() => {rules}")["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="提交", exact=True).press("Enter")
    expect(page.locator("[data-faults]")).to_be_focused()
    assert steps(page) == ["step-1"]
    page.fill("#f-name", "林静创新工作室")
    page.evaluate("location.hash = 'f-film'")
    assert steps(page) == ["step-3"]
    page.evaluate("location.hash = 'step-last'")
    expect(page.locator("[data-ahead]")).to_contain_text("应填的内容都已填写")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    assert town.rows(Completion)[-1].answers["name"] == "林静创新工作室"


TABLE = (
    "<table><tr><th>序号</th><th>出生年份(年)</th><th>姓 名*</th><th>性别</th></tr>"
    "<tr><td>1</td><td>1980</td><td>张建国</td><td>男</td></tr><tr><td>2</td><td>1975</td><td>李娜</td><td>未知</td></tr>"
    "</table>"
)


def test_a_table_finds_its_columns_by_heading_and_says_what_it_could_not_place(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("location.hash = 'step-2'")
    page.locator('[name="members-0-name"]').evaluate(
        """(cell, table) => { const data = new DataTransfer(); data.setData("text/html", table);
        cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        TABLE,
    )
    expect(page.locator('[name="members-1-name"]')).to_have_value("李娜")
    expect(page.locator('[name="members-0-born"]')).to_have_value("1980")
    expect(page.locator('[name="members-0-gender"]')).to_have_value("m")
    told = page.locator("[data-rows-told]")
    expect(told).to_have_text("已按表头粘贴 2 行。第 2 行性别“未知”不在可选项里，没有填入。")
    expect(page.locator("[data-draft-state]")).to_contain_text("草稿已保存")


def test_two_windows_ask_which_of_them_is_to_stay(opened: Callable[..., Page], town: Town) -> None:
    desk, phone = opened(), opened(390)
    desk.fill("#f-name", "桌面")
    expect(desk.locator("[data-draft-state]")).to_contain_text("草稿已保存")
    phone.fill("#f-name", "手机")
    phone.get_by_role("button", name="以本页为准").click()
    expect(phone.locator("[data-draft-state]")).to_contain_text("草稿已保存")
    assert town.rows(Draft)[0].answers["name"] == "手机"
    desk.reload()
    expect(desk.locator("#f-name")).to_have_value("手机")


def test_a_film_goes_in_pieces_and_after_a_reload_goes_on_where_it_broke_off(
    opened: Callable[..., Page], town: Town, tmp_path: Path
) -> None:
    room = 9 * MB
    film = tmp_path / "介绍.mp4"
    film.write_bytes(specimen("介绍.mp4").read() + room.to_bytes(4) + b"free" + bytes(room - 8))
    page = opened()
    page.evaluate("location.hash = 'step-3'")
    sent: list[int] = []

    def cut(route: Route) -> None:
        sent.append(int(route.request.headers["upload-offset"]))
        if sent[-1] == 4 * MB:
            route.abort()
        else:
            route.continue_()

    page.route("**/uploads/*", lambda route: cut(route) if route.request.method == "PATCH" else route.continue_())
    page.set_input_files("#f-film-files", film)
    expect(page.locator(".upload-said")).to_contain_text("连接中断")
    page.unroute_all()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#f-film")).to_contain_text("上次传到 44% 中断，请重新选择同一个文件")
    pieces: list[str] = []
    page.on("request", lambda r: pieces.append(r.headers["upload-offset"]) if r.method == "PATCH" else None)
    page.set_input_files("#f-film-files", film)
    expect(page.locator("#f-film .files")).to_contain_text("介绍.mp4（9.0 MB")
    assert pieces == [str(4 * MB), str(8 * MB)]
    assert [row.size for row in town.rows(Attachment)] == [film.stat().st_size]
