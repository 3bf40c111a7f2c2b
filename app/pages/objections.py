"""Objecting to a public notice, without signing in: the form, the receipt, where it stands, taking it back."""

import secrets

from flask import Blueprint, Response, make_response, render_template, request

from app import access
from services.foundation.errors import Conflict, Invalid, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.selection import objections
from services.selection.objections import MOST_BYTES, Filed, Objection, Said
from services.selection.objections.words import KINDS, STATUS
from services.selection.public_notices import PublicNotice, clock_of, is_taken_down, notice_by_no

page = Blueprint("objections", __name__)

# Programs that fill in every field fill in this one too; people do not see it.
TRAP = "website"


@page.app_template_global("objection_outcomes")
def outcomes(notice: PublicNotice) -> list[str]:
    """One neutral sentence for each objection to a notice that is done with."""
    with access.house().reading() as uow:
        return objections.outcomes(uow, notice)


@page.app_template_global()
def case_is_suspended(case_id: int) -> bool:
    """Whether a case waits because an objection against it is being looked into."""
    with access.house().reading() as uow:
        return objections.suspended(uow, case_id)


@page.get("/notices/<no>/objections/new")
def new(no: str) -> str:
    """The form for whoever objects; it stays open when the notice's days are over, and then says so."""
    with access.house().reading() as uow:
        return _form(uow, no, None)


@page.post("/notices/<no>/objections")
def create(no: str) -> Response:
    """File it and show the receipt at once: the word stands on no other page and in no address."""
    _knock("file")
    try:
        if request.form.get(TRAP):
            raise Invalid("请不要填写“网址”一栏，清空后再提交。")
        said = said_in_form()
        with access.house().work() as uow:
            filed = objections.file_objection(uow, no, said)
            return make_response(receipt_page(filed, no))
    except Invalid as refusal:
        with access.house().reading() as uow:
            return make_response(_form(uow, no, refusal), 422)


@page.get("/objections")
@page.get("/objections/<no>")
def ask(no: str = "") -> str:
    """Where number and word of a receipt are asked."""
    return render_template("objection_status.html", no=no, row=None, refusal=None, said=None)


@page.post("/objections")
def look() -> Response:
    """Where an objection stands, in one phrase."""
    return _by_receipt(take_back=False)


@page.post("/objections/withdrawal")
def withdraw() -> Response:
    """The objector takes it back."""
    return _by_receipt(take_back=True)


def said_in_form() -> Said:
    """What the browser sent, files read no further than they may be long."""
    form, place = request.form, request.form.get("place", "")
    files = [f.stream.read(MOST_BYTES + 1) for f in request.files.getlist("files")[:20]]
    return Said(
        place=int(place) if place.isascii() and place.isdecimal() and len(place) < 6 else 0,
        kind=form.get("kind", ""),
        facts=form.get("facts", ""),
        name=form.get("name", ""),
        contact=form.get("contact", ""),
        address=form.get("address", ""),
        unit=form.get("unit", ""),
        sealed=form.get("sealed") == "yes",
        files=tuple(files),
        request_key=form.get("request_key", "")[:200],
    )


def receipt_page(filed: Filed, notice_no: str) -> str:
    """The receipt, to be printed or written down."""
    return render_template("objection_receipt.html", filed=filed, notice_no=notice_no, kinds=KINDS)


def _form(uow: UnitOfWork, no: str, refusal: Refusal | None) -> str:
    notice = notice_by_no(uow, no)
    if is_taken_down(uow, notice):  # the form would show the list
        raise Conflict("公示暂时撤下，恢复后可以在网上提出异议；也可以直接向主办单位反映。")
    ends_at = clock_of(uow, notice).ends_at
    return render_template(
        "objection_new.html",
        notice=notice,
        rows=objections.objectionable(notice),
        ends_at=ends_at,
        late=ends_at is not None and uow.now >= ends_at,
        refusal=refusal,
        faults=refusal.fields if refusal else {},
        typed=request.form,
        kinds=KINDS,
        trap=TRAP,
        request_key=request.form.get("request_key") or secrets.token_urlsafe(24),
    )


def _by_receipt(*, take_back: bool) -> Response:
    _knock("look")
    no, word = request.form.get("no", "")[:60], request.form.get("word", "")[:60]
    row: Objection | None = None
    try:
        if take_back:
            with access.house().work() as uow:
                row = objections.withdraw(uow, no, word)
        else:
            with access.house().reading() as uow:
                row = objections.by_receipt(uow, no, word)
    except (NotFound, Conflict) as refusal:
        status = 404 if isinstance(refusal, NotFound) else 409
        body = render_template("objection_status.html", no=no, row=None, refusal=refusal, said=None)
        return make_response(body, status)
    body = render_template("objection_status.html", no=no, row=row, word=word, refusal=None, said=STATUS[row.status])
    return make_response(body)


def _knock(deed: str) -> None:
    """Tries are counted in a transaction of their own: a refused one counts too."""
    with access.house().work() as uow:
        refusal = objections.knock(uow, request.remote_addr or "", deed)
    if refusal is not None:
        raise refusal
