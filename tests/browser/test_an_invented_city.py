"""An invented city's procedure by mouse and keyboard, from an empty draft to a case that ends, in one running house."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from app import create_app
from services import calendar
from services.foundation.clock import start_of_day
from services.foundation.storage.upgrade import upgrade
from services.people.cast import load_cast
from tests.browser.clerk import TITLE, Clerk
from tests.browser.conftest import ROOT, _wait_until_ready
from tests.needs import lacking

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
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
    home = create_app(settings).extensions["jiangxin"]
    upgrade(home.engine)
    home.clock.set(start_of_day(date(2026, 3, 2)) + timedelta(hours=9))
    with home.work() as uow:
        calendar.seed(uow)
        load_cast(uow, ROSTER)
    home.engine.dispose()


def test_an_invented_city_is_drawn_rehearsed_published_and_used_without_a_file_or_a_restart(
    page: Page, house: str
) -> None:
    clerk = Clerk(page, house)
    clerk.begin()
    clerk.write_the_manifest()
    clerk.draw_forms()
    clerk.draw()
    rehearse(clerk)
    publish(clerk)
    use(clerk)


def rehearse(clerk: Clerk) -> None:
    """The check is green; a case is walked by hand, kept as a scenario, and the draft rehearsed."""
    clerk.page.goto(clerk.draft)
    clerk.page.get_by_role("link", name="校验", exact=True).click()
    expect(clerk.page.locator("#problems")).to_contain_text("没有发现问题")
    clerk.page.get_by_role("link", name="预演", exact=True).click()
    clerk.page.get_by_role("link", name="走一遍", exact=True).click()
    clerk.page.get_by_role("button", name="照角色拟一份").click()
    clerk.page.get_by_role("button", name="开始走").click()
    clerk.page.get_by_role("button", name="开启", exact=True).click()
    clerk.page.get_by_label("工作室名称").fill("海图匠人工作室")
    clerk.page.get_by_role("button", name="立案").click()
    for step in ("填写申报表", "单位工会意见"):
        clerk.page.get_by_role("link", name=step).click()
        clerk.page.get_by_role("button", name="办理", exact=True).click()
    expect(clerk.page.locator("main")).to_contain_text("单位工会甲办理“单位工会意见”。")
    clerk.picture("walk")
    clerk.page.get_by_label("情景名称").fill("顺利的一件")
    clerk.page.get_by_label("文件名（英文）").fill("one_case")
    clerk.page.get_by_role("button", name="存入草稿").click()
    clerk.page.get_by_role("button", name="开始预演").click()
    expect(clerk.page.locator("[data-rehearsal-standing=over]")).to_be_visible(timeout=60_000)
    expect(clerk.page.locator("main")).to_contain_text("1 个情景全部通过")
    clerk.picture("rehearsal")


def publish(clerk: Clerk) -> None:
    """A new city comes into force."""
    clerk.page.goto(f"{clerk.draft}/release")
    clerk.page.get_by_label(re.compile("为什么发布")).fill("云港市第一次评选")
    clerk.page.get_by_role("button", name="发布", exact=True).click()
    expect(clerk.page.locator("main")).to_contain_text(TITLE)
    clerk.picture("released")


def use(clerk: Clerk) -> None:
    """The office opens a campaign, the lead applies, the union agrees, and the case ends."""
    clerk.visitor.become_by_name("于海")
    clerk.page.get_by_role("link", name="批次", exact=True).click()
    clerk.page.locator(".card").filter(has_text=TITLE).get_by_role("link", name="开启批次").click()
    clerk.page.get_by_label("批次名称").fill("2026年匠人工作室")
    clerk.page.get_by_role("button", name="开启批次").click()
    clerk.page.get_by_role("dialog").get_by_role("button", name="开启批次").click()
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("2026年匠人工作室")
    clerk.visitor.become_by_name("顾帆")
    clerk.page.get_by_role("link", name="申报", exact=True).click()
    clerk.page.get_by_role("link", name="新建申报").first.click()
    clerk.page.get_by_label("工作室名称").fill("顾帆工作室")
    clerk.page.get_by_role("button", name="立案").click()
    case = clerk.page.url
    done(clerk, "填写申报表", {"name": "顾帆焊接工作室", "story": "十年焊缝一次合格。"})
    clerk.visitor.become_by_name("陶敏")
    done(clerk, "单位工会意见", {"verdict": "agree", "comment": "同意推荐"})
    clerk.visitor.become_by_name("顾帆")
    clerk.page.goto(case)
    clerk.picture("case")
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("顾帆焊接工作室")
    expect(clerk.page.locator("main")).to_contain_text("签署“同意”：同意推荐。")
    expect(clerk.page.locator("main")).to_contain_text("流程已结束：结束")


def done(clerk: Clerk, step: str, answers: dict[str, str]) -> None:
    clerk.visitor.open_task(step)
    clerk.visitor.fill(answers)
    clerk.picture("task")
    clerk.visitor.hand_in()
