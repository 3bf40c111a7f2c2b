"""How commands speak: sentences, or one JSON object with --json; an error is one sentence and exit code 1."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
import orjson
from flask import current_app
from flask.cli import with_appcontext

from app.config import SettingsRefused
from services.foundation.errors import Faulty, Refusal
from services.foundation.storage.unit_of_work import House

json_option = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")


def house() -> House:
    """The house of the running application."""
    found: House = current_app.extensions["jiangxin"]
    return found


def print_json(value: Any) -> None:
    """One JSON object on standard output and nothing else."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def plain_errors(command: Callable[..., None]) -> Callable[..., None]:
    """A refusal or a fault ends the command with its sentence on standard error and exit code 1."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except Refusal as error:
            _stop("；".join([error.sentence, *error.fields.values()]))
        except (Faulty, SettingsRefused) as error:
            _stop(str(error))

    return with_appcontext(wrapped)


def _stop(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
