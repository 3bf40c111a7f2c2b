"""Tables of a campaign to take along."""

from urllib.parse import quote

from flask import Blueprint, Response, make_response

from app import access
from services.output.reports import campaign_report
from services.selection.campaigns import campaign_by_id

page = Blueprint("reports", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page.get("/campaigns/<number:campaign_id>/report.xlsx")
@access.require_actor
def workbook(campaign_id: int) -> Response:
    """Phases and steps with their working days, the late list, who applied from where."""
    with access.house().reading() as uow:
        campaign = campaign_by_id(uow, campaign_id)
        body = campaign_report(uow, access.signed_in_actor(uow), campaign)
        return as_file(body, f"{campaign.title}统计表.xlsx")


def as_file(body: bytes, name: str) -> Response:
    """A table as an attachment."""
    response = make_response(body)
    response.mimetype = XLSX
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Cache-Control"] = "no-store"
    return response
