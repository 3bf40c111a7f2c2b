"""The happy year of Liaoning's procedure, played through visible controls as each of the people who take part."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.year import Year, story_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]
FIRST_DAY = "2021-08-05"


def test_a_studio_goes_from_cultivation_to_its_plaque(page: Page, practice: str) -> None:
    year = Year(page, practice, *story_of("liaoning", "happy_year.yaml"))
    year.play()

    notices = year.as_nobody("/notices")
    notices.locator(".list-group-item").first.click()
    expect(notices.locator("main")).to_contain_text("公示已期满")
    year.picture("notice")
    register = year.as_nobody("/register")
    expect(register.locator("tbody")).to_contain_text("PB2021-")
    year.picture("register")
