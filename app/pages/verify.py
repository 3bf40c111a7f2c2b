"""Genuine and current? Open to whoever holds a paper, without signing in; says nothing that is not public."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.output import issued
from services.output.issued import GuessingThrottled, Standing
from services.record import audit
from services.record.audit import Seal

page = Blueprint("verify", __name__)


@page.get("/verify")
def ask() -> Response:
    """Type a code, or come from the form with one."""
    typed = request.args.get("code", "").strip()
    if typed:
        code = issued.as_typed(typed)
        return make_response(redirect(url_for("verify.show", code=issued.grouped(code) if code else typed[:40]), 303))
    return make_response(render_template("verify.html", typed="", asked=False))


@page.get("/verify/<code>")
def show(code: str) -> Response:
    """What the house says of a code. An unknown one is answered as slowly and as plainly as a known one."""
    try:
        with access.house().work() as uow:
            found: Standing | None = issued.look_up(uow, code, request.remote_addr or "")
            seal: Seal | None = audit.latest_seal(uow)
    except GuessingThrottled as refusal:
        return make_response(render_template("verify.html", typed="", asked=False, refusal=refusal.sentence), 429)
    typed = issued.as_typed(code)
    shown = issued.grouped(typed) if typed else code[:40]
    answer = render_template("verify.html", typed=shown, asked=True, found=found, seal=seal)
    return make_response(answer, 200 if found else 404)
