"""The desk 异议 of a campaign's office: what came in, by whom only after a click that is recorded; letters entered."""

import secrets
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.extensions import extension_of
from services.foundation.clock import SHANGHAI, local_day
from services.foundation.errors import Conflict, Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.selection import objections
from services.selection.campaigns import Campaign, campaign_by_id
from services.selection.objections import ENDINGS, DeskRow
from services.selection.objections.words import BY_THE_OFFICE, CHANNELS, KINDS, STATUS
from services.selection.public_notices import PublicNotice, may_manage, notices

from .objections import receipt_page, said_in_form
from .words import remaining

page = Blueprint("objection_desk", __name__)
SHOWN_TYPES = {"application/pdf": "PDF", "image/jpeg": "JPEG 图片", "image/png": "PNG 图片"}


@page.app_template_global()
def objections_open(campaign: Campaign) -> int | None:
    """How many objections of a campaign are open, for its office; None for everybody else."""
    who = access.present_actor()
    with access.house().reading() as uow:
        if who is None or not objections.may_handle(uow, who, campaign):
            return None
        return sum(row.objection.open for row in objections.desk(uow, who, campaign))


@page.get("/campaigns/<number:campaign_id>/objections")
@access.require_actor
def index(campaign_id: int) -> str:
    """The list, with the days left of each open step."""
    with access.house().reading() as uow:
        actor, campaign = _office(uow, campaign_id)
        rows = [(row, _left(uow, row)) for row in objections.desk(uow, actor, campaign)]
        return render_template(
            "objection_desk.html", campaign=campaign, rows=rows, notices=_notices(uow, campaign), **_words()
        )


@page.get("/campaigns/<number:campaign_id>/objections/new")
@access.require_actor
def new(campaign_id: int) -> str:
    """The form for a letter, a call, a visit or a mail."""
    with access.house().reading() as uow:
        _, campaign = _office(uow, campaign_id)
        return _form(uow, campaign, request.args.get("notice", ""), None)


@page.post("/campaigns/<number:campaign_id>/objections")
@access.require_actor
def enter(campaign_id: int) -> Response:
    """Enter it, and show the receipt for whoever wrote or called."""
    notice_no = request.form.get("notice", "")
    try:
        with access.house().work() as uow:
            actor, campaign = _office(uow, campaign_id)
            _require_of(uow, campaign, notice_no)
            filed = objections.enter_objection(
                uow, actor, notice_no, said_in_form(), request.form.get("channel", ""), _received()
            )
            return make_response(receipt_page(filed, notice_no))
    except Invalid as refusal:
        with access.house().reading() as uow:
            _, campaign = _office(uow, campaign_id)
            return make_response(_form(uow, campaign, notice_no, refusal), 422)


@page.get("/campaigns/<number:campaign_id>/objections/<no>")
@access.require_actor
def show(campaign_id: int, no: str) -> str:
    """One objection: what is said, its attachments, and where it stands. Not by whom."""
    with access.house().reading() as uow:
        return _one(uow, campaign_id, no)


@page.post("/campaigns/<number:campaign_id>/objections/<no>/objector")
@access.require_actor
def objector(campaign_id: int, no: str) -> str:
    """Who raised it; that somebody looked is recorded. Only in the answer to this click, on no page with an address."""
    with access.house().work() as uow:
        _on_desk(uow, campaign_id, no)
        found = objections.reveal(uow, access.signed_in_actor(uow), no)
        return _one(uow, campaign_id, no, objector=found)


@page.post("/campaigns/<number:campaign_id>/objections/<no>/files/<number:place>")
@access.require_actor
def file(campaign_id: int, no: str, place: int) -> Response:
    """One attachment, to be saved and never shown in place; its name is ours, for names tell who wrote."""
    with access.house().work() as uow:
        _on_desk(uow, campaign_id, no)
        found = objections.open_file(uow, access.signed_in_actor(uow), no, place)
        response = make_response(found.content)
        ending, media_type = ENDINGS[found.media_type], found.media_type
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{no}-{place}.{ending}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response


