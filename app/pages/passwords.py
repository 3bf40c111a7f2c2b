"""One's own password: changed with the one that holds; a temporary one is changed before anything else is done."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request

from app import access
from services.foundation.errors import Invalid, NotSignedIn
from services.people import identity

page = Blueprint("passwords", __name__)


@page.get("/password")
def show() -> Response:
    """The form; also for whoever has to choose a password first."""
    return _form(None)


@page.post("/password")
def change() -> Response:
    """Change it. Every other browser in which the person is signed in is signed out."""
    new, again = request.form.get("new", ""), request.form.get("again", "")
    try:
        with access.house().work() as uow:
            actor = access.actor_with_any_password(uow)
            if new != again:
                raise Invalid(fields={"again": "两次输入的新密码不一致。"})
            current = request.form.get("current", "")
            identity.change_password(uow, actor, actor.id, new=new, current=current, key=access.current_key())
    except Invalid as refusal:
        return _form(refusal, 422)
    flash("密码已修改。您在其他电脑和手机上的登录已经退出。", "success")
    return make_response(redirect("/", 303))


def _form(refusal: Invalid | None, status: int = 200) -> Response:
    actor = access.present_actor()
    if actor is None:
        raise NotSignedIn
    return make_response(render_template("password.html", refusal=refusal, first=actor.must_change_password), status)
