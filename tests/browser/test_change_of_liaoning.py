"""Liaoning's 5 working days become 7, through the pages: one sentence, the moved date, and the running notice follows.

The version that stands has one story only: that all of them are played is proved without a browser.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from services.process.registry import Package, read_folder
from tests.browser.conftest import ROOT, _wait_until_ready
from tests.browser.visitor import Visitor
from tests.needs import lacking

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
STORY = "scenarios/notice_posted_late.yaml"
SHARED = ("scenarios/cast.yaml", "scenarios/parts/", "scenarios/answers/")
SENTENCE = "参数“公示最少工作日数”由“5”改为“7”。"


def with_one_story() -> Package:
    whole = read_folder(ROOT / "processes" / "liaoning")
    kept = {p: c for p, c in whole.files.items() if not p.startswith("scenarios/") or p.startswith((STORY, *SHARED))}
    return Package("liaoning", kept)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration of Liaoning in which that version stands."""
    if not (ROOT / "app" / "static" / "dist" / "manifest.json").exists():
        lacking("前端尚未构建")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("liaoning")
    for path, content in with_one_story().files.items():
        place: Path = folder / "liaoning" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    settings = {**os.environ, "DEMO": "1", "DATA_DIR": str(folder / "data"), "HOST": "127.0.0.1", "PORT": str(port)}
    settings.pop("DATABASE_URL", None)
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    for command in (["demo", "load", "--only", "liaoning"], ["procedure", "deploy", str(folder / "liaoning")]):
        subprocess.run([*flask, *command], cwd=ROOT, env=settings, check=True, timeout=600)
    log = (folder / "serve.log").open("wb")
    server = subprocess.Popen([*flask, "serve"], cwd=ROOT, env=settings, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
        print((folder / "serve.log").read_text()[-4000:])


def test_five_working_days_become_seven_and_a_running_notice_follows(page: Page, house: str) -> None:
    visitor = Visitor(page, house, {})
    visitor.become_by_name("叶文图")
    draft = change_five_to_seven(page, house)
    page.goto(f"{draft}/comparison")
    expect(page.locator(".change-list > li")).to_have_count(1)
    expect(page.locator(".change-list")).to_contain_text(SENTENCE)
    page.goto(f"{draft}/rehearsals")
    page.get_by_role("button", name="开始预演").click()
    expect(page.locator("[data-rehearsal-standing=over]")).to_be_visible(timeout=120_000)
    expect(page.locator(".story-list")).to_contain_text("公示应到 2021-12-14 为止，实际到 2021-12-16。")
    page.goto(f"{draft}/release")
    page.get_by_label(re.compile("为什么发布")).fill("公示期延长为七个工作日")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("main")).to_contain_text("在办案卷仍按原版本办理；需要时可迁移")
    page.get_by_role("link", name="迁移在办案卷").click()
    see_the_notice_follow(page, visitor)


def change_five_to_seven(page: Page, house: str) -> str:
    """Open a draft of the version in force, and change one cell of procedure.yaml as a form; the draft's address."""
    page.goto(f"{house}/designer")
    city = page.locator("li.card").filter(has_text="liaoning")
    city.get_by_role("button", name=re.compile("^修改")).click()
    draft = page.url.split("?")[0].rstrip("/")
    page.get_by_role("link", name=re.compile("^填表")).first.click()
    row = page.locator("tr").filter(has=page.locator('input[value="notice_min_working_days"]'))
    row.locator('input[value="5"]').fill("7")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator(".messages")).to_contain_text("已保存")
    return draft


def see_the_notice_follow(page: Page, visitor: Visitor) -> None:
    """Propose to migrate the campaigns of the oldest version; another person approves; the report says so."""
    page.locator("select[name=old]").select_option(index=page.locator("select[name=old] option").count() - 1)
    page.locator("select[name=new]").select_option(index=0)
    page.get_by_role("button", name="看看会怎样").click()
    expect(page.locator("main")).to_contain_text("批次参数“公示最少工作日数”由 5 改为 7。")
    page.get_by_label("迁移的理由").fill("公示期改为七个工作日")
    page.get_by_role("button", name="提出迁移", exact=True).click()
    proposed = page.url
    refreshed(page, proposed, "等待另一人批准")
    visitor.become_by_name("林晓舟")
    page.goto(proposed)
    page.get_by_role("button", name=re.compile("^批准迁移")).click()
    refreshed(page, proposed, "迁移报告")
    expect(page.locator("main")).to_contain_text("未能迁移 0 件")


def refreshed(page: Page, address: str, words: str) -> None:
    """Look again until the page says so."""
    for _ in range(120):
        page.goto(address)
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("main").inner_text()[:800])
