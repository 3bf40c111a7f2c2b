"""The web edge: read the form, call one verb, show the result. No rule stands here."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from services.casework.attachments import FolderStore
from services.foundation.clock import Clock, SystemClock
from services.foundation.storage.base import db
from services.foundation.storage.connection import engine_options, prepare
from services.foundation.storage.unit_of_work import House
from services.output import documents
from services.output.messages import MailServer
from services.selection.public_notices import Looker, OverTheNetwork

from . import access, assets, commands, config, demo, errors, filters, health, languages, pages, security, uploads
from .looking import OwnRendering


class Jiangxin(Flask):
    """The Flask application, with the settings it was started with and the house it serves."""

    settings: config.Settings
    house: House


def create_app(settings: Mapping[str, Any] | None = None) -> Jiangxin:
    """The application. Without `settings` it reads the environment; with them, nothing but them.

    `settings` may also hold `wiring` and `clock`, in place of the house's own. Raises config.SettingsRefused.
    """
    given = dict(settings or {})
    wiring, clock = given.pop("wiring", None), given.pop("clock", None)
    chosen = config.from_environment(os.environ) if settings is None else config.read(given)
    if wiring is None:
        from services.wiring import WIRING as wiring

    app = Jiangxin(__name__)
    app.settings = chosen
    app.config.from_mapping(_for_flask(chosen))
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    prepare(engine)
    around: dict[str, Any] = {"looker": wiring.looker or _looker(app), "post": wiring.post or _post(chosen)}
    around["attachments"] = wiring.attachments or _attachments(chosen)
    around["public_url"] = chosen.public_url or wiring.public_url
    app.house = House(engine, clock or _clock(chosen), replace(wiring, **around))
    app.extensions["jiangxin"], app.extensions["jiangxin_settings"] = app.house, chosen
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    documents.use_folder(chosen.fonts_dir)
    for part in (uploads, security, access, languages, errors, filters, health, assets, pages):
        part.install(app)
    commands.register(app)
    return app


def _post(settings: config.Settings) -> MailServer | None:
    """How mail leaves the house; None where no server is named."""
    mail = settings.mail
    return MailServer(mail.server, mail.sender, mail.port, mail.tls, mail.user, mail.password) if mail else None


def _attachments(settings: config.Settings) -> FolderStore | None:
    """The folder attachments lie in; None: the database keeps them, for all hosts."""
    return FolderStore(settings.attachments_dir) if settings.attachments_dir else None


def _clock(settings: config.Settings) -> Clock:
    """The machine's clock, or in the demonstration one that can be moved."""
    return demo.DemoClock(settings.data_dir / "demo-clock") if settings.demo else SystemClock()


def _looker(app: Jiangxin) -> Looker | None:
    """How public notices are looked at: at their public address, as we render them, or not at all outside of us."""
    if app.settings.demo or app.settings.testing:
        return None
    return OverTheNetwork(app.settings.public_url) if app.settings.public_url else OwnRendering(app)


def _for_flask(settings: config.Settings) -> dict[str, Any]:
    return {
        "TESTING": settings.testing,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": settings.body_limit,
        # A form with every row of a long table filled in is large; Flask's own limits are made for small ones.
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 5000,
        "SESSION_COOKIE_NAME": "jiangxin",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_ENABLED": settings.csrf,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
    }
