"""Real processes against one database: web servers under gunicorn and workers, started, killed and told to stop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds


class Process:
    """One process with its log."""

    def __init__(self, words: list[str], settings: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as out:
            self.running = subprocess.Popen(
                [sys.executable, "-m", *words], cwd=ROOT, env=settings, stdout=out, stderr=out, start_new_session=True
            )

    def kill(self) -> None:
        """As when the power fails: kill -9, to the whole group."""
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(PATIENCE)

    def stop(self) -> int:
        """As systemd does: SIGTERM, then wait. Returns the exit code."""
        if self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
        return self.running.wait(PATIENCE)

    def said(self) -> str:
        """What it wrote so far."""
        return self.log.read_text(errors="replace")


class Machines(AbstractContextManager["Machines"]):
    """Whatever runs against one database; everything still alive is ended at the end."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.folder = folder
        self.processes: list[Process] = []
        self.settings = {
            **{name: value for name, value in os.environ.items() if name not in {"DEMO", "HOST", "PORT"}},
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder / "var"),
            "SECRET_KEY": "one secret that every host of this house knows",
            "PRODUCTION": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def worker(self, name: str) -> Process:
        """A worker of this name, at work when this returns."""
        process = self._start(["flask", "--app", "wsgi", "worker", "--name", name], f"{name}.log")
        heard = process.said().count("已启动")
        until(lambda: process.said().count("已启动") > heard, process)
        return process

    def web(self, *options: str) -> tuple[Process, str]:
        """A gunicorn with these options, ready when this returns, and its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = ["gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--threads", "4", *options]
        process = self._start(words, f"web-{port}.log")
        address = f"http://127.0.0.1:{port}"
        until(lambda: answers(f"{address}/readyz"), process)
        return process, address

    def _start(self, words: list[str], log: str) -> Process:
        process = Process(words, self.settings, self.folder / log)
        self.processes.append(process)
        return process

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as stack:
            for process in self.processes:
                if process.running.poll() is None:
                    stack.callback(process.kill)
        if kind is not None:
            for log in {process.log for process in self.processes}:
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}")


def answers(url: str) -> bool:
    """Whether a page answers with 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def until(true: Callable[[], bool], process: Process | None = None, seconds: float = PATIENCE) -> None:
    """Wait for something; a process that ends meanwhile, or the end of patience, is a failure."""
    end = time.monotonic() + seconds
    while not true():
        if process is not None and process.running.poll() is not None:
            raise AssertionError(f"ended by itself: {process.said()[-2000:]}")
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s" + (f": {process.said()[-2000:]}" if process else ""))
        time.sleep(0.1)


def hidden(name: str, page: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no field {name}: {page[:500]}"
    return found[1]
