"""A visitor of the demonstration: clicks and types what a person could see, and nothing else."""

import mimetypes
import re
import time
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

from services.designer.rehearse.specimens import specimen

PATIENCE = 30.0


class Visitor:
    """Somebody in front of the demonstration's bar."""

    def __init__(self, page: Page, address: str, names: dict[str, str]) -> None:
        self.page, self.address, self.names = page, address, names
        page.goto(address)

    def become(self, login: str) -> None:
        """One click in the bar: be somebody else."""
        self.become_by_name(self.names[login])

    def become_by_name(self, name: str) -> None:
        """The same, for somebody known by name alone."""
        who = self.page.locator(".who")
        if who.count() and name in who.inner_text():
            return
        choose_person(self.page, name)
        expect(who).to_contain_text(name)

    def go_to_day(self, day: date) -> None:
        """Move the clock with the bar."""
        self.page.locator("#demo-day").fill(day.isoformat())
        self.page.get_by_role("button", name="到这一天").click()
        expect(self.page.locator(".demo-bar time")).to_contain_text(f"{day.year}年{day.month}月{day.day}日")

    def open_task(self, name: str, title: str | None = None) -> None:
        """Find a task in the inbox and open it; the worker may need a moment to bring it there."""
        until = time.monotonic() + PATIENCE
        if urlsplit(self.page.url).path != "/":
            self.page.goto(self.address + "/")
        while True:
            rows = self.page.locator("tbody tr").filter(has_text=name)
            if title:
                rows = rows.filter(has_text=title)
            if rows.count():
                rows.first.get_by_role("link", name=re.compile("^办理")).click()
                expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)
                return
            assert time.monotonic() < until, f"“{name}”没有出现在待办里：{self.page.locator('main').inner_text()[:600]}"
            time.sleep(0.2)
            self.page.goto(self.address + "/")

    def fill(self, answers: dict[str, Any]) -> None:
        """Fill the open form with nested answers."""
        for name, value in answers.items():
            self._fill(name, value)

    def _fill(self, name: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                self._fill(f"{name}-{key}", inner)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            self._files(name, value) if "name" in value[0] and self._upload(name).count() else self._rows(name, value)
        elif value is not None and value != []:
            self._field(name, value)

    def _rows(self, name: str, rows: list[dict[str, Any]]) -> None:
        block = self.page.locator(f'[data-rows][data-name="{name}"]')
        while block.locator("[data-row]").count() < len(rows):
            self._reach(block)
            block.locator("[data-rows-add]").click()
        for number, row in enumerate(rows):
            for key, value in row.items():
                self._fill(f"{name}-{number}-{key}", value)

    def _upload(self, name: str) -> Locator:
        return self.page.locator(f'#form input[type=file][name="{name}-files"]')

    def _files(self, name: str, files: list[dict[str, Any]]) -> None:
        """Choose files, made as the story says them."""
        control = self._upload(name)
        self._reach(control)
        control.set_input_files([_made(**file) for file in files])

    def _field(self, name: str, value: Any) -> None:
        field = self.page.locator(f'#form [name="{name}"]')
        self._reach(field)
        kind = (field.first.get_attribute("type") or "").lower()
        if kind in {"radio", "checkbox"}:
            self._choose(field, value)
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.first.select_option(_text(value))
        else:
            field.first.fill(_text(value))

    def _choose(self, field: Locator, value: Any) -> None:
        if isinstance(value, bool) and field.count() == 1:
            field.first.set_checked(value)
            return
        for one in value if isinstance(value, list) else [value]:
            choice = field.and_(self.page.locator(f'[value="{_text(one)}"]'))
            choice.first.check()

    def _reach(self, place: Locator) -> None:
        """Open the step of a long form in which something stands."""
        step = place.first.evaluate("e => e.closest('[data-step]')?.id ?? ''")
        if step and not self.page.locator(f"#{step}").is_visible():
            self.page.locator(f'[data-steps-list] a[href="#{step}"]').click()

    def to_the_end(self) -> None:
        """Open the last step of a long form, where the button is."""
        last = self.page.locator('[data-steps-list] a[href="#step-last"]')
        if last.count():
            last.click()

    def hand_in(self) -> None:
        """Press 提交 and see the receipt."""
        self.to_the_end()
        self.page.get_by_role("button", name="提交", exact=True).click()
        heading = self.page.get_by_role("heading", level=1)
        if "已提交" not in heading.inner_text():
            raise AssertionError(self.page.locator("main").inner_text()[:1500])

    def is_refused(self, words: str) -> None:
        """Press 提交 and be told why not; what was typed stands there still."""
        self.to_the_end()
        self.page.get_by_role("button", name="提交", exact=True).click()
        expect(self.page.locator("main")).to_contain_text(words)


def choose_person(page: Page, name: str) -> None:
    """Click in the bar's list of people; the list opens, and in it the city where somebody of this name is."""
    page.locator(".demo-people > summary").click()
    button = page.locator("button[name=person]").filter(has_text=re.compile(rf"^\s*{name}"))
    city = page.locator(".demo-panel details").filter(has=button).first
    if not city.locator(button).first.is_visible():
        city.locator("> summary").click()
    city.locator(button).first.click()


def _made(name: str, seconds: int = 0) -> FilePayload:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"name": name, "mimeType": kind, "buffer": specimen(name, seconds).read()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
