"""flask --app wsgi calendar import FILE | show YEAR."""

from pathlib import Path

import click

from services import calendar

from .output import house, json_option, plain_errors, print_json


@click.group("calendar")
def group() -> None:
    """工作日历：导入国务院放假通知、查看一年。"""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@plain_errors
def import_command(file: Path) -> None:
    """导入一年的放假安排（JSON 或 CSV），显示前后变化。"""
    notice = calendar.read_notice(file.read_bytes())
    with house().work() as uow:
        changes = calendar.import_notice(uow, None, notice.year, notice.paper, notice.days)
    for moved in changes.moved:
        click.echo(f"{moved.sentence()}。")
    click.echo(f"已导入，{len(changes.moved)} 天有变化，{len(changes.newly_announced)} 天由暂定转为公布。")


@group.command("show")
@click.argument("year", type=int)
@json_option
@plain_errors
def show_command(year: int, as_json: bool) -> None:
    """一年的工作日历：放假、调休上班、暂定的日子与依据。"""
    with house().reading() as uow:
        grid = calendar.year_grid(uow, year)
    if not as_json:
        for line in grid.lines():
            click.echo(line)
        return
    days = [day for weeks in grid.months for week in weeks for day in week if day]
    print_json(
        {
            "year": grid.year,
            "revision": grid.revision,
            "announced": grid.announced,
            "days": [
                {
                    "date": d.day.isoformat(),
                    "working": d.is_working,
                    "name": d.name,
                    "announced": d.announced,
                    "source": d.source,
                    "reason": d.reason,
                }
                for d in days
            ],
        }
    )
