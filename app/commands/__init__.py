"""The commands of DESIGN 10: each reads its arguments, calls one verb, prints sentences or one JSON object."""

from flask import Flask

from . import audit, calendar, database, demo, people, procedure, rules, serve

GROUPS = (
    procedure.group,
    calendar.group,
    audit.group,
    rules.group,
    people.group,
    demo.group,
    database.group,
    serve.serve,
    serve.worker,
)


def register(app: Flask) -> None:
    """Hang all commands onto `flask --app wsgi`."""
    for command in GROUPS:
        app.cli.add_command(command)
