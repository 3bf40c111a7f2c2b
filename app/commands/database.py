"""flask --app wsgi database upgrade: bring the tables to this release."""

import click
from flask import current_app

from services.foundation.storage.upgrade import upgrade

from .output import plain_errors


@click.group("database")
def group() -> None:
    """数据库：建立或升级表结构。"""


@group.command("upgrade")
@plain_errors
def upgrade_command() -> None:
    """把数据库升级到本版本；已是最新则不做任何事。"""
    upgrade(current_app.extensions["jiangxin"].engine)
    click.echo("数据库已是最新。")
