"""The edge for the editors in the browser: a draft's files as they are, saved as one types, checked, with choices."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request
from flask_wtf.csrf import CSRFError

from app import access
from app.errors import STALE_FORM, status_of
from services.designer import drafts, repairs
from services.designer.drafts import FileChanged, PenHeld
from services.foundation.clock import local
from services.foundation.errors import Invalid, Refusal
from services.process.registry import Package
from services.process.registry.package import MAX_FILE, MAX_FILES

page = Blueprint("designer_files", __name__, url_prefix="/designer/drafts/<number:draft_id>")
NUMBER_MAX = 2**31 - 1


@page.get("/files/<path:path>")
@access.require_actor
def show(draft_id: int, path: str) -> Response:
    """A file's bytes, always as plain text; X-Revision is what a save has to name."""
    with access.house().reading() as uow:
        draft = drafts.draft_to_read(uow, access.signed_in_actor(uow), draft_id)
        response = make_response(drafts.file_of(uow, draft, path))
        response.headers["X-Revision"] = str(draft.revision)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


@page.put("/files/<path:path>")
@access.require_actor
def save(draft_id: int, path: str) -> Response:
    """Keep what stands in the body, whatever it is: a file that cannot be read yet is not lost."""
    with access.house().work() as uow:
        actor = access.signed_in_actor(uow)
        drafts.draft_by_id(uow, actor, draft_id)
        revision = drafts.save_file(uow, actor, draft_id, path, request.get_data(), _seen())
        saved = f"{local(uow.now):%H:%M}"
    return make_response(jsonify({"revision": revision, "saved": saved}))


@page.post("/check")
@access.require_actor
def check(draft_id: int) -> Response:
    """The check of the draft; `files` in the body lies over it and is not stored."""
    with access.house().reading() as uow:
        draft = drafts.draft_to_read(uow, access.signed_in_actor(uow), draft_id)
        package = drafts.package_of(uow, draft)
    laid_over = Package(package.name, {**package.files, **_overlay()})
    return make_response(jsonify(repairs.checked(laid_over, access.house().wiring.effects)))


@page.get("/context")
@access.require_actor
def context(draft_id: int) -> Response:
    """What the panels offer to choose from."""
    with access.house().reading() as uow:
        draft = drafts.draft_to_read(uow, access.signed_in_actor(uow), draft_id)
        package = drafts.package_of(uow, draft)
    return make_response(jsonify(drafts.choices_of(package, access.house().wiring.effects)))


@page.post("/pen")
@access.require_actor
def keep_pen(draft_id: int) -> Response:
    """An open editor holds the pen while somebody sits before it."""
    with access.house().work() as uow:
        draft = drafts.keep_pen(uow, access.signed_in_actor(uow), draft_id)
        revision = draft.revision
    return make_response(jsonify({"revision": revision}))


@page.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """{"sentence"}, and with a conflict {"who"}: an editor shows it and keeps what was typed."""
    told: dict[str, Any] = {"sentence": refusal.sentence, "fields": refusal.fields}
    if isinstance(refusal, (PenHeld, FileChanged)):
        told["who"] = refusal.who
    return make_response(jsonify(told), status_of(refusal))


@page.errorhandler(CSRFError)
def stale(_error: CSRFError) -> Response:
    """The form token is too old."""
    return make_response(jsonify({"sentence": STALE_FORM}), 400)


def _seen() -> int:
    text = request.headers.get("X-Revision", "")
    if not text.isdecimal() or int(text) > NUMBER_MAX:
        raise Invalid("没有说明改的是第几次修改的内容（X-Revision），没有保存。")
    return int(text)


def _overlay() -> dict[str, bytes]:
    body = request.get_json(silent=True) if request.get_data() else {}
    files = body.get("files", {}) if isinstance(body, dict) else None
    if not isinstance(files, dict) or len(files) > MAX_FILES:
        raise Invalid('校验的内容读不懂，应是 {"files": {路径: 内容}}。')
    found = {}
    for path, text in files.items():
        if not isinstance(text, str) or len(text) > MAX_FILE:
            raise Invalid(f"{path} 的内容不是文字，或者太大。")
        found[drafts.checked_path(path)] = text.encode("utf-8", "surrogatepass")
    return found
