"""One draft: its files by kind, its problems, its history."""

from flask import Blueprint, render_template

from app import access
from services.designer import drafts

page = Blueprint("designer_drafts", __name__, url_prefix="/designer/drafts/<number:draft_id>")


@page.get("")
@access.require_actor
def show(draft_id: int) -> str:
    """The overview."""
    with access.house().reading() as uow:
        draft = drafts.draft_to_read(uow, access.signed_in_actor(uow), draft_id)
        files = drafts.grouped(drafts.package_of(uow, draft))
        return render_template("designer/draft.html", draft=draft, files=files, kinds=drafts.KINDS)
