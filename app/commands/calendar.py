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
    notice = calendar.read_notice(file.name, file.read_bytes())
    with house().work() as uow:
        changes = calendar.import_notice(uow, None, notice)
    for change in changes:
        click.echo(change.sentence())
    click.echo(f"已导入，{len(changes)} 天有变化。")


@group.command("show")
@click.argument("year", type=int)
@json_option
@plain_errors
def show_command(year: int, as_json: bool) -> None:
    """列出一年中与周一至周五不同的日子，以及尚未公布（暂定）的日子。"""
    with house().reading() as uow:
        days = calendar.year_grid(uow, year)
    special = [d for d in days if d.status != "announced" or d.is_working != (d.day.weekday() < 5)]
    if as_json:
        print_json(
            {
                "year": year,
                "days": [
                    {
                        "date": d.day.isoformat(),
                        "working": d.is_working,
                        "name": d.name,
                        "source": d.source,
                        "status": d.status,
                    }
                    for d in days
                ],
            }
        )
        return
    for d in special:
        mark = "上班" if d.is_working else "休息"
        doubt = "（暂定）" if d.status != "announced" else ""
        click.echo(f"{d.day} 周{'一二三四五六日'[d.day.weekday()]} {mark}{doubt} {d.name} {d.source}")
