"""A form in a browser: comfortable with script, complete without, under a policy that allows no inline script."""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from services.process.forms import count_characters
from tests.needs import lacking

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]

pytestmark = pytest.mark.browser


def test_the_counter_counts_as_the_check_does(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    for text in ("一 二　三，\n四", "GB/T 9704—2012", "零\u200b宽 e\u0301 𬭚"):
        page.fill("#f-team", text)
        expect(page.locator("#f-team-count [data-count-used]")).to_have_text(str(count_characters(text)))


def test_texts_that_share_a_limit_are_counted_together(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    page.fill("#f-team", "一二三四五六")
    page.fill("#f-place", "七八九十百")

    for name in ("team", "place"):
        expect(page.locator(f"#f-{name}-count [data-count-total]")).to_have_text("11")
        expect(page.locator(f"#f-{name}-count")).to_contain_text("超出 1 字")


def test_an_answer_shows_the_questions_that_hang_on_it_and_keeps_what_was_typed(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    expect(page.locator("#f-defects")).to_have_count(0)
    page.fill("#f-lead-name", "张建国")
    page.get_by_label("退回补正").check()
    page.fill("#f-lead-phone", "024-2345")

    expect(page.locator("#f-defects")).to_be_visible()
    expect(page.locator("#f-lead-name")).to_have_value("张建国")
    expect(page.locator("#f-lead-phone")).to_have_value("024-2345")
    page.get_by_label("同意", exact=True).check()
    expect(page.locator("#f-defects")).to_have_count(0)


def test_rows_are_added_removed_and_renumbered(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    page.fill('[name="members-1-name"]', "乙")
    page.get_by_role("button", name="添加一行").click()
    expect(page.locator('[name="members-2-name"]')).to_be_focused()
    page.fill('[name="members-2-name"]', "丙")
    page.get_by_role("button", name=re.compile(r"删除\s*第 1 行")).click()

    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator('[name="members-0-name"]')).to_have_value("乙")
    expect(page.locator('[name="members-1-name"]')).to_have_value("丙")
    expect(page.locator('[name="members-rows"]')).to_have_value("2")
    for _ in range(2):
        page.get_by_role("button", name="添加一行").click()
    expect(page.get_by_role("button", name="添加一行")).to_be_disabled()


def test_a_table_from_word_is_pasted_cell_by_cell(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    page.locator('[name="members-0-name"]').evaluate(
        """cell => { const data = new DataTransfer();
        data.setData("text/plain", "李敏\\t1986\\n周大伟\\t1990\\n王强\\t1991\\n");
        cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )

    for row, (name, year) in enumerate([("李敏", "1986"), ("周大伟", "1990"), ("王强", "1991")]):
        expect(page.locator(f'[name="members-{row}-name"]')).to_have_value(name)
        expect(page.locator(f'[name="members-{row}-birth_year"]')).to_have_value(year)


def test_a_draft_saves_itself_and_says_when(page: Page, address: str, house: Flask) -> None:
    page.goto(f"{address}/form")
    page.fill("#f-lead-name", "草稿里的人")

    expect(page.locator("[data-draft-state]")).to_have_text("草稿已保存 2021年11月3日 09:06")
    assert house.config["DRAFTS"][-1]["lead"]["name"] == "草稿里的人"


def test_a_deed_asks_once_more_and_faults_take_the_focus(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    submit = page.locator("#form .btn-primary")
    submit.click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(page.locator("[data-faults]")).to_have_count(0)
    submit.click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()

    expect(page.locator("[data-faults]")).to_be_focused()
    page.get_by_role("link", name="领衔人 › 姓名").click()
    expect(page.locator("#f-lead-name")).to_be_focused()
    expect(page.locator("#f-lead-name")).to_have_attribute("aria-invalid", "true")


def test_htmx_carries_the_token_that_a_forged_page_does_not_know(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    page.click("#ask")

    expect(page.locator("#told")).to_have_text("收到")


def test_everything_can_be_done_without_script(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/form")
    page.fill('[name="members-0-name"]', "李敏")
    page.get_by_role("button", name="添加一行").click()
    expect(page.locator("[data-row]")).to_have_count(3)
    expect(page.locator('[name="members-0-name"]')).to_have_value("李敏")
    page.get_by_label("退回补正").check()
    page.get_by_role("button", name="更新表单").click()
    page.fill("#f-defects", "缺公章")
    page.fill("#f-lead-name", "张建国")
    page.fill('[name="members-0-birth_year"]', "1986")
    page.get_by_role("button", name="提交").click()

    expect(page.locator("#done")).to_be_visible()
    expect(page.locator(".answers")).to_contain_text("缺公章")
    context.close()


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("faulty", [False, True])
def test_the_page_is_accessible_and_never_wider_than_the_screen(
    chromium: Browser, address: str, width: int, faulty: bool
) -> None:
    if not AXE.exists():
        lacking("没有安装 axe-core（npm ci）")
    # The checker is no script of ours, so the policy must stand aside for it.
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/form")
    if faulty:
        page.locator("#form .btn-primary").click()
        page.get_by_role("dialog").get_by_role("button", name="确定").click()
        expect(page.locator("[data-faults]")).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_reader_may_enlarge_the_print_and_it_stays(page: Page, context: BrowserContext, address: str) -> None:
    page.goto(f"{address}/form")
    page.get_by_role("button", name="大字").click()
    page.reload()

    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")


def test_a_clause_opens_its_text(page: Page, address: str) -> None:
    page.goto(f"{address}/form")
    page.get_by_label("退回补正").check()
    page.get_by_role("button", name="依据 LN-4.1").click()

    expect(page.get_by_text("退回补正的，须逐条写明。")).to_be_visible()
