"""The first administrator of an empty house: once, with the word from the console; afterwards nothing."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access, first_administrator
from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from services.people import from_outside
from services.people.identity import nobody_sits

from .administering import Typed, typed

page = Blueprint("setup", __name__)


class WrongWord(NotAllowed):
    """Only whoever reads the console may begin."""

    sentence = "网址里的口令不对。请在启动系统的窗口或日志里找到建立首位管理员的完整网址。"


@page.get("/setup")
def show() -> Response:
    """The form, for whoever has the word, while the house is empty."""
    word = request.args.get("word", "")
    _require(word)
    return _form(Typed(values={"word": word, "organisation_name": "", "level": ""}, form="first"))


@page.post("/setup")
def create() -> Response:
    """The organisation at the root of the tree, and its administrator."""
    word = request.form.get("word", "")
    _require(word)
    text = {name: request.form.get(name, "").strip() for name in ("login", "name", "code", "organisation", "level")}
    password = request.form.get("password", "")
    try:
        empty = {key: "请填写。" for key, value in text.items() if not value}
        if empty or password != request.form.get("again", ""):
            raise Invalid(fields=empty or {"again": "两次输入的密码不一致。"})
        with access.house().work() as uow:
            if not nobody_sits(uow):
                raise NotFound
            from_outside.appoint_administrator(uow, password=password, **text)
    except (Invalid, Conflict) as refusal:
        return _form(typed("first", refusal), 422)
    flash("首位管理员已建立，请登录。接着可以在“管理”里批量导入单位和人员。", "success")
    return make_response(redirect(url_for("sign_in.show"), 303))


def _require(word: str) -> None:
    if not first_administrator.is_wanted(access.house()):
        raise NotFound
    if not first_administrator.fits(access.application().settings, word):
        raise WrongWord


def _form(typed: Typed, status: int = 200) -> Response:
    response = make_response(render_template("setup.html", typed=typed, word=typed.values.get("word", "")), status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
