"""A draft's files as people handle them: new, put in, renamed, removed, restored, and any of them as plain text."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.designer import drafts
from services.designer.drafts.beginnings import beginning
from services.designer.drafts.incoming import take_in
from services.designer.drafts.legible import trouble
from services.foundation.clock import local
from services.foundation.errors import Conflict, Invalid, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person
from services.process.registry.package import MAX_FILE

from .drafts import back, frame, overview

page = Blueprint("designer_draft_files", __name__, url_prefix="/designer/drafts/<number:draft_id>")
NUMBER_MAX = 2**31 - 1
Deed = Callable[[UnitOfWork, Actor], object]


@page.post("/new-files")
@access.require_actor
def create(draft_id: int) -> Response:
    """A new diagram, table, form or scenario, with something sensible in it."""

    def deed(uow: UnitOfWork, actor: Actor) -> None:
        draft = drafts.draft_by_id(uow, actor, draft_id)
        path, content = beginning(*(request.form.get(name, "") for name in ("kind", "stem", "title")))
        if path in drafts.package_of(uow, draft).files:
            raise Invalid("没有新建，请按提示修改。", fields={"stem": f"已经有 {path} 了。"})
        drafts.save_files(uow, actor, draft_id, {path: content}, f"新建 {path}")

    return _done(draft_id, "new", deed, "已新建。")


@page.post("/uploads")
@access.require_actor
def upload(draft_id: int) -> Response:
    """Files drawn in the desktop modeler, to where their kind stands."""
    sent = [(file.filename or "", file.stream.read(MAX_FILE + 1)) for file in request.files.getlist("files")]
    chosen = [(name, content) for name, content in sent if name]
    replace = bool(request.form.get("replace"))
    deed = partial(take_in, draft_id=draft_id, sent=chosen, replace=replace)
    return _done(draft_id, "upload", lambda uow, actor: deed(uow, actor), "文件已放进草稿。")


@page.post("/renamings")
@access.require_actor
def rename(draft_id: int) -> Response:
    """Another name for a file."""
    path, new = request.form.get("path", ""), request.form.get("new", "").strip()
    deed = partial(drafts.rename_file, draft_id=draft_id, path=path, new=new)
    return _done(draft_id, "rename", lambda uow, actor: deed(uow, actor), "已改名。")


@page.post("/removals")
@access.require_actor
def remove(draft_id: int) -> Response:
    """Take a file out."""
    deed = partial(drafts.remove_file, draft_id=draft_id, path=request.form.get("path", ""))
    return _done(draft_id, "remove", lambda uow, actor: deed(uow, actor), "已删去；要找回的，在修改记录里恢复。")


@page.get("/history")
@access.require_actor
def history(draft_id: int) -> str:
    """Every revision, the newest first, with what it changed."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        rows = drafts.revisions(uow, draft)
        people = {row.by: uow.session.get_one(Person, row.by).name for row in rows}
        older = [*rows[1:], None]
        told = [
            {"row": row, "at": local(row.at), "by": people[row.by], "paths": _changed(row, before)}
            for row, before in zip(rows, older, strict=True)
        ]
        return render_template("designer/history.html", told=told, **frame(uow, actor, draft))


@page.post("/restorations")
@access.require_actor
def restore(draft_id: int) -> Response:
    """An earlier revision again: of one file, or of the whole."""
    number, path = request.form.get("number", ""), request.form.get("path", "")
    if not number.isdecimal() or int(number) > NUMBER_MAX:
        raise Invalid("没有说明恢复到第几次修改。")
    deed = partial(drafts.restore, draft_id=draft_id, number=int(number), path=path)
    return _done(draft_id, "restore", lambda uow, actor: deed(uow, actor), f"已恢复到第 {number} 次修改时的样子。")


@page.get("/text/<path:path>")
@access.require_actor
def show_text(draft_id: int, path: str) -> Response:
    """Any file as text: also one that no editor can read."""
    return _text_page(draft_id, path, None, None)


@page.post("/text/<path:path>")
@access.require_actor
def save_text(draft_id: int, path: str) -> Response:
    """Keep the text as it was typed, whether or not it can be read; what is wrong with it is said afterwards."""
    text, seen = request.form.get("text", "").replace("\r\n", "\n"), request.form.get("seen", "")
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            drafts.draft_by_id(uow, actor, draft_id)
            if not seen.isdecimal() or int(seen) > NUMBER_MAX:
                raise Invalid("没有说明改的是第几次修改的内容，没有保存。")
            drafts.save_file(uow, actor, draft_id, path, text.encode(), int(seen))
    except (Invalid, Conflict) as refusal:
        return _text_page(draft_id, path, text, refusal)
    flash(f"{path} 已保存。", "success")
    return make_response(redirect(url_for("designer_draft_files.show_text", draft_id=draft_id, path=path), 303))


def _text_page(draft_id: int, path: str, typed: str | None, refusal: Refusal | None) -> Response:
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        package = drafts.package_of(uow, draft)
        raw = package.files[path] if path in package.files else drafts.file_of(uow, draft, path)
        told = frame(uow, actor, draft)
    try:
        text: str | None = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    sentence = trouble(path, raw, package.ending(".dmn"))
    seen = request.form.get("seen", draft.revision) if refusal is not None else draft.revision
    shown = typed if typed is not None else text
    body = render_template(
        "designer/text.html", path=path, text=shown, trouble=sentence, refusal=refusal, seen=seen, **told
    )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def _done(draft_id: int, form: str, deed: Deed, said: str) -> Response:
    try:
        with access.house().work() as uow:
            deed(uow, access.signed_in_actor(uow))
    except (Invalid, Conflict) as refusal:
        return overview(draft_id, refusal, form)
    flash(said, "success")
    return back(draft_id)


def _changed(row: drafts.DraftRevision, before: drafts.DraftRevision | None) -> list[str]:
    """Paths that this revision holds otherwise than the one before."""
    was = before.files if before is not None else {}
    return sorted(path for path in row.files if before is not None and was.get(path) != row.files[path])
