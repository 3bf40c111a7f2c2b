"""Nanchang's procedure, from the application with film and photographs to the first yearly review."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.year import Year, story_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]
FIRST_DAY = "2021-05-17"


def test_a_studio_is_named_with_grant_and_plaque_and_passes_its_first_review(page: Page, practice: str) -> None:
    year = Year(page, practice, *story_of("nanchang", "review_passed.yaml"))
    year.play()

    year.visitor.become("wan")
    page.get_by_role("link", name="工作室名录", exact=True).click()
    page.get_by_role("link", name="万里江劳模创新工作室").first.click()
    expect(page.locator("main")).to_contain_text("2022年")
    expect(page.locator("main")).to_contain_text("合格")
    year.picture("studio")
    case = year.as_nobody("/notices")
    expect(case.locator("main")).to_contain_text("2021年南昌市劳模创新工作室")
    year.picture("notices")
