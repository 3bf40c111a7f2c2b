"""flask --app wsgi serve | worker: the processes that stay."""

import signal
import threading
from typing import Any

import click
from flask import Flask

from app import demo, first_administrator, scheduler
from app.access import application
from app.config import require_secret

from .output import house, plain_errors


@click.command("serve")
@plain_errors
def serve() -> None:
    """启动网页服务，内含一个后台执行进程（单机使用）。"""
    from gunicorn.app.base import BaseApplication

    app = application()
    settings = app.settings
    require_secret(settings)

    class Server(BaseApplication):
        """One process with threads: SQLite has one writer at a time anyway."""

        def load_config(self) -> None:
            """Settings from the environment, and the scheduler beside the web threads."""
            self.cfg.set("bind", f"{settings.host}:{settings.port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("workers", 1)
            self.cfg.set("threads", 8)
            self.cfg.set("accesslog", None)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("post_worker_init", _begin_work)
            self.cfg.set("worker_exit", _end_work)

        def load(self) -> Any:
            """The application itself."""
            return app

    address = f"http://{settings.host}:{settings.port}/"
    told = [f"服务已启动：{address}", *first_administrator.lines(house(), settings, address)]
    for line in demo.lines(address) if settings.demo else told:
        click.echo(line)
    Server().run()


def _begin_work(worker: Any) -> None:
    """After the fork, for threads do not live through one."""
    app: Flask = worker.app.load()
    worker.work = scheduler.start(app.extensions["jiangxin"])


def _end_work(_server: Any, worker: Any) -> None:
    """The embedded worker gives back what it holds."""
    if hasattr(worker, "work"):
        worker.work.stop()


@click.command("worker")
@click.option("--name", help="本进程的固定名称（同一主机上各不相同）；重启后立即接回上次未办完的任务")
@plain_errors
def worker(name: str | None) -> None:
    """启动后台执行进程：到期事项、待办任务、每日封存。可在多台主机上同时运行多个。"""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    running = scheduler.start(house(), name)
    click.echo(f"后台执行已启动：{running.shift.worker}")
    stop.wait()
    running.stop()
    click.echo("后台执行已停止。")
