"""The happy year of Liaoning's procedure, played through visible controls as each of the people who take part."""

from pathlib import Path

import pytest
import yaml
from lxml import etree
from playwright.sync_api import Page, expect

from services.designer.rehearse import Story, stories_of
from services.foundation.clock import local
from services.process.registry import Package, read_folder
from tests.browser.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "tests" / "artefacts" / "happy_year"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def package() -> Package:
    return read_folder(ROOT / "processes" / "liaoning")


@pytest.fixture(scope="module")
def story(package: Package) -> Story:
    return next(s for s in stories_of(package) if s.name == "happy_year.yaml")


def task_names(package: Package) -> dict[str, str]:
    names = {}
    for raw in package.ending(".bpmn").values():
        for task in etree.fromstring(raw).iter(f"{BPMN}userTask"):
            names[task.get("id", "")] = task.get("name", "").replace("\n", "")
    return names


def test_a_studio_goes_from_cultivation_to_its_plaque(
    page: Page, demonstration: str, package: Package, story: Story
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    cast = yaml.safe_load(package.files["scenarios/cast.yaml"])
    visitor = Visitor(page, demonstration, {p["login"]: p["name"] for p in cast["people"]})
    names, titles, today = task_names(package), {}, None
    for step in story.steps:
        day = local(step.at).date() if step.at else today
        if day is not None and day != today:
            if today is not None or day > local(story.start).date():
                visitor.go_to_day(day)
            today = day
        if step.do is None or step.do == "open_campaign":
            continue  # this year's campaign stands open in the demonstration
        visitor.become(str(step.who))
        if step.do == "open_case":
            titles[step.case or "A"] = str(step.details["title"])
            open_case(page, demonstration, titles[step.case or "A"])
            continue
        visitor.open_task(names[str(step.task)], None)
        visitor.fill(step.answers)
        page.screenshot(path=PICTURES / f"{step.number:02d}-{step.task}.png", full_page=True)
        visitor.hand_in()
    see_the_public_notice(page, demonstration)
    see_the_studio(page, demonstration)


def open_case(page: Page, address: str, title: str) -> None:
    page.goto(f"{address}/mine")
    page.locator(".card").filter(has_text="2021年").get_by_role("link", name="新建申报").first.click()
    page.get_by_label("工作室名称").fill(title)
    page.get_by_role("button", name="立案").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def see_the_public_notice(page: Page, address: str) -> None:
    page.context.clear_cookies()  # nobody is signed in
    page.goto(f"{address}/notices")
    page.locator(".list-group-item").first.click()
    expect(page.locator("main")).to_contain_text("公示已期满")
    page.screenshot(path=PICTURES / "90-notice.png", full_page=True)


def see_the_studio(page: Page, address: str) -> None:
    page.goto(f"{address}/register")
    expect(page.locator("tbody tr").last).to_contain_text("PB2021-")
    page.screenshot(path=PICTURES / "91-register.png", full_page=True)
