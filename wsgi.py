"""The door for web servers and commands: `gunicorn wsgi:app`, `flask --app wsgi ...`."""

import click

from app import create_app
from app.config import SettingsRefused, require_secret

try:
    app = create_app()
    # Inside a command there is a click context; `check` and `rehearse` serve nobody and need no secret.
    if click.get_current_context(silent=True) is None:
        require_secret(app.settings)
except SettingsRefused as refusal:
    raise SystemExit(str(refusal)) from None
