"""A real house in a process of its own, and a real Chromium that can reach nothing but this machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.needs import lacking

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


# Of a module, not of the session: the tests of another room drive a browser too, and only one may run in a process.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        lacking("没有安装 chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration that was loaded and is served, as `make run` would."""
    # The pages are the same for every city; that each city's cases stand is proved in tests/app/test_demo_stages.py.
    with _served(tmp_path_factory.mktemp("demonstration"), "--only", "liaoning") as address:
        yield address


@pytest.fixture(scope="module")
def practice(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a house with people and procedures and no case yet; it begins on the module's FIRST_DAY."""
    with _served(tmp_path_factory.mktemp("practice"), "--practice", request.module.FIRST_DAY) as address:
        yield address


@contextmanager
def _served(folder: Path, *loaded: str) -> Iterator[str]:
    if not (ROOT / "app" / "static" / "dist" / "manifest.json").exists():
        lacking("前端尚未构建")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {**os.environ, "DEMO": "1", "DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port)}
    settings.pop("DATABASE_URL", None)
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "demo", "load", *loaded], cwd=ROOT, env=settings, check=True, timeout=600)
    log = (folder / "serve.log").open("wb")
    server = subprocess.Popen(
        [*flask, "serve"], cwd=ROOT, env=settings, stdout=log, stderr=log, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, server)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
        print((folder / "serve.log").read_text()[-4000:])


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError("the server ended by itself")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not become ready")


@pytest.fixture()
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    faults: list[str] = []
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield tab
    context.close()
    assert not [f for f in faults if "status of 4" not in f], faults
