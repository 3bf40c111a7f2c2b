"""The editors of a draft in a real browser: changed in the panel, saved by themselves, checked as one types."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.drafting import designing, open_file, sign_in
from tests.needs import lacking

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Latin that a designer may meet: names of the standards, and names that stand in the files themselves.
LATIN = """() => {
  const theirs = `small, .panel-choice, .panel-hint, option, svg, .cm-editor, .djs-popup [data-id^='jiangxin'],
    .bio-properties-panel-collapsible-entry`;
  const ours = t => t.replace(/FEEL|BPMN|DMN|ID/g, "");
  const bad = t => /[A-Za-z]{2,}/.test(ours((t || "").trim()));
  const found = new Set();
  const places = ".djs-palette *, .djs-context-pad *, .djs-popup *, .bio-properties-panel *";
  for (const e of document.querySelectorAll(places)) {
    if (e.closest(theirs)) continue;
    const told = ["title", "aria-label", "placeholder"].map(n => e.getAttribute(n));
    for (const words of told) if (bad(words)) found.add(words);
    for (const n of e.childNodes) if (n.nodeType === 3 && bad(n.textContent)) found.add(n.textContent.trim());
  }
  return [...found].filter(words => !/[\\u4e00-\\u9fff]/.test(words));
}"""
OPEN_ALL = """() => { for (let again = 0; again < 2; again++)
  for (const one of document.querySelectorAll(".bio-properties-panel-group-header:not(.open)")) one.click(); }"""
KINDS = ("LN_T9 LN_S_decision LN_T11 LN_G_nameable LN_C_notice_start LN_E_objection LN_M_none LN_S_candidates"
         " LN_T1_over Pool_application F_E_objection_T11b Lane_campaign_committee").split()  # fmt: skip
# The canvas, the panel and the text are their makers'; the frame around them is ours.
VIOLATIONS = """async () => (await axe.run(
  {exclude: [[".djs-container"], [".bio-properties-panel-container"], [".cm-editor"]]},
  {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})).violations.map(v => v.id + v.nodes[0].html)"""

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not (ROOT / "app" / "static" / "dist" / "manifest.json").exists():
        lacking("前端尚未构建")
    with designing(tmp_path_factory.mktemp("designer")) as address:
        yield address


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_have_text(re.compile("^已保存"), timeout=15_000)


def test_a_due_moment_that_is_changed_in_the_panel_is_saved_and_stands_there_after_reloading(
    page: Page, draft: str
) -> None:
    sign_in(page, draft)
    open_file(page, draft, "procedure.bpmn")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    page.locator("[data-steps-of-diagram] button").filter(has_text="研究审定").first.click()
    page.get_by_label("办理期限", exact=True).select_option("几个工作日以内")
    page.get_by_label("几个工作日", exact=True).fill("7")
    page.get_by_label("几个工作日", exact=True).press("Tab")
    saved(page)
    open_file(page, draft, "procedure.bpmn")
    step = page.locator("[data-steps-of-diagram] button").filter(has_text="研究审定").first
    expect(step).to_contain_text("7 个工作日")
    step.click()

    expect(page.get_by_label("几个工作日", exact=True)).to_have_value("7")
    expect(page.locator("[data-problems-count]")).to_have_text("没有发现问题")


def test_a_fault_is_marked_at_its_element_and_the_mark_goes_with_the_repair(page: Page, draft: str) -> None:
    sign_in(page, draft)
    open_file(page, draft, "procedure.bpmn")
    page.locator("[data-steps-of-diagram] button").filter(has_text="印发命名决定").first.click()
    title = page.get_by_label("待办里的名称")
    title.fill('="印发"，case.no')
    problem = page.locator(".problem").filter(has_text="印发命名决定").first
    expect(problem).to_contain_text("请改用半角", timeout=15_000)
    expect(page.locator(".problem-mark.is-error")).to_be_visible()
    assert "半角" in (page.locator(".problem-mark").first.get_attribute("title") or "")
    title.fill("=case.no + ")
    expect(page.locator(".problem").first).to_contain_text("表达式", timeout=15_000)
    page.locator("[data-deed=undo]").click()
    page.locator(".problem").filter(has_text="请改用半角").get_by_role("button", name="改成半角").click(timeout=15_000)
    expect(title).to_have_value('="印发",case.no')
    title.fill("")

    expect(page.locator("[data-problems-count]")).to_have_text("没有发现问题", timeout=15_000)
    expect(page.locator(".problem-mark")).to_have_count(0)
    saved(page)


def test_palette_menus_and_panel_speak_chinese_for_every_kind_of_element(page: Page, draft: str) -> None:
    sign_in(page, draft)
    open_file(page, draft, "procedure.bpmn")
    found: set[str] = set()
    for element in KINDS:
        page.evaluate("id => { location.hash = id }", element)
        page.wait_for_function("id => document.querySelector(`[data-element-id='${id}'].selected`)", arg=element)
        page.evaluate(OPEN_ALL)
        found |= set(page.evaluate(LATIN))
    for button in (page.locator(".djs-palette .entry").last, page.locator(".djs-context-pad .bpmn-icon-screw-wrench")):
        page.evaluate("() => { location.hash = 'LN_T9' }")
        button.click()
        expect(page.locator(".djs-popup")).to_be_visible()
        found |= set(page.evaluate(LATIN))
        page.keyboard.press("Escape")

    assert found == set()


def test_what_the_server_cannot_take_is_kept_and_a_second_writer_is_told_who_writes(
    browser: Browser, draft: str
) -> None:
    page = browser.new_context(locale="zh-CN").new_page()
    sign_in(page, draft)
    open_file(page, draft, "procedure.yaml")
    text = page.locator(".cm-content")
    text.click()
    page.route("**/files/**", lambda route: route.abort())
    page.keyboard.press("Control+End")
    page.keyboard.type("# 断网时写的")
    expect(page.locator("[data-save-state]")).to_contain_text("断网，修改仍在此页并存于本机")
    page.unroute("**/files/**")
    page.on("dialog", lambda dialog: dialog.accept())
    open_file(page, draft, "procedure.yaml")
    page.get_by_role("button", name="恢复这些修改").click()
    saved(page)
    page.context.close()

    other = browser.new_context(locale="zh-CN").new_page()
    sign_in(other, draft, "su")
    other.goto(f"{draft}/edit/procedure.yaml")
    expect(other.locator("[data-save-state]")).to_have_text("由叶文图占用，只读")
    expect(other.locator("[data-canvas]")).to_contain_text("辽宁")
    other.context.close()


def test_tables_and_forms_open_in_chinese_and_the_form_is_drawn_as_it_will_be_filled_in(page: Page, draft: str) -> None:
    sign_in(page, draft)
    open_file(page, draft, "eligibility.dmn")
    page.get_by_role("tab", name="判定表 领衔人条件").click()
    expect(page.locator(".tjs-table")).to_be_visible()
    expect(page.locator(".bjs-powered-by").first).to_be_visible()
    open_file(page, draft, "forms/submission.form")
    expect(page.locator(".fjs-palette-container")).to_contain_text("单行文字")
    expect(page.locator("[data-form-preview] .sheet")).to_be_visible()
    page.locator(".fjs-form-field-number, .fjs-form-field-textfield, .fjs-form-field-select").first.click()

    expect(page.locator(".fjs-properties-container")).to_contain_text("字段名")
    words = page.locator(".fjs-properties-container").inner_text()
    assert not re.findall(r"\b(?:Label|Required|Validation|General|Condition|Key)\b", words)


@pytest.mark.parametrize("path", ["procedure.bpmn", "procedure.yaml"])
def test_the_frame_of_an_editor_is_accessible_and_fits_a_phone(browser: Browser, draft: str, path: str) -> None:
    if not AXE.exists():
        lacking("没有安装 axe-core（npm ci）")
    context = browser.new_context(viewport={"width": 390, "height": 800}, bypass_csp=True, locale="zh-CN")
    page = context.new_page()
    sign_in(page, draft)
    open_file(page, draft, path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(VIOLATIONS)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert found == []
    assert width <= 390
