"""flask --app wsgi demo load: the demonstration's people and cases."""

from pathlib import Path

import click
from flask import current_app

from app.demo import load_demonstration
from services.foundation.clock import SetClock
from services.foundation.errors import Refusal

from .output import house, plain_errors

PROCESSES = Path(__file__).resolve().parents[2] / "processes"


@click.group("demo")
def group() -> None:
    """演示：装入虚构的单位、人员和案卷。"""


@group.command("load")
@click.option("--only", multiple=True, metavar="办法", help="只装入这个办法的批次和案卷；可写多次。")
@click.option("--size", type=click.IntRange(0, 100_000), default=0, help="另立这么多件虚构的案卷，看系统能否承受。")
@plain_errors
def load_command(only: tuple[str, ...], size: int) -> None:
    """装入演示数据；已装入过则不再重复。"""
    clock = house().clock
    if not current_app.extensions["jiangxin_settings"].demo or not isinstance(clock, SetClock):
        raise Refusal("演示数据只能装入演示环境，请设 DEMO=1。")
    done = load_demonstration(house(), clock, PROCESSES, only, size)
    click.echo("演示数据已装入。" if done else "演示数据早已装入，没有改动。")
