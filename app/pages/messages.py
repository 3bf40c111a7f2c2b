"""消息 and 提醒设置: what was told to me, how I want to be told; and 催办, with what was told about a case."""

from datetime import time

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.tasks import task_by_id
from services.casework.urging import MayUrge, urge, urging_of
from services.foundation.errors import Invalid, Refusal, TooMany
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.messages import (
    Choice,
    Told,
    choice_of,
    choose,
    last_test,
    my_messages,
    read,
    read_all,
    send_test,
    told_about,
)
from services.output.messages.places import subject_page

from .case_view import CaseView

page = Blueprint("messages", __name__)


@page.get("/messages")
@access.require_actor
def index() -> str:
    """My messages, newest first."""
    with access.house().reading() as uow:
        mine = my_messages(uow, access.signed_in_actor(uow), _number(request.args.get("after")))
        unread = any(message.read_at is None for message, _ in mine.rows)
        return render_template("messages.html", rows=mine.rows, more=mine.after, unread=unread)


@page.post("/messages/<number:message_id>/reading")
@access.require_actor
def open_one(message_id: int) -> Response:
    """Read one: on to the page it speaks of."""
    with access.house().work() as uow:
        path = read(uow, access.signed_in_actor(uow), message_id).path
    return make_response(redirect(path, 303))


@page.post("/messages/reading")
@access.require_actor
def open_all() -> Response:
    """Mark as read what the page showed; what has come since stays unread."""
    with access.house().work() as uow:
        read_all(uow, access.signed_in_actor(uow), _number(request.form.get("up_to")) or 0)
    return make_response(redirect(url_for("messages.index"), 303))


@page.get("/messages/settings")
@access.require_actor
def settings() -> str:
    """How I want to be told."""
    with access.house().reading() as uow:
        return _settings_page(uow, choice_of(uow, access.signed_in_actor(uow).id))


@page.post("/messages/settings")
@access.require_actor
def save_settings() -> Response:
    """Choose."""
    try:
        with access.house().work() as uow:
            choose(uow, access.signed_in_actor(uow), _chosen())
    except Invalid as refusal:
        with access.house().reading() as uow:
            chosen = choice_of(uow, access.signed_in_actor(uow).id)
            return make_response(_settings_page(uow, chosen, refusal), 422)
    flash("已保存。", "success")
    return make_response(redirect(url_for("messages.settings"), 303))


@page.post("/messages/test-mail")
@access.require_actor
def test_mail() -> Response:
    """Send myself a mail, to see whether it arrives."""
    try:
        with access.house().work() as uow:
            send_test(uow, access.signed_in_actor(uow))
        flash("测试邮件已交付发送，稍后刷新本页查看结果。", "success")
    except (Invalid, TooMany) as refusal:
        flash(refusal.sentence, "danger")
    return make_response(redirect(url_for("messages.settings"), 303))


@page.post("/tasks/<number:task_id>/urging")
@access.require_actor
def urge_task(task_id: int) -> Response:
    """催办: whoever has the task is told, and the history says so."""
    try:
        with access.house().work() as uow:
            urge(uow, access.signed_in_actor(uow), task_id)
            back = subject_page(uow, task_by_id(uow, task_id).subject)
        flash("已催办，办理人会收到消息。", "success")
    except TooMany as refusal:
        with access.house().reading() as uow:
            back = subject_page(uow, task_by_id(uow, task_id).subject)
        flash(refusal.sentence, "warning")
    return make_response(redirect(back, 303))


@page.app_template_global("urging_of")
def urging_shown(case: CaseView) -> dict[int, MayUrge]:
    """For the part “现在由谁办理”: which of its tasks the reader may urge, and from when on."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        return urging_of(uow, actor, case.instance, [waiting.task for waiting in case.waiting])


@page.app_template_global("told_about")
def told_shown(case: CaseView) -> list[Told]:
    """For the part “提醒与催办”."""
    with access.house().reading() as uow:
        return told_about(uow, case.instance.subject)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _settings_page(uow: UnitOfWork, chosen: Choice, refusal: Refusal | None = None) -> str:
    return render_template(
        "message_settings.html",
        chosen=chosen,
        typed=request.form,
        refusal=refusal,
        test=last_test(uow, access.signed_in_actor(uow)),
        has_server=uow.wiring.post is not None,
    )


def _chosen() -> Choice:
    return Choice(
        address=request.form.get("address", ""),
        mail=request.form.get("mail") == "yes",
        digest=request.form.get("digest") == "yes",
        quiet_from=_clock("quiet_from"),
        quiet_to=_clock("quiet_to"),
    )


def _clock(field: str) -> time:
    try:
        return time.fromisoformat(request.form.get(field, "")).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise Invalid(fields={field: "请填写时间，如 22:00。"}) from error
