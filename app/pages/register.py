"""The register of studios: open to everybody; money is shown to people of the house alone."""

from flask import Blueprint, render_template

from app import access
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry
from services.record import audit
from services.selection.campaigns import Campaign
from services.selection.studios import Studio, register, studio_by_no

page = Blueprint("register", __name__)


@page.get("/register")
def index() -> str:
    """Every named studio."""
    with access.house().reading() as uow:
        rows = [(s, category_of(uow, s)) for s in register(uow)]
        return render_template("register.html", rows=rows)


@page.get("/register/<no>")
def show(no: str) -> str:
    """One studio; its history for those who are signed in."""
    with access.house().reading() as uow:
        studio = studio_by_no(uow, no)
        inside = access.present_actor() is not None
        return render_template(
            "studio.html",
            studio=studio,
            category=category_of(uow, studio),
            history=audit.history(uow, studio.subject) if inside else [],
        )


def category_of(uow: UnitOfWork, studio: Studio) -> str:
    """The category's name in the procedure the studio was named by."""
    campaign = uow.session.get(Campaign, studio.campaign_id) if studio.campaign_id else None
    if campaign is None:
        return studio.category
    names = registry.load(uow, campaign.version_id).manifest.categories
    return names.get(studio.category, studio.category)
