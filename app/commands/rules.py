"""flask --app wsgi rules tck DIR."""

import sys
from pathlib import Path

import click

from services.process.rules.dmn import run_tck

from .output import json_option, plain_errors, print_json


@click.group("rules")
def group() -> None:
    """规则：运行 DMN 技术兼容性用例。"""


@group.command("tck")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
@plain_errors
def tck_command(folder: Path, as_json: bool) -> None:
    """运行文件夹内的 *.dmn 与 *-test-*.xml。"""
    report = run_tck(folder)
    if as_json:
        failures = [{"file": f.file, "case": f.case, "expected": f.expected, "got": f.got} for f in report.failures]
        print_json({"passed": report.passed, "failed": report.failed, "failures": failures})
    else:
        for f in report.failures:
            click.echo(f"{f.file} {f.case}：应为 {f.expected}，得到 {f.got}")
        click.echo(f"通过 {report.passed}，未通过 {report.failed}。")
    if report.failed:
        sys.exit(1)
