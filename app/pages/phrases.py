"""常用意见: one's own phrases, kept on one page and put into an opinion by a click."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.phrases import Phrase, forget_phrase, keep_phrase, phrases_of
from services.casework.tasks import Task
from services.foundation.errors import Invalid, Refusal, TooMany

page = Blueprint("phrases", __name__)


@page.get("/phrases")
@access.require_actor
def index() -> Response:
    """All of mine."""
    return _page(None)


@page.post("/phrases")
@access.require_actor
def keep() -> Response:
    """Keep one."""
    try:
        with access.house().work() as uow:
            box = request.form.get("box", "")[:60]
            keep_phrase(uow, access.signed_in_actor(uow), request.form.get("text", ""), box or None)
    except (Invalid, TooMany) as refusal:
        return _page(refusal)
    flash("已保存。", "success")
    return make_response(redirect(url_for("phrases.index"), 303))


@page.post("/phrases/<number:phrase_id>/removal")
@access.require_actor
def remove(phrase_id: int) -> Response:
    """Forget one."""
    with access.house().work() as uow:
        forget_phrase(uow, access.signed_in_actor(uow), phrase_id)
    flash("已删除。", "success")
    return make_response(redirect(url_for("phrases.index"), 303))


@page.app_template_global("phrases_for")
def phrases_for(task: Task) -> list[Phrase]:
    """For the page of a task: those for its box, then those for any."""
    with access.house().reading() as uow:
        return phrases_of(uow, access.signed_in_actor(uow), task.opinion_box or "")


def _page(refusal: Refusal | None) -> Response:
    with access.house().reading() as uow:
        rows = phrases_of(uow, access.signed_in_actor(uow))
        box, text = request.values.get("box", "")[:60], request.form.get("text", "")
        body = render_template("phrases.html", rows=rows, refusal=refusal, text=text, box=box)
    return make_response(body, 200 if refusal is None else 422)
