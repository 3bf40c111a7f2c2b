"""工作日历: a year with the word behind each day, and importing a notice of the State Council in two steps."""

import base64
import binascii

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from app import access
from services import calendar
from services.calendar import NoticeRefused, PreviewOutdated
from services.casework import instances
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person, require_role

from .incidents import ROLE

page = Blueprint("calendar", __name__)


@page.get("/calendar")
@page.get("/calendar/<int:year>")
@access.require_actor
def show(year: int | None = None) -> str:
    """One year, and every revision of the calendar with who confirmed it."""
    with access.house().reading() as uow:
        _administrator(uow)
        grid = calendar.year_grid(uow, year or local_day(uow.now).year)
        told = [(r, r.actor_id and uow.session.get(Person, r.actor_id)) for r in reversed(calendar.revisions(uow))]
        return render_template("calendar.html", grid=grid, revisions=told, today=local_day(uow.now))


@page.get("/calendar/imports/new")
@access.require_actor
def new() -> str:
    """Where a notice is handed in."""
    with access.house().reading() as uow:
        _administrator(uow)
        return render_template("calendar_import.html", refusal=None, typed="")


@page.post("/calendar/previews")
@access.require_actor
def preview() -> Response:
    """What the notice would change, and every running clock it would move. Nothing is stored."""
    raw = _handed_in()
    with access.house().reading() as uow:
        _administrator(uow)
        try:
            notice = calendar.read_notice(raw)
            told = (notice.year, notice.paper, notice.days)
            changes, after = calendar.compare_notice(uow, *told), calendar.suppose_notice(uow, *told)
        except NoticeRefused as refusal:
            typed = request.form.get("text", "")
            return make_response(render_template("calendar_import.html", refusal=refusal, typed=typed), 422)
        return make_response(
            render_template(
                "calendar_preview.html",
                changes=changes,
                clocks=instances.foresee(uow, after),
                content=base64.b64encode(raw).decode(),
                seen=_signer().dumps([calendar.digest_of(raw), changes.revision]),
            )
        )


@page.post("/calendar/imports")
@access.require_actor
def create() -> Response:
    """Import exactly what the preview showed."""
    with access.house().reading() as uow:
        _administrator(uow)
    raw, (digest, revision) = _content(), _seen()
    with access.house().work() as uow:
        actor = access.signed_in_actor(uow)
        changes = calendar.confirm_notice(uow, actor, raw, digest, revision)
    flash(
        f"已导入{changes.year}年放假安排（{changes.paper}）：{len(changes.moved)} 天有变动，正在重新计算有关期限。",
        "success",
    )
    return make_response(redirect(url_for("calendar.show", year=changes.year), 303))


def _administrator(uow: UnitOfWork) -> None:
    require_role(access.signed_in_actor(uow), ROLE)


def _handed_in() -> bytes:
    """The file, or where none was chosen the text."""
    file = request.files.get("file")
    return (file.read() if file else b"") or request.form.get("text", "").encode()


def _content() -> bytes:
    try:
        return base64.b64decode(request.form.get("content", ""), validate=True)
    except (binascii.Error, ValueError):
        raise PreviewOutdated from None


def _seen() -> tuple[str, int]:
    """What the preview showed, in our own hand: nobody confirms what was never shown."""
    try:
        digest, revision = _signer().loads(request.form.get("seen", ""))
    except (BadSignature, ValueError):
        raise PreviewOutdated from None
    return str(digest), int(revision)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(access.application().settings.secret_key or "", salt="calendar preview")
