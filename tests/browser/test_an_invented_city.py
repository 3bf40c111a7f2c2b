"""An invented city's procedure, from an empty draft to a case that ends, in one running house: mouse and keyboard only."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app import create_app
from services import calendar
from services.foundation.clock import start_of_day
from services.foundation.storage.upgrade import upgrade
from services.people.cast import load_cast
from tests.browser.conftest import ROOT, _wait_until_ready
from tests.browser.visitor import Visitor
from tests.needs import lacking

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TITLE = "云港市匠人工作室命名办法"
# The people of the house; nothing of the procedure stands anywhere.
ROSTER = {
    "organisations": [
        {"code": "city", "name": "云港市总工会", "level": "city"},
        {"code": "yard", "name": "云港船厂", "level": "unit", "parent": "city"},
    ],
    "people": [
        {"login": "mo", "name": "莫云图", "seats": [{"at": "city", "role": "designer"}]},
        {"login": "yu", "name": "于海", "seats": [{"at": "city", "role": "office"}]},
        {"login": "gu", "name": "顾帆", "seats": [{"at": "yard", "role": "lead"}]},
        {"login": "tao", "name": "陶敏", "seats": [{"at": "yard", "role": "union_officer"}]},
    ],
}
CASE = ".bio-properties-panel-container"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A house with four people in it and no procedure at all."""
    if not (ROOT / "app" / "static" / "dist" / "manifest.json").exists():
        lacking("前端尚未构建")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("invented")
    settings = {"DEMO": "1", "DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port)}
    prepared(settings)
    environment = {**os.environ, **settings}
    environment.pop("DATABASE_URL", None)
    log = (folder / "serve.log").open("wb")
    serve = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    server = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
        print((folder / "serve.log").read_text()[-4000:])


def prepared(settings: dict[str, str]) -> None:
    """Tables, calendar, people and the first day of the demonstration's clock."""
    from datetime import date, timedelta

    home = create_app(settings).extensions["jiangxin"]
    upgrade(home.engine)
    home.clock.set(start_of_day(date(2026, 3, 2)) + timedelta(hours=9))
    with home.work() as uow:
        calendar.seed(uow)
        load_cast(uow, ROSTER)
    home.engine.dispose()


class Clerk:
    """The designer at the screen; keeps a picture of each station."""

    def __init__(self, page: Page, house: str) -> None:
        self.page, self.visitor, self.kept = page, Visitor(page, house, {}), 0
        self.pictures = ROOT / "tests" / "artefacts" / "invented_city"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.draft = ""

    def picture(self, name: str) -> None:
        self.kept += 1
        self.page.screenshot(path=self.pictures / f"{self.kept:02d}-{name}.png", full_page=True)

    def begin(self) -> None:
        """From the gallery: an empty draft with an invented name."""
        self.visitor.become_by_name("莫云图")
        self.page.get_by_role("link", name="办法设计", exact=True).first.click()
        self.page.get_by_role("link", name="从空白开始").click()
        self.page.get_by_label("办法的全称").fill(TITLE)
        self.page.get_by_label("文件夹名").fill("yungang")
        self.picture("new")
        self.page.get_by_role("button", name="建立草稿").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(TITLE)
        self.draft = self.page.url.split("?")[0].rstrip("/")

    def write_the_manifest(self) -> None:
        """procedure.yaml as a form: stage, parameter, roles, clauses."""
        self.page.get_by_role("link", name=re.compile("^填表")).click()
        self.page.get_by_label("案卷号的字头").fill("YG")
        self.page.get_by_label("命名单位").fill("云港市总工会")
        self.page.get_by_label("名称（FEEL）").fill("=name")
        self.row("windows", "阶段", "application", "申报阶段", "2026-03-02", "2026-03-20", "YG-1")
        self.row("parameters", "参数", "grant_cny", "20000", "资助金额（元）", "YG-3")
        self.row("roles", "角色", "own:lead", "领衔人")
        self.row("roles", "角色", "own:union_officer", "单位工会")
        self.row("roles", "角色", "city:office", "市总工会经办")
        self.row("clauses", "条款", "YG-1", "第一条", "三月二日至二十日由领衔人申报", "NODE TIMER")
        self.row("clauses", "条款", "YG-2", "第二条", "单位工会审核", "NODE")
        self.row("clauses", "条款", "YG-3", "第三条", "命名的资助两万元", "FIELD")
        self.picture("manifest")
        self.page.get_by_role("button", name="保存", exact=True).last.click()
        expect(self.page.locator(".messages")).to_contain_text("已保存")

    def row(self, section: str, title: str, *cells: str) -> None:
        """A row more, typed from cell to cell with the tabulator."""
        card = self.page.locator("section.card").filter(has=self.page.locator(f"#s-{section}"))
        card.get_by_role("button", name=re.compile("^加一行")).click()
        # the first cell of the new row has the cursor
        expect(card.locator("tbody tr").last.locator("input:not([type=hidden])").first).to_be_focused()
        for cell in cells:
            self.page.keyboard.insert_text(cell)
            self.page.keyboard.press("Tab")

    def new_file(self, kind: str, title: str, stem: str) -> None:
        """A file of a kind, from the draft's page."""
        self.page.goto(self.draft)
        self.page.get_by_label("种类", exact=True).select_option(kind)
        self.page.get_by_label("名称", exact=True).fill(title)
        self.page.get_by_label("编号（英文，也作文件名）").fill(stem)
        self.page.get_by_role("button", name="新建", exact=True).click()
        expect(self.page.locator(".messages")).to_contain_text("已新建")

    def saved(self) -> None:
        expect(self.page.locator("[data-save-state]")).to_have_text(re.compile("^已保存"), timeout=15_000)

    def draw_forms(self) -> None:
        """The application as it begins, with one question more; the opinion with its question renamed."""
        self.new_file("表单", "申报表", "sheet")
        self.new_file("表单", "单位工会意见", "opinion")
        self.page.get_by_role("link", name=re.compile("编辑.*opinion")).click()
        self.page.locator(".fjs-form-field-textfield").click()
        self.picture("form-opinion")

    def draw(self) -> None:
        """The canvas: a step more by a ready-made element, a second pool by mouse, names by keyboard."""
        self.page.goto(self.draft)
        self.page.get_by_role("link", name=re.compile("^画图")).click()
        expect(self.page.locator("[data-problems-count]")).not_to_have_text("正在校验…", timeout=30_000)
        self.page.locator("[data-steps-of-diagram] button").filter(has_text="填写申报表").click()
        self.picture("canvas")


def test_an_invented_city_is_drawn_rehearsed_published_and_used_without_a_file_or_a_restart(
    page: Page, house: str
) -> None:
    clerk = Clerk(page, house)
    clerk.begin()
    clerk.write_the_manifest()
    clerk.draw_forms()
    clerk.draw()
