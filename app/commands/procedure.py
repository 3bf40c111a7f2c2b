"""flask --app wsgi procedure check | rehearse | deploy | list | export."""

import sys
from datetime import datetime
from pathlib import Path

import click

from services.designer import check, rehearse, release
from services.foundation.clock import local
from services.foundation.errors import Refusal
from services.process import registry
from services.wiring import EFFECTS, REHEARSED

from .output import house, json_option, plain_errors, print_json

folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("procedure")
def group() -> None:
    """办法：检查、预演、发布、列出、导出。"""


@group.command("check")
@click.argument("path", type=folder)
@json_option
@plain_errors
def check_command(path: Path, as_json: bool) -> None:
    """检查一个办法包：不能执行之处、缺少的文件、没有落实的条款。"""
    report = check.check_package(registry.read_folder(path), EFFECTS)
    if as_json:
        print_json(report.as_json())
    else:
        for p in report.problems:
            click.echo(f"{'错误' if p.severity == 'error' else '提醒'} {p.file} {p.element}：{p.message}")
        c = report.coverage
        click.echo(f"条款 {c.total} 条，已落实 {c.landed} 条。")
        click.echo(f"未落实：{'、'.join(c.uncovered) or '无'}")
        click.echo(f"没有依据的环节：{'、'.join(c.unfounded) or '无'}")
    if not report.ok:
        if not as_json:
            click.echo(f"办法包有 {sum(p.severity == 'error' for p in report.problems)} 处错误，不能发布。", err=True)
        sys.exit(1)


@group.command("rehearse")
@click.argument("path", type=folder)
@click.option("--scenario", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--start", "start", type=click.DateTime(["%Y-%m-%d"]))
@json_option
@plain_errors
def rehearse_command(path: Path, scenario: Path | None, start: datetime | None, as_json: bool) -> None:
    """按真实日历把整个批次预演一遍，不留下任何数据。"""
    package = registry.read_folder(path)
    story = rehearse.read_story(scenario.name, scenario.read_bytes(), package) if scenario else None
    result = rehearse.rehearse(package, REHEARSED, story, start.date() if start else None)
    if as_json:
        print_json(result.as_json())
    else:
        for line in result.sentences():
            click.echo(line)
    if not result.ok:
        sys.exit(1)


@group.command("deploy")
@click.argument("path", type=folder)
@json_option
@plain_errors
def deploy_command(path: Path, as_json: bool) -> None:
    """先预演自带的场景，再发布为新的、不可更改的版本，并说明改动。"""
    released = release.release(house(), registry.read_folder(path), REHEARSED)
    version = released.version
    if as_json:
        told = {"procedure": version.procedure, "version": version.digest, "changes": released.changes}
        print_json({**told, "rehearsal": {"stories": released.stories, "failures": released.failures}})
        return
    click.echo(f"《{version.title}》版本 {version.digest[:12]}")
    click.echo(f"已预演自带的 {released.stories} 个场景。" if released.stories else "办法包没有场景，未经预演。")
    for sentence in released.failures:
        click.echo(f"注意，改动之后不再成立：{sentence}")
    for sentence in released.changes:
        click.echo(sentence)


@group.command("list")
@json_option
@plain_errors
def list_command(as_json: bool) -> None:
    """列出各办法现行的版本。"""
    with house().reading() as uow:
        newest = {v.procedure: v for v in reversed(registry.all_versions(uow))}
    rows = [
        {
            "procedure": v.procedure,
            "version": v.digest,
            "title": v.title,
            "deployed_at": local(v.deployed_at).isoformat(),
        }
        for v in newest.values()
    ]
    if as_json:
        print_json({"procedures": rows})
        return
    for row in rows:
        click.echo(f"{row['procedure']}  {row['version'][:12]}  {row['deployed_at'][:16]}  {row['title']}")


@group.command("export")
@click.argument("city")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@plain_errors
def export_command(city: str, target: Path) -> None:
    """把现行版本按文件原样取出。"""
    with house().reading() as uow:
        version = registry.current(uow, city)
        package = registry.package_of(uow, version)
    if target.exists() and any(target.iterdir()):
        raise Refusal(f"{target} 不是空文件夹。")
    for inside, content in package.files.items():
        place = target / inside
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    click.echo(f"已导出 {len(package.files)} 个文件，版本 {version.digest[:12]}。")
