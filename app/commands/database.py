"""flask --app wsgi database ...: bring the tables to this release; copy a database that is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from services import calendar
from services.foundation.errors import Refusal
from services.foundation.storage.upgrade import upgrade

from .output import house, plain_errors


@click.group("database")
def group() -> None:
    """数据库：建立或升级表结构，备份。"""


@group.command("upgrade")
@plain_errors
def upgrade_command() -> None:
    """把数据库升级到本版本，并补齐工作日历；已是最新则不做任何事。"""
    upgrade(house().engine)
    # Without it nothing can be counted, and an upgrade of the library may know another year.
    with house().work() as uow:
        days = calendar.seed(uow)
    click.echo("数据库已是最新。" + (f"工作日历补入 {days} 天。" if days else ""))


@group.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@plain_errors
def backup_command(file: Path) -> None:
    """在服务运行中把 SQLite 数据库完整复制到 FILE（PostgreSQL 请用 pg_dump）。"""
    engine = house().engine
    if engine.dialect.name != "sqlite":
        raise Refusal("这是 PostgreSQL 数据库，请用 pg_dump 备份。")
    if file.exists():
        raise Refusal(f"“{file}”已经存在，不覆盖旧备份。")
    part = file.with_name(f"{file.name}.part")
    with closing(sqlite3.connect(str(engine.url.database))) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    part.rename(file)  # under its name only when it is whole
    click.echo(f"已备份到 {file}。")
