"""Pages for people: one file per noun, named in this table."""

from flask import Flask

from app.demo.bar import page as demo_bar

from . import campaigns, cases, inbox, incidents, notices, register, shell, sign_in, tasks

PAGES = (
    sign_in.page,
    inbox.page,
    tasks.page,
    cases.page,
    campaigns.page,
    notices.page,
    register.page,
    incidents.page,
    demo_bar,
)


def install(app: Flask) -> None:
    """Put every page where it is found."""
    shell.install(app)
    for page in PAGES:
        app.register_blueprint(page)
