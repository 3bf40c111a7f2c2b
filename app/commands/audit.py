"""flask --app wsgi audit verify."""

import sys

import click

from services.casework import cases
from services.record import audit

from .output import house, json_option, plain_errors, print_json


@click.group("audit")
def group() -> None:
    """审计：核对记录链。"""


@group.command("verify")
@click.option("--case", "case_no", help="只核对一个案卷")
@json_option
@plain_errors
def verify_command(case_no: str | None, as_json: bool) -> None:
    """核对每条记录与每日封存；有人改动过就指出是哪一行。"""
    with house().reading() as uow:
        subject = cases.case_by_no(uow, case_no).subject if case_no else None
        result = audit.verify(uow, subject)
    if as_json:
        print_json(
            {
                "ok": result.ok,
                "entries": result.entries,
                "broken": [
                    {"table": b.table, "row": b.row, "subject": str(b.subject), "seq": b.seq, "reason": b.reason}
                    for b in result.broken
                ],
            }
        )
    else:
        for b in result.broken:
            click.echo(f"{b.table} 第 {b.row} 行（{b.subject} 第 {b.seq} 条）：{b.reason}")
        click.echo(f"核对 {result.entries} 条记录，{'全部完好' if result.ok else f'{len(result.broken)} 处不符'}。")
    if not result.ok:
        if not as_json:
            click.echo("审计记录被改动过。", err=True)
        sys.exit(1)
