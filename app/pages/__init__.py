"""Pages for people: one file per noun, named in this table."""

from flask import Flask

from . import sign_in

PAGES = (sign_in.page,)


def install(app: Flask) -> None:
    """Put every page where it is found."""
    for page in PAGES:
        app.register_blueprint(page)
