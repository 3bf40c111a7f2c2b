"""One draft: its files by kind, its problems, what may be done with it."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from services.designer import drafts, repairs
from services.designer.drafts import Draft, PenHeld
from services.designer.drafts.beginnings import NEW_KINDS
from services.designer.drafts.legible import illegible
from services.designer.drafts.names import names_of
from services.foundation.clock import local
from services.foundation.errors import Conflict, Invalid, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

page = Blueprint("designer_drafts", __name__, url_prefix="/designer/drafts/<number:draft_id>")


@page.get("")
@access.require_actor
def show(draft_id: int) -> Response:
    """The overview; with ?check=1 what the check says."""
    return overview(draft_id)


def overview(draft_id: int, refusal: Refusal | None = None, form: str = "") -> Response:
    """The page of a draft; `form`: which of its forms was refused, and keeps what was typed."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        draft = drafts.draft_to_read(uow, actor, draft_id)
        package, own = drafts.package_of(uow, draft), drafts.own_files(uow, draft)
        told: dict[str, Any] = {
            **frame(uow, actor, draft),
            "last": drafts.revisions(uow, draft)[0],
            "at": local(drafts.revisions(uow, draft)[0].at),
        }
    asked = bool(request.args.get("check"))
    body = render_template(
        "designer/draft.html",
        files=drafts.grouped(package),
        own=own,
        names=names_of(package),
        kinds=drafts.KINDS,
        new_kinds=NEW_KINDS,
        illegible=illegible(package),
        checked=repairs.checked(package, access.house().wiring.effects) if asked else None,
        refusal=refusal,
        refused=form,
        typed=request.form,
        **told,
    )
    return make_response(body, 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422)


def frame(uow: UnitOfWork, actor: Actor, draft: Draft) -> dict[str, Any]:
    """What every page of a draft shows: the draft, who holds the pen, whether the reader may write."""
    holder = drafts.writer(uow, draft)
    other = holder is not None and holder.id != actor.id
    may = actor.holds("designer")
    return {"draft": draft, "holder": holder, "held_by_other": other, "may_write": may, "writes": may and not other}


@page.get("/package.zip")
@access.require_actor
def download(draft_id: int) -> Response:
    """The draft as files, for the desktop modeler and the commands."""
    with access.house().reading() as uow:
        draft = drafts.draft_to_read(uow, access.signed_in_actor(uow), draft_id)
        response = make_response(drafts.zip_of(uow, draft))
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{draft.procedure}.zip"'
    return response


@page.post("/removal")
@access.require_actor
def drop(draft_id: int) -> Response:
    """Give the draft up."""
    with access.house().work() as uow:
        drafts.drop_draft(uow, access.signed_in_actor(uow), draft_id)
    flash("草稿已放弃。", "success")
    return make_response(redirect(url_for("designer_workbench.index"), 303))


@page.post("/take-over")
@access.require_actor
def take_over(draft_id: int) -> Response:
    """Write on although somebody else holds the pen."""
    with access.house().work() as uow:
        drafts.take_pen(uow, access.signed_in_actor(uow), draft_id, over=True)
    flash("现在由您编辑。", "success")
    return back(draft_id)


@page.post("/laying-down")
@access.require_actor
def lay_down(draft_id: int) -> Response:
    """Let others write at once."""
    with access.house().work() as uow:
        drafts.hand_over_pen(uow, access.signed_in_actor(uow), draft_id)
    flash("已停笔，别人可以编辑了。", "success")
    return back(draft_id)


@page.post("/repairs")
@access.require_actor
def repair(draft_id: int) -> Response:
    """Do what was offered for one problem, found again in the draft as it stands now."""
    file, element, message = (request.form.get(name, "") for name in ("file", "element", "message"))
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            package = drafts.package_of(uow, drafts.draft_by_id(uow, actor, draft_id))
            offered = repairs.repair_for(package, file, element, message)
            if offered is None:
                raise Invalid("这一处已经不能这样修了，请重新校验。")
            drafts.save_files(uow, actor, draft_id, offered.changes, f"修正：{offered.label}")
    except (Invalid, PenHeld) as refusal:
        return overview(draft_id, refusal)
    flash(f"已修正：{offered.label}。不合适的，可以在修改记录里恢复。", "success")
    return make_response(redirect(url_for("designer_drafts.show", draft_id=draft_id, check=1) + "#problems", 303))


def back(draft_id: int) -> Response:
    """To the overview."""
    return make_response(redirect(url_for("designer_drafts.show", draft_id=draft_id), 303))
