"""flask --app wsgi people ...: what an operator does for people from the command line."""

import click

from services.people import identity

from .output import house, plain_errors


@click.group("people")
def group() -> None:
    """人员：建立首位管理员。"""


@group.command("create")
@click.argument("login")
@click.argument("name")
@click.option("--password", prompt="密码", hide_input=True, confirmation_prompt="再输一次")
@plain_errors
def create_command(login: str, name: str, password: str) -> None:
    """建立一个可以登录的人员（不带任何岗位）。"""
    with house().work() as uow:
        person = identity.create_person(uow, None, login=login, name=name, password=password)
    click.echo(f"已建立人员 {person.login}（{person.name}）。")
