"""The picture of the procedure: what is done, under way and late is told by word and shape beside the colour."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_steps_are_marked_and_named(page: Page, address: str) -> None:
    page.goto(f"{address}/diagram")
    overlays = page.locator(".djs-overlay .diagram-badge")

    expect(overlays).to_have_count(3)
    assert sorted(overlays.all_inner_texts()) == ["! 逾期", "▶ 办理中 2", "✓"]
    page.locator('[data-element-id="fill"]').click()
    expect(page.locator(".diagram-note")).to_have_text("填写申报表 · 办理中")


def test_the_picture_is_moved_by_buttons_and_keys_and_keeps_its_makers_mark(page: Page, address: str) -> None:
    page.goto(f"{address}/diagram")
    expect(page.get_by_role("button", name="放大")).to_be_enabled()
    view = page.locator(".viewport")
    before = view.get_attribute("transform")
    page.get_by_role("button", name="放大").click()
    zoomed = view.get_attribute("transform")
    page.locator(".diagram-canvas").focus()
    page.keyboard.press("ArrowRight")

    assert before != zoomed
    assert zoomed != view.get_attribute("transform")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
