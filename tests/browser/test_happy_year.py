"""The happy year of Liaoning's procedure, played through visible controls as each of the people who take part."""

from pathlib import Path
from typing import Any

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
LISTS = {"proposed", "named"}  # questions that offer the campaign's candidates
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1200)]


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
            # A shared block is called as its caller says; there the studio's name has to do.
            titled = b'name="title"' in etree.tostring(task)
            names[task.get("id", "")] = "" if titled else task.get("name", "").replace("\n", "")
    return names


def test_a_studio_goes_from_cultivation_to_its_plaque(
    page: Page, demonstration: str, package: Package, story: Story
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    cast = yaml.safe_load(package.files["scenarios/cast.yaml"])
    visitor = Visitor(page, demonstration, {p["login"]: p["name"] for p in cast["people"]})
    names, by_lot, titles, today = task_names(package), drawn_by_lot(package), {}, None
    for step in story.steps:
        day = local(step.at).date() if step.at else today
        if day is not None and day != today:
            if today is not None or day > local(story.start).date():
                visitor.go_to_day(day)
            today = day
        if step.do == "open_campaign":
            titles[""] = str(step.details["title"])  # it stands open in the demonstration already
        if step.do in {None, "open_campaign"}:
            continue
        if step.refused is not None and step.answers.get("proposed"):
            continue  # names a candidate that is not offered yet: no visible control could do that
        if step.task in by_lot:
            visitor.become_by_name(drawn(page, visitor, demonstration, titles[step.case or "A"], names[step.task]))
        else:
            visitor.become(str(step.who))
        if step.do == "open_case":
            titles[step.case or "A"] = str(step.details["title"])
            open_case(page, demonstration, titles[step.case or "A"])
            continue
        visitor.open_task(names[str(step.task)], titles.get(step.case or ""))
        visitor.fill(as_offered(page, step.answers))
        page.screenshot(path=PICTURES / f"{step.number:02d}-{step.task}.png", full_page=True)
        if step.refused is None:
            visitor.hand_in()
        else:
            visitor.is_refused(step.refused)
    see_the_public_notice(page, demonstration)
    see_the_studio(page, demonstration)


def drawn_by_lot(package: Package) -> set[str]:
    """Tasks that several people do side by side, each named in person: who that is, the lot decides."""
    tasks = (t for raw in package.ending(".bpmn").values() for t in etree.fromstring(raw).iter(f"{BPMN}userTask"))
    return {t.get("id", "") for t in tasks if side_by_side(t) and b"assignee=" in etree.tostring(t)}


def side_by_side(task: Any) -> bool:
    """Whether a task, or a part of the diagram it stands in, is there for several at once."""
    around = [task, *task.iterancestors(f"{BPMN}subProcess")]
    return any(each.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None for each in around)


def drawn(page: Page, visitor: Visitor, address: str, title: str, task: str) -> str:
    """The name of somebody the task waits for, as the case's page tells the campaign office."""
    visitor.become("gongwei")
    page.goto(f"{address}/campaigns")
    page.locator("tbody a").first.click()
    page.locator("tbody tr").filter(has_text=title).get_by_role("link").first.click()
    waiting = page.locator(".list-group-item").filter(has_text=task).first
    return waiting.locator("div").nth(1).inner_text().strip()


def as_offered(page: Page, answers: dict[str, Any]) -> dict[str, Any]:
    """A list of candidates is offered with the numbers of this house: all that are offered are chosen."""
    chosen = {}
    for name in LISTS & answers.keys():
        offered = page.locator(f'#form [name="{name}"]').all()
        chosen[name] = [box.get_attribute("value") for box in offered]
    return {**answers, **{name: values for name, values in chosen.items() if values}}


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
    expect(page.locator("tbody")).to_contain_text("PB2021-")
    page.screenshot(path=PICTURES / "91-register.png", full_page=True)
