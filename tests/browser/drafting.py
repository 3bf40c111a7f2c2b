"""A house with one designer and one draft, served from a thread in front of a real Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from app import create_app
from services.designer import drafts
from services.foundation.clock import SetClock
from services.foundation.storage.base import Base
from services.people.cast import load_cast
from services.people.identity import actor
from services.process.registry.package import read_folder
from services.wiring import WIRING

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse"
CAST = {
    "organisations": [{"code": "organ", "name": "机关", "level": "organs_union_committee"}],
    "people": [
        {"login": login, "name": name, "seats": [{"at": "organ", "role": "designer"}]}
        for login, name in (("ye", "叶文图"), ("su", "苏绘"))
    ],
}


@contextmanager
def designing(folder: Path) -> Iterator[str]:
    """The address of a draft of Liaoning's procedure."""
    clock = SetClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
    app = create_app({"TESTING": "1", "DATA_DIR": folder, "wiring": WIRING, "clock": clock})
    Base.metadata.create_all(app.house.engine)
    with app.house.work() as uow:
        people = load_cast(uow, CAST, PASSWORD).people
        me = actor(uow, people["ye"])
        draft = drafts.open_draft(uow, me, read_folder(ROOT / "processes" / "liaoning"), "liaoning", "辽宁办法")
        drafts.hand_over_pen(uow, me, draft.id)
        number = draft.id
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/designer/drafts/{number}"
    finally:
        server.shutdown()
        thread.join()
        app.house.engine.dispose()


def sign_in(page: Page, draft: str, login: str = "ye") -> None:
    """Come in by the door."""
    page.goto(draft.split("/designer")[0] + "/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".who")).to_be_visible()


def open_file(page: Page, draft: str, path: str) -> None:
    """Open a file in its editor and wait until it was checked."""
    page.goto(f"{draft}/edit/{path}")
    expect(page.locator("[data-problems-count]")).not_to_have_text("正在校验…", timeout=30_000)
    expect(page.locator("[data-problems-count]")).not_to_be_empty(timeout=30_000)
