"""Cases: mine, a new one, one case with form, opinions, history, diagram and papers."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from app import access
from services.casework.cases import case_by_no, instance_of, may_open_at, my_cases, require_may_view
from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output import issued
from services.output.documents import CodeShown, parse_paper, printing_of, render_paper
from services.people.identity import Actor
from services.people.organisations import organisation
from services.process import registry
from services.process.registry import Procedure
from services.selection.campaigns import Campaign, apply, campaign_by_id, may_apply, open_for_application, require_open

from .case_view import CaseView, view_of_instance
from .rows import rows_of_cases
from .words import clause_texts

page = Blueprint("cases", __name__)


@page.get("/mine")
@access.require_actor
def mine() -> str:
    """我发起: my cases, and the campaigns in which I may open another."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        rows = rows_of_cases(uow, my_cases(uow, actor))
        campaigns = [c for c in open_for_application(uow) if _units(uow, actor, c)]
        return render_template("mine.html", rows=rows, campaigns=campaigns)


@page.get("/campaigns/<number:campaign_id>/cases/new")
@access.require_actor
def new(campaign_id: int) -> str:
    """The form for a new case."""
    with access.house().reading() as uow:
        actor = access.signed_in_actor(uow)
        campaign = campaign_by_id(uow, campaign_id)
        return _new_page(uow, actor, campaign, None)


@page.post("/campaigns/<number:campaign_id>/cases")
@access.require_actor
def create(campaign_id: int) -> Response:
    """Open a case."""
    try:
        with access.house().work() as uow:
            actor = access.signed_in_actor(uow)
            campaign = campaign_by_id(uow, campaign_id)
            unit = request.form.get("organisation", "")
            organisation_id = int(unit) if unit.isdecimal() and len(unit) < 18 else 0
            no = apply(uow, actor, campaign, organisation_id, request.form.get("title", "")).no
    except Invalid as refusal:
        with access.house().reading() as uow:
            actor = access.signed_in_actor(uow)
            return make_response(_new_page(uow, actor, campaign_by_id(uow, campaign_id), refusal), 422)
    return make_response(redirect(url_for("cases.show", no=no), 303))


@page.get("/cases/<no>")
@access.require_actor
def show(no: str) -> str:
    """One case."""
    with access.house().reading() as uow:
        view = _view(uow, no)
        return render_template("case.html", case=view, clauses=clause_texts(view.procedure.manifest))


@page.get("/cases/<no>/diagram.bpmn")
@access.require_actor
def diagram(no: str) -> Response:
    """The diagram of the version this case runs on."""
    with access.house().reading() as uow:
        view = _view(uow, no)
        response = make_response(view.procedure.diagrams["procedure.bpmn"])
    response.mimetype = "application/xml"
    return response


@page.app_template_global()
def printed_as(procedure: Procedure, paper: str) -> str:
    """What has to be put into the printer for a paper that does not go page by page; empty for all others."""
    described = procedure.papers.get(paper, b"")
    printing = printing_of(parse_paper(described)) if b"print:" in described else None
    return printing.words if printing else ""


@page.get("/cases/<no>/papers/<document>.pdf")
@access.require_actor
def paper(no: str, document: str) -> Response:
    """A paper of the case as PDF, as it stands now; with `?print` as it goes to the printer."""
    with access.house().reading() as uow:
        view = _view(uow, no)
        entry = next((d for d in view.papers if d["id"] == document), None)
        if entry is None:
            raise NotFound("这个案卷没有这份文书。")
        shape = parse_paper(view.procedure.papers[entry["paper"]])
        code = CodeShown(number=no, url=url_for("cases.show", no=no, _external=True))
        data = issued.fill(uow, view.instance, view.procedure, entry).data(code)
    response = make_response(render_paper(shape, data, for_printer="print" in request.args))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{document}-{no}.pdf"'
    return response


def _view(uow: UnitOfWork, no: str) -> CaseView:
    actor = access.signed_in_actor(uow)
    case = case_by_no(uow, no)
    require_may_view(uow, actor, case)
    return view_of_instance(uow, instance_of(uow, case), actor)


def _units(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> list[tuple[int, str]]:
    pools = registry.load(uow, campaign.version_id).pools_about("case")
    ids = dict.fromkeys(i for pool in pools[:1] for i in may_open_at(pool, actor))
    return [(i, organisation(uow, i).name) for i in ids if may_apply(uow, campaign, i)]


def _new_page(uow: UnitOfWork, actor: Actor, campaign: Campaign, refusal: Invalid | None) -> str:
    require_open(uow, campaign)
    units = _units(uow, actor, campaign)
    if not units:
        raise NotFound("您所在的岗位不能在这个批次申报。")
    title = request.form.get("title", "")
    return render_template("case_new.html", campaign=campaign, units=units, refusal=refusal, title=title)
