"""Signing in and out."""

from flask import Blueprint, Response, make_response, redirect, render_template, request

from app import access
from services.foundation.errors import Refusal
from services.people.identity import SignInThrottled, WrongPassword

page = Blueprint("sign_in", __name__)


def local_target(target: str | None) -> str:
    """Where to go after signing in: a path of this house, else the inbox. Never somebody else's address."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return "/"
    # A browser reads "/\host" as "//host", and drops tabs and line ends before it looks.
    return "/" if "\\" in target or any(ord(sign) < 32 for sign in target) else target


@page.get("/sign-in")
def show() -> Response:
    """The form; whoever is signed in already goes on."""
    target = local_target(request.args.get("next"))
    if access.present_actor() is not None:
        return make_response(redirect(target, 303))
    return make_response(render_template("sign_in.html", login="", target=target, refusal=None))


@page.post("/sign-in")
def sign_in() -> Response:
    """Try a login and a password."""
    login, target = request.form.get("login", ""), local_target(request.form.get("next"))
    try:
        access.sign_in(login, request.form.get("password", ""))
    except WrongPassword as refusal:
        return _again(login, target, refusal, 422)
    except SignInThrottled as refusal:
        response = _again(login, target, refusal, 429)
        # In seconds: the house's clock need not be the caller's.
        response.headers["Retry-After"] = str(int((refusal.until - access.house().clock.now()).total_seconds()) + 1)
        return response
    return make_response(redirect(target, 303))


@page.post("/sign-out")
def sign_out() -> Response:
    """Leave. By POST alone: a picture on a foreign page must not sign anybody out."""
    access.sign_out()
    return make_response(redirect("/sign-in", 303))


def _again(login: str, target: str, refusal: Refusal, status: int) -> Response:
    return make_response(render_template("sign_in.html", login=login, target=target, refusal=refusal), status)
