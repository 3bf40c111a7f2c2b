"""The language of the pages: a choice of this browser, kept for a year."""

from flask import Blueprint, Response, current_app, make_response, redirect, request

from app.languages import COOKIE, LANGUAGES
from services.foundation.errors import Invalid

from .sign_in import local_target

page = Blueprint("language", __name__)
YEAR = 365 * 24 * 3600


@page.post("/language")
def choose() -> Response:
    """Speak another language from now on, on the page where one was."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise Invalid("没有这种语言。")
    response = make_response(redirect(local_target(request.form.get("next")), 303))
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, chosen, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")
    return response
