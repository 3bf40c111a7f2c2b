"""procedure.yaml as a form: tables whose rows come and go on the server, and nothing typed is lost on the way."""

import re
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.designer import drafts, manifests
from services.designer.manifests import SECTIONS, Read, Row, Section
from services.foundation.errors import Conflict, Invalid, Refusal
from services.process.registry.manifest import read_manifest

from .drafts import frame

page = Blueprint("designer_manifest", __name__, url_prefix="/designer/drafts/<number:draft_id>/manifest")
PATH = "procedure.yaml"
NUMBER_MAX = 2**31 - 1
ROWS_MAX = 500
DEED = re.compile(r"(add|remove):([a-z]+)(?::(\d{1,3}))?")
Tables = dict[str, list[Row]]


@page.get("")
@access.require_actor
def show(draft_id: int) -> Response:
    """The form as the file stands."""
    return _page(draft_id)


@page.post("")
@access.require_actor
def save(draft_id: int) -> Response:
    """Add or remove a row (nothing is stored yet), or write the file."""
    held, tables = _held(draft_id), _typed()
    deed = request.form.get("deed", "save")
    asked = DEED.fullmatch(deed)
    if asked is not None:
        return _page(draft_id, tables=_grown(tables, *asked.groups()), fresh=asked[2] if asked[1] == "add" else "")
    try:
        raw = manifests.written(held.data, tables)
        if deed != "keep":
            read_manifest(raw)
    except Refusal as refusal:
        return _page(draft_id, tables=tables, refusal=refusal)
    try:
        with access.house().work() as uow:
            drafts.save_file(uow, access.signed_in_actor(uow), draft_id, PATH, raw, _seen(), "填 procedure.yaml")
    except (Invalid, Conflict) as refusal:
        return _page(draft_id, tables=tables, refusal=refusal)
    flash("procedure.yaml 已保存。", "success")
    return make_response(redirect(url_for("designer_manifest.show", draft_id=draft_id), 303))


def _held(draft_id: int) -> Read:
    with access.house().reading() as uow:
        draft = drafts.draft_by_id(uow, access.signed_in_actor(uow), draft_id)
        return manifests.read(drafts.own_files(uow, draft).get(PATH, b""))


def _page(
    draft_id: int, tables: Tables | None = None, refusal: Refusal | None = None, fresh: str | None = ""
) -> Response:
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        raw = drafts.own_files(uow, draft).get(PATH, b"")
        told: dict[str, Any] = frame(uow, actor, draft)
    held, trouble = None, ""
    try:
        held = manifests.read(raw)
    except Invalid as unreadable:
        trouble = unreadable.sentence
    body = render_template(
        "designer/manifest.html",
        sections=[section for section in SECTIONS if held is not None and section.key not in held.odd],
        tables={**(held.tables if held is not None else {}), **(tables or {})},
        held=held,
        trouble=trouble,
        refusal=refusal,
        fresh=fresh,
        seen=request.form.get("seen", draft.revision),
        **told,
    )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _typed() -> Tables:
    """The tables as they came back: cells are named `section-row-column`, and each row says which it was."""
    return {section.key: _rows(section) for section in SECTIONS if f"{section.key}-0-there" in request.form}


def _rows(section: Section) -> list[Row]:
    rows = []
    for number in range(ROWS_MAX):
        start = f"{section.key}-{number}-"
        if section.grows and f"{start}was" not in request.form:
            break
        cells = {c.key: request.form.get(f"{start}{c.key}", "").replace("\r\n", "\n") for c in section.columns}
        rows.append(Row(cells, request.form.get(f"{start}was", "")))
        if not section.grows:
            break
    return rows


def _grown(tables: Tables, deed: str, section: str, number: str | None) -> Tables:
    rows = tables.get(section)
    if rows is not None and deed == "add" and len(rows) < ROWS_MAX:
        rows.append(Row())
    if rows is not None and deed == "remove" and number is not None and int(number) < len(rows):
        del rows[int(number)]
    return tables


def _seen() -> int:
    text = request.form.get("seen", "")
    if not text.isdecimal() or int(text) > NUMBER_MAX:
        raise Invalid("没有说明改的是第几次修改的内容，没有保存。")
    return int(text)
