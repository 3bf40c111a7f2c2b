"""flask --app wsgi demo load: the demonstration's people and cases."""

from datetime import datetime, timedelta
from pathlib import Path

import click
from flask import current_app

from app.demo import load_demonstration
from services.foundation.clock import SetClock, start_of_day
from services.foundation.errors import Refusal

from .output import house, plain_errors

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
NINE = timedelta(hours=9)


@click.group("demo")
def group() -> None:
    """演示：装入虚构的单位、人员和案卷。"""


@group.command("load")
@click.option("--only", multiple=True, metavar="办法", help="只装入这个办法的批次和案卷；可写多次。")
@click.option("--size", type=click.IntRange(0, 100_000), default=0, help="另立这么多件虚构的案卷，看系统能否承受。")
@click.option(
    "--practice",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="练习用：只有单位、人员和办法，没有案卷；时钟从这一天 09:00 起，从开启批次做起。",
)
@plain_errors
def load_command(only: tuple[str, ...], size: int, practice: datetime | None) -> None:
    """装入演示数据；已装入过则不再重复。"""
    clock = house().clock
    if not current_app.extensions["jiangxin_settings"].demo or not isinstance(clock, SetClock):
        raise Refusal("演示数据只能装入演示环境，请设 DEMO=1。")
    if practice and (only or size):
        raise Refusal("--practice 不装案卷，不能与 --only、--size 同用。")
    begins = start_of_day(practice.date()) + NINE if practice else None
    done = load_demonstration(house(), clock, PROCESSES, only, size, begins)
    click.echo("演示数据已装入。" if done else "演示数据早已装入，没有改动。")
