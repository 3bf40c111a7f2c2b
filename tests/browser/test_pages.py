"""Every page as every kind of person: clean for axe, silent on the console, never wider than a phone.

And nothing is done twice, and nothing that was typed is lost.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.visitor import choose_person
from tests.needs import lacking

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]
# The picture itself is bpmn.io's, hundreds of shapes; its frame, buttons and words are ours and are checked.
CHECK = """async rules => (await axe.run({exclude: [[".djs-container"]]}, {runOnly: rules, resultTypes: ["violations"],
  elementRef: false})).violations.map(v => ({id: v.id, html: v.nodes[0].html.slice(0, 200)}))"""
FIRST = "the first task of the inbox"
WALK: dict[str, list[str]] = {
    "": ["/", "/sign-in", "/notices", "/notices/GS2021-001", "/notices/GS2021-001/objections/new", "/objections",
         "/verify", "/register", "/register/GZS2020-0001", "/register/GZS2019-0003", "/nowhere"],
    "宋㛃": ["/", FIRST, "/mine", "/campaigns", "/cases/LN-003-0001", "/cases/LN-005-0003",
            "/cases/LN-005-0003/deeds/shared_refusal_asked", "/messages", "/messages/settings"],
    "陈明": ["/", "/mine", "/cases/LN-006-0001", "/campaigns/7/cases/new"],
    "乔木": [FIRST, "/cases/LN-006-0006", "/cases/LN-006-0006/deeds/LN_W_asked"],
    "李婷": [FIRST, "/done", "/cases/LN-006-0001"],
    "曹梅": ["/", FIRST, "/register/GZS2020-0001"],
    "谢婷": [FIRST, "/register/GZS2019-0002"],
    "汤薇": ["/register/GZS2019-0003", "/register/GZS2019-0003/deeds/shared_revocation_statement"],
    "顾长河": ["/", FIRST, "/campaigns/4"],
    "王书琴": [FIRST, "/done", "/campaigns", "/campaigns/3", "/campaigns/5", "/campaigns/new?procedure=liaoning",
             "/cases/LN-003-0001", "/cases/LN-005-0004", "/cases/LN-005-0004/deeds/LN_C_reopened",
             "/notices/GS2021-001/desk", "/campaigns/3/objections", "/campaigns/3/objections/YY2021-001-001",
             "/campaigns/3/objections/new", "/register/GZS2019-0001", "/papers", "/papers/1", "/papers/blank"],
    "严正清": ["/", "/cases/LN-002-0001", "/cases/LN-002-0001/then", "/register/GZS2020-0001"],
    "林晓舟": ["/", "/calendar", "/calendar/imports/new", "/incidents"],
}  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


def become(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/register")
    choose_person(page, name)
    page.wait_for_url(f"{address}/")


def first_task(page: Page, address: str) -> str:
    page.goto(f"{address}/")
    return f"{address}{page.locator('a.row-title').first.get_attribute('href')}"


@pytest.fixture()
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 900})
    fresh.set_default_timeout(15_000)
    yield fresh
    fresh.close()


@pytest.mark.parametrize("width", [1366, 360])
def test_every_page_is_accessible_quiet_and_never_wider_than_the_screen(
    browser: Browser, demonstration: str, width: int
) -> None:
    if not AXE.exists():
        lacking("没有安装 axe-core（npm ci）")
    # The checker is no script of ours, so the policy must stand aside for it.
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, locale="zh-CN")
    page, faults, checker = context.new_page(), [], AXE.read_text(encoding="utf-8")
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    for name, addresses in WALK.items():
        if name:
            become(page, demonstration, name)
        for path in addresses:
            address = first_task(page, demonstration) if path == FIRST else demonstration + path
            page.goto(address, wait_until="domcontentloaded")
            page.evaluate(checker)
            found = page.evaluate(CHECK, RULES)
            faults += [f"{name} {path}: {v['id']} {v['html']}" for v in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{name} {path}: wider than {width}")
    context.close()

    assert not faults, "\n".join(faults)


def test_the_policy_of_the_house_lets_every_script_and_style_of_ours_run(page: Page, demonstration: str) -> None:
    become(page, demonstration, "王书琴")
    for path in ("/", "/campaigns/3", "/cases/LN-003-0001", "/campaigns/new?procedure=liaoning"):
        page.goto(demonstration + path)  # the fixture fails on any word in the console
        for note in page.locator(".diagram-note").all():
            expect(note).to_contain_text("点选环节")

    expect(page.get_by_role("button", name="大字")).to_be_visible()


def test_an_empty_list_of_candidates_says_so(page: Page, demonstration: str) -> None:
    become(page, demonstration, "王书琴")
    page.goto(f"{demonstration}/")
    page.locator("tbody tr").filter(has_text="确定拟命名名单").get_by_role("link").first.click()

    expect(page.get_by_text("暂无可选项")).to_be_visible()


def test_the_parts_of_a_long_form_are_listed_with_what_is_missing_and_faults_stand_at_their_fields(
    page: Page, demonstration: str
) -> None:
    become(page, demonstration, "宋㛃")
    page.goto(first_task(page, demonstration))
    benefit = page.locator("[data-steps-list] li").filter(has_text="社会效益")
    expect(benefit).to_contain_text("还有 1 项")
    benefit.get_by_role("link").click()
    page.locator("#form textarea").first.fill("服务全省档案修复。")
    expect(benefit).to_contain_text("已填齐")
    page.get_by_role("link", name="核对与提交").click()
    page.get_by_role("button", name="提交", exact=True).click()

    expect(page.locator("[data-faults]")).to_be_focused()
    page.locator("[data-faults] a").nth(1).click()
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"[id='{focused.get_attribute('id')}-error']")).to_be_visible()
    expect(page.locator("#form textarea").first).to_have_value("服务全省档案修复。")


def test_two_clicks_are_one_deed_and_a_stale_tab_keeps_what_was_typed(
    context: BrowserContext, demonstration: str
) -> None:
    here, there = context.new_page(), context.new_page()
    become(here, demonstration, "李婷")
    task = first_task(here, demonstration)
    for tab, words in ((here, "同意推荐。"), (there, "另一个窗口里写的话。")):
        tab.goto(task)
        answer(tab.locator("#form"), words)
    here.get_by_role("button", name="提交", exact=True).dblclick()
    expect(here.get_by_role("heading", level=1)).to_have_text("已提交")
    here.get_by_role("link", name="查看案卷").click()
    expect(here.locator(".opinions > li")).to_have_count(1)

    here.goto(f"{task}/receipt")
    here.goto(task)  # as the back button would
    expect(here.locator("main")).to_contain_text("这个环节已经结束")
    expect(here.get_by_role("button", name="提交", exact=True)).to_have_count(0)

    there.get_by_role("button", name="提交", exact=True).click()
    expect(there.get_by_role("alert")).to_contain_text("已由李婷办理")
    expect(there.locator("#form")).to_contain_text("另一个窗口里写的话。")


def answer(form: Locator, words: str) -> None:
    form.get_by_label("同意", exact=True).check()
    form.locator("textarea").first.fill(words)
    form.locator("input[type=checkbox]").first.check()
    form.locator("input[type=date]").first.fill("2021-08-05")


def test_a_session_that_ended_does_not_cost_what_was_typed(context: BrowserContext, demonstration: str) -> None:
    page = context.new_page()
    become(page, demonstration, "宋㛃")
    page.goto(first_task(page, demonstration))
    page.locator("[data-steps-list] a").filter(has_text="社会效益").click()
    page.locator("#form textarea").first.fill("这段话不能丢。")
    page.get_by_role("link", name="核对与提交").click()
    context.clear_cookies()
    page.get_by_role("button", name="提交", exact=True).click()

    expect(page.locator("main")).to_contain_text("这段话不能丢。")
    expect(page.locator("main")).not_to_contain_text("csrf")
    page.get_by_role("link", name="登录后回到这个环节").click()
    expect(page.get_by_label("密码")).to_be_visible()
    expect(page.locator("#content input[name=next]")).to_have_value(re.compile(r"^/tasks/\d+$"))


def test_the_tour_stands_open_for_a_guest_and_stays_as_it_was_left(page: Page, demonstration: str) -> None:
    page.goto(demonstration)
    expect(page.locator(".tour li")).to_have_count(6)
    expect(page.locator(".tour")).to_have_attribute("open", "")
    page.locator(".tour > summary").click()
    page.goto(f"{demonstration}/notices")
    expect(page.locator(".tour")).not_to_have_attribute("open", "")
    page.locator(".tour > summary").click()
    page.get_by_role("button", name="换人为李婷").click()

    expect(page.locator(".who")).to_contain_text("李婷")
    expect(page.locator(".tour")).to_have_attribute("open", "")
