"""flask --app wsgi people ...: what an operator does for people from the command line."""

from pathlib import Path
from typing import Any

import click
import yaml

from services.foundation.errors import Invalid
from services.people import from_outside, identity
from services.people.cast import load_cast

from .output import house, plain_errors

ask_password = click.option("--password", prompt="密码", hide_input=True, confirmation_prompt="再输一次")


@click.group("people")
def group() -> None:
    """人员：建立首位管理员，导入单位与人员，重设密码。"""


@group.command("create")
@click.argument("login")
@click.argument("name")
@ask_password
@plain_errors
def create_command(login: str, name: str, password: str) -> None:
    """建立一个可以登录的人员（不带任何岗位）。"""
    with house().work() as uow:
        person = identity.create_person(uow, None, login=login, name=name, password=password)
    click.echo(f"已建立人员 {person.login}（{person.name}）。")


@group.command("administrator")
@click.argument("login")
@click.argument("name")
@click.option("--organisation", "code", required=True, help="单位代码；没有这个单位时新建为组织树的根")
@click.option("--organisation-name", help="新建单位的名称")
@click.option("--level", help="新建单位的层级，与办法中的层级同名，例如 city")
@ask_password
@plain_errors
def administrator_command(
    login: str, name: str, code: str, organisation_name: str | None, level: str | None, password: str
) -> None:
    """建立首位管理员及其单位；登录名已存在时只加任职，不改密码。"""
    with house().work() as uow:
        person = from_outside.appoint_administrator(
            uow, login=login, name=name, code=code, organisation=organisation_name, level=level, password=password
        )
    click.echo(f"{person.name}（{person.login}）现在是单位 {code} 的管理员。")


@group.command("password")
@click.argument("login")
@ask_password
@plain_errors
def password_command(login: str, password: str) -> None:
    """重设一个人员的密码，并使其在各处的登录失效。"""
    with house().work() as uow:
        person = from_outside.set_password(uow, login, password)
    click.echo(f"已重设 {person.name}（{person.login}）的密码。")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@plain_errors
def import_command(file: Path) -> None:
    """从 YAML 名册导入单位、人员和任职；已有的保持不变，可重复执行。"""
    roster = _roster(file)
    try:
        with house().work() as uow:
            cast = load_cast(uow, roster)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Invalid(f"名册里有一行缺少内容或写法不对（{error}），什么也没有导入。") from error
    click.echo(f"现有单位 {len(cast.organisations)} 个、人员 {len(cast.people)} 名。")


def _roster(file: Path) -> dict[str, Any]:
    try:
        roster = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        roster = None
    if not isinstance(roster, dict) or not roster.keys() <= {"since", "organisations", "people"}:
        raise Invalid("名册应为 UTF-8 的 YAML，含 organisations 与 people 两部分。")
    return roster
