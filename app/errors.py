"""A refusal of the domain becomes a status and the sentence it carries: a page for people, JSON under /api."""

import secrets

from flask import Flask, Response, current_app, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from services.foundation.errors import (
    Conflict,
    Faulty,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refusal,
    TooMany,
)
from services.people.identity import PasswordToChange

STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotSignedIn, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Invalid, 422),
    (TooMany, 429),
)
TITLES = {
    400: "请求无法识别",
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种操作",
    409: "内容已变化",
    413: "内容过大",
    415: "格式不支持",
    422: "填写有误",
    429: "请稍后再试",
    500: "系统出错",
    503: "暂时无法服务",
}
SENTENCES = {
    400: "系统无法识别这个请求，请返回后重试。",
    404: "没有找到您要的页面，网址可能已变更。",
    405: "这个地址不支持这种操作。",
    413: "提交的内容过大，请压缩或减少附件后再提交。",
    415: "系统不支持这种格式的内容。",
    503: "系统正忙，刚才的操作没有生效，请稍后再试。",
}
STALE_FORM = "页面停留过久或登录状态已变化，请返回并刷新页面后重新提交。"
PLAIN_PAGE = Markup(
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
    '<h1>{title}</h1><p>{sentence}</p><p>{reference}</p><p><a href="/">回到首页</a></p></html>'
)
OUR_FAULT = "系统出错，刚才的操作没有生效。请稍后再试；仍不成功时，请把错误编号告诉管理员。"


def install(app: Flask) -> None:
    """Answer every error of the house, of HTTP, and of ours."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Faulty, _faulty)
    app.register_error_handler(Exception, _broken)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal's family."""
    return next((status for family, status in STATUS if isinstance(refusal, family)), 400)


def wants_json() -> bool:
    """Whether the caller is a program: everything under /api. An htmx request is a person's and gets HTML."""
    return request.path.startswith("/api/")


def _refused(refusal: Refusal) -> Response:
    status = status_of(refusal)
    if status == 401 and not wants_json():
        return _to_sign_in(refusal)
    if isinstance(refusal, PasswordToChange) and request.method in {"GET", "HEAD"} and not wants_json():
        return make_response(redirect(url_for("passwords.show"), 303))
    return _answer(status, refusal.sentence, fields=refusal.fields)


def _to_sign_in(refusal: Refusal) -> Response:
    if request.headers.get("HX-Request"):
        # htmx follows a redirect silently and would put the sign-in page into a corner of this one.
        response = _answer(401, refusal.sentence)
        response.headers["HX-Redirect"] = url_for("sign_in.show")
        return response
    if request.method in {"GET", "HEAD"}:
        back = request.full_path.removesuffix("?")
        return make_response(redirect(url_for("sign_in.show", next=None if back == "/" else back), 303))
    return _answer(401, refusal.sentence)


def _stale_form(_error: CSRFError) -> Response:
    return _answer(400, STALE_FORM)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    sentence = SENTENCES.get(error.code, SENTENCES[400] if error.code < 500 else OUR_FAULT)
    response = _answer(error.code, sentence)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _overtaken(error: Exception) -> Response:
    # The last line of defence, below checks that say it better; so it is worth a look in the log.
    current_app.logger.warning("the database refused: %s", error)
    return _answer(409, Conflict.sentence)


def _busy(error: OperationalError) -> Response:
    current_app.logger.error("the database does not answer: %s", error)
    response = _answer(503, SENTENCES[503])
    response.headers["Retry-After"] = "5"
    return response


def _faulty(error: Faulty) -> Response:
    return _logged(error, f"{error} 刚才的操作没有生效，请联系管理员。")


def _broken(error: Exception) -> Response:
    return _logged(error, OUR_FAULT)


def _logged(error: Exception, sentence: str) -> Response:
    reference = secrets.token_hex(4)
    current_app.logger.error("error %s at %s %s", reference, request.method, request.path, exc_info=error)
    return _answer(500, sentence, reference=reference)


def _answer(status: int, sentence: str, *, fields: dict[str, str] | None = None, reference: str = "") -> Response:
    if wants_json():
        body: dict[str, object] = {"message": sentence, "fields": fields or {}}
        return make_response(jsonify(body | ({"reference": reference} if reference else {})), status)
    title = TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])
    if status >= 500:
        # The page must not ask who is there of a database that may be what is broken.
        g.present_actor = None
    try:
        page = render_template(
            "error.html", status=status, title=title, sentence=sentence, fields=fields or {}, reference=reference
        )
    except Exception:
        # Whatever broke the first page may break this one too; the sentence arrives all the same.
        current_app.logger.exception("the error page itself broke")
        page = str(PLAIN_PAGE.format(title=title, sentence=sentence, reference=reference))
    return make_response(page, status)
