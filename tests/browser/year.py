"""A story of a package, played through the pages by each of the people who take part; it ends where the story ends."""

import time
from pathlib import Path
from typing import Any

import yaml
from lxml import etree
from playwright.sync_api import Page, expect

from services.designer.rehearse import Story, stories_of
from services.designer.rehearse.story import Step
from services.foundation.clock import local
from services.process.registry import Package, read_folder
from tests.browser.visitor import PATIENCE, Visitor

ROOT = Path(__file__).resolve().parents[2]
LISTS = {"proposed", "named"}  # questions that offer the campaign's candidates
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def story_of(procedure: str, name: str) -> tuple[Package, Story]:
    """A package of this house, and one of its stories."""
    package = read_folder(ROOT / "processes" / procedure)
    return package, next(s for s in stories_of(package) if s.name == name)


class Year:
    """One story in a house that has people and procedures, and no campaign yet."""

    def __init__(self, page: Page, address: str, package: Package, story: Story) -> None:
        self.page, self.address, self.package, self.story = page, address, package, story
        self.pictures = ROOT / "tests" / "artefacts" / f"{package.name}_{Path(story.name).stem}"
        self.pictures.mkdir(parents=True, exist_ok=True)
        cast = yaml.safe_load(package.files["scenarios/cast.yaml"])
        self.visitor = Visitor(page, address, {p["login"]: p["name"] for p in cast["people"]})
        self.names, self.by_lot = task_names(package), drawn_by_lot(package)
        self.titles: dict[str, str] = {}
        self.drawn: dict[tuple[str, str], list[str]] = {}
        self.office, self.kept = "", 0

    def play(self) -> None:
        """Every line of the story, one after the other."""
        today = local(self.story.start).date() if self.story.start else None
        for step in self.story.steps:
            day = local(step.at).date() if step.at else today
            if day is not None and day != today:
                self.visitor.go_to_day(day)
                today = day
            if step.do == "open_campaign":
                self.open_campaign(step)
            elif step.do == "open_case":
                self.open_case(step)
            elif step.do is not None and not (step.refused and step.answers.get("proposed")):
                self.complete(step)  # a candidate that is not offered yet could not be named by any visible control

    def open_campaign(self, step: Step) -> None:
        """As the office: the phases stand in the form as the notice has them."""
        self.office = str(step.who)
        self.visitor.become(self.office)
        self.page.get_by_role("link", name="批次", exact=True).click()
        manifest = yaml.safe_load(self.package.files["procedure.yaml"])
        card = self.page.locator(".card").filter(has_text=manifest["title"])
        card.get_by_role("link", name="开启批次").click()
        self.page.get_by_label("批次名称").fill(step.details["title"])
        self.page.get_by_label("年度", exact=True).fill(str(step.details["year"]))
        self.picture("open_campaign")
        self.page.get_by_role("button", name="开启批次").click()
        self.page.get_by_role("dialog").get_by_role("button", name="开启批次").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(step.details["title"])

    def open_case(self, step: Step) -> None:
        """As the studio's lead."""
        title = self.titles[step.case or "A"] = str(step.details["title"])
        self.visitor.become(str(step.who))
        self.page.get_by_role("link", name="申报", exact=True).click()
        self.page.get_by_role("link", name="新建申报").first.click()
        self.page.get_by_label("工作室名称").fill(title)
        self.page.get_by_role("button", name="立案").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def complete(self, step: Step) -> None:
        """Whoever the story names, or the lot has drawn, does their task and reads the receipt, or why not."""
        task, title = str(step.task), self.titles.get(step.case or "")
        if task in self.by_lot:
            self.visitor.become_by_name(self.whom_the_lot_named(step.case or "A", task))
        else:
            self.visitor.become(str(step.who))
        self.visitor.open_task(self.names[task], title)
        self.visitor.fill(as_offered(self.page, step.answers))
        self.picture(task)
        if step.refused is None:
            self.visitor.hand_in()
        else:
            self.visitor.is_refused(step.refused)

    def whom_the_lot_named(self, case: str, task: str) -> str:
        """The name of the next person whom the task waits for, as the case's page tells the campaign office."""
        if not self.drawn.get((case, task)):
            self.visitor.become(self.office)
            self.page.get_by_role("link", name="批次", exact=True).click()
            self.page.locator("tbody a").first.click()
            self.page.locator("tbody tr").filter(has_text=self.titles[case]).get_by_role("link").first.click()
            waiting = self.page.locator(".list-group-item").filter(has_text=self.names[task])
            self.drawn[case, task] = [row.locator("div").nth(1).inner_text().strip() for row in waiting.all()]
        return self.drawn[case, task].pop(0)

    def as_nobody(self, path: str) -> Page:
        """A page as the public sees it."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}{path}")
        return self.page

    def picture(self, name: str) -> None:
        """Keep what stands on the screen, from top to bottom, in the order of the story."""
        self.kept += 1
        self.page.screenshot(path=self.pictures / f"{self.kept:02d}-{name}.png", full_page=True)


def task_names(package: Package) -> dict[str, str]:
    """The words by which a task is found in the inbox."""
    names = {}
    for raw in package.ending(".bpmn").values():
        for task in etree.fromstring(raw).iter(f"{BPMN}userTask"):
            # A shared block is called as its caller says; there the studio's name has to do.
            titled = b'name="title"' in etree.tostring(task)
            names[task.get("id", "")] = "" if titled else task.get("name", "").replace("\n", "")
    return names


def drawn_by_lot(package: Package) -> set[str]:
    """Tasks that several people do side by side, each named in person: who that is, the lot decides."""
    tasks = (t for raw in package.ending(".bpmn").values() for t in etree.fromstring(raw).iter(f"{BPMN}userTask"))
    return {t.get("id", "") for t in tasks if side_by_side(t) and b"assignee=" in etree.tostring(t)}


def side_by_side(task: Any) -> bool:
    """Whether a task, or a part of the diagram it stands in, is there for several at once."""
    around = [task, *task.iterancestors(f"{BPMN}subProcess")]
    return any(each.find(f"{BPMN}multiInstanceLoopCharacteristics") is not None for each in around)


def as_offered(page: Page, answers: dict[str, Any]) -> dict[str, Any]:
    """A list of candidates is offered with the numbers of this house: all that are offered are chosen."""
    chosen = {}
    for name in LISTS & answers.keys():
        offered = page.locator(f'#form [name="{name}"]')
        until = time.monotonic() + PATIENCE
        while not offered.count() and time.monotonic() < until:
            page.reload()  # the cases' news of themselves may still be on its way
        chosen[name] = [box.get_attribute("value") for box in offered.all()]
    return {**answers, **{name: values for name, values in chosen.items() if values}}