@page.post("/campaigns/<number:campaign_id>/objections/<no>/referral")
@access.require_actor
def refer(campaign_id: int, no: str) -> Response:
    """An objection that came when the campaign was over goes to those who watch over named studios."""
    try:
        with access.house().work() as uow:
            _on_desk(uow, campaign_id, no)
            objections.refer(uow, access.signed_in_actor(uow), no, request.form.get("finding", "")[:2000])
    except (Invalid, Conflict) as refusal:
        with access.house().reading() as uow:
            status = 409 if isinstance(refusal, Conflict) else 422
            return make_response(_one(uow, campaign_id, no, refusal=refusal), status)
    return make_response(redirect(url_for("objection_desk.show", campaign_id=campaign_id, no=no), 303))


def _office(uow: UnitOfWork, campaign_id: int) -> tuple[Actor, Campaign]:
    """Raises NotFound: who does not run the desk is not told what lies on it."""
    actor, campaign = access.signed_in_actor(uow), campaign_by_id(uow, campaign_id)
    if not objections.may_handle(uow, actor, campaign):
        raise NotFound("没有这个页面。")
    return actor, campaign


def _on_desk(uow: UnitOfWork, campaign_id: int, no: str) -> DeskRow:
    row = objections.on_the_desk(uow, access.signed_in_actor(uow), no)
    if row.objection.campaign_id != campaign_id:
        raise NotFound("没有这件异议。")
    return row


def _one(uow: UnitOfWork, campaign_id: int, no: str, **more: Any) -> str:
    row = _on_desk(uow, campaign_id, no)
    files = [(place, SHOWN_TYPES[kind], size) for place, kind, size in objections.files_of(uow, row.objection)]
    shown = {"objector": None, "refusal": None, **more}
    return render_template(
        "objection_one.html",
        campaign=campaign_by_id(uow, campaign_id),
        row=row.objection,
        task=row.task,
        left=_left(uow, row),
        extension=extension_of(uow, row.task.id) if row.task else None,
        files=files,
        **shown,
        **_words(),
    )


def _form(uow: UnitOfWork, campaign: Campaign, notice_no: str, refusal: Invalid | None) -> str:
    of_campaign = _notices(uow, campaign)
    notice = next((n for n in of_campaign if n.no == notice_no), None) or next(iter(of_campaign), None)
    if notice is None:
        raise NotFound("这个批次还没有公示。")
    return render_template(
        "objection_enter.html",
        campaign=campaign,
        notice=notice,
        rows=objections.objectionable(notice),
        refusal=refusal,
        faults=refusal.fields if refusal else {},
        typed=request.form,
        today=local_day(uow.now),
        channels=BY_THE_OFFICE,
        kinds=KINDS,
        request_key=request.form.get("request_key") or secrets.token_urlsafe(24),
    )


def _notices(uow: UnitOfWork, campaign: Campaign) -> list[PublicNotice]:
    """Those of the signed-in person's own office."""
    who = access.signed_in_actor(uow)
    return [n for n in notices(uow) if n.campaign_id == campaign.id and may_manage(uow, who, n)]


def _require_of(uow: UnitOfWork, campaign: Campaign, notice_no: str) -> None:
    if notice_no not in {n.no for n in _notices(uow, campaign)}:
        raise NotFound("这个批次没有这份公示。")


def _received() -> datetime | None:
    """The day of the postmark, of the call or of the visit; its end where it was before today. Raises Invalid."""
    text = request.form.get("received_on", "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(fields={"received_at": "请填写提出异议的日期。"}) from error
    now = access.house().clock.now()
    if day is None or day == local_day(now):
        return None
    return datetime.combine(day, time(23, 59), SHANGHAI)


def _left(uow: UnitOfWork, row: DeskRow) -> Any:
    return remaining(uow, row.task.due_at) if row.task else None


def _words() -> dict[str, Any]:
    return {"kinds": KINDS, "channels": CHANNELS, "standing": STATUS}
