"""docs/operations.md names only what exists: commands with their options, settings, scripts, gunicorn's options."""

import re
import shlex

import click
import pytest
from gunicorn.config import Config

from app import create_app
from app.config import Settings
from tests.architecture.source import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    """The words behind each `flask --app wsgi`, in blocks and in the text."""
    return [shlex.split(found) for found in re.findall(r"flask --app wsgi ([^`\n，。；）]+)", PAGE)]


def promised() -> set[str]:
    """Every command that the application has, by its words."""
    app = create_app({"TESTING": "1", "DATA_DIR": "/nonexistent", "DATABASE_URL": "sqlite://"})
    found = set()
    for name, command in app.cli.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        found |= {f"{name} {below}".strip() for below in inner}
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_it_names_exists_with_its_options(words: list[str]) -> None:
    app = create_app({"TESTING": "1", "DATA_DIR": "/nonexistent", "DATABASE_URL": "sqlite://"})
    command: click.Command = app.cli
    rest = list(words)
    while isinstance(command, click.Group):
        assert rest, f"{words} is a group, not a command"
        command = command.commands[rest.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known


def test_it_names_the_commands_an_operator_needs() -> None:
    named = {" ".join(words[:2]) for words in commands()} | {words[0] for words in commands()}
    needed = {"database upgrade", "database backup", "people administrator", "people import", "people password"}
    assert needed | {"audit verify", "serve", "worker", "calendar import", "procedure deploy"} <= named
    assert needed <= promised()


def test_every_setting_stands_in_its_table_and_no_other() -> None:
    rows = re.findall(r"(?m)^\| ((?:`[A-Z_]+`、?)+) \|", PAGE)
    told = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    known = set(re.findall(r"(?m)^    ((?:[A-Z_]+, )*[A-Z_]+) {2,}|^    ([A-Z_]+) ", Settings.__doc__ or ""))
    names = {name for pair in known for part in pair for name in part.split(", ") if name}
    assert told == names - {"DEMO", "TESTING", "CSRF"}


def test_the_options_of_gunicorn_exist() -> None:
    flags = {flag for setting in Config().settings.values() for flag in setting.cli or ()}
    units = re.findall(r"gunicorn wsgi:app (.+)", PAGE)
    assert units
    assert {word for unit in units for word in unit.split() if word.startswith("--")} <= flags


def test_the_scripts_exist() -> None:
    scripts = set(re.findall(r"tools/\w+\.sh", PAGE))
    assert scripts and all((ROOT / script).exists() for script in scripts)


@pytest.mark.parametrize("unit", re.findall(r"(?s)```\n(\[Unit\].*?)```", PAGE))
def test_a_service_unit_stops_gently_and_starts_again(unit: str) -> None:
    lines = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)
    assert {"User", "WorkingDirectory", "EnvironmentFile", "ExecStart", "WantedBy"} <= lines.keys()
    assert lines["Restart"] == "always"
    assert "KillSignal" not in lines and int(lines["TimeoutStopSec"]) >= 60
