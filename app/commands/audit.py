"""flask --app wsgi audit verify | export."""

import json
import sys
from pathlib import Path

import click

from services.casework import cases
from services.foundation.errors import NotFound, Refusal
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output import archive
from services.record import audit
from services.selection import studios

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
            place = "" if b.seq is None else f" 第 {b.seq} 条"
            click.echo(f"{b.table} 第 {b.row} 行（{b.subject}{place}）：{b.reason}")
        click.echo(f"核对 {result.entries} 条记录，{'全部完好' if result.ok else f'{len(result.broken)} 处不符'}。")
    if not result.ok:
        if not as_json:
            click.echo("审计记录被改动过。", err=True)
        sys.exit(1)


@group.command("export")
@click.argument("no")
@click.option("-o", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件")
@plain_errors
def export_command(no: str, target: Path) -> None:
    """导出一个案卷或工作室的全部记录：以 .json 结尾只要记录，否则是带核验程序的压缩包。"""
    if target.exists():
        raise Refusal(f"{target} 已经存在，没有覆盖。")
    with house().reading() as uow:
        subject, title = _called(uow, no)
        if target.suffix.lower() == ".json":
            whole = json.dumps(archive.trail(uow, subject), ensure_ascii=False, indent=1).encode()
        else:
            whole = archive.archive(uow, subject, title)
    target.write_bytes(whole)
    click.echo(f"已导出到 {target}。")


def _called(uow: UnitOfWork, no: str) -> tuple[Subject, str]:
    """The case or studio with this number. Raises NotFound."""
    try:
        case = cases.case_by_no(uow, no)
        return case.subject, f"案卷 {case.no}　{cases.instance_of(uow, case).title}"
    except NotFound:
        pass
    try:
        studio = studios.studio_by_no(uow, no)
    except NotFound as nobody:
        raise NotFound(f"没有编号为 {no} 的案卷或工作室。") from nobody
    return studio.subject, f"工作室 {studio.no}　{studio.name}"
