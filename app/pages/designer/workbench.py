"""工作台: the gallery of cities and blocks, and the drafts under way."""

from flask import Blueprint, render_template

from app import access
from services.designer import drafts

page = Blueprint("designer_workbench", __name__, url_prefix="/designer")


@page.get("")
@access.require_actor
def index() -> str:
    """Drafts first, then what one may begin from."""
    with access.house().reading() as uow:
        rows = drafts.open_drafts(uow, access.signed_in_actor(uow))
        return render_template("designer/workbench.html", drafts=rows)
