"""Issued papers: one with its state and its print, the register of outgoing papers, blank forms, summary tables."""

import csv
from io import StringIO
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from app import access
from app.filters import day
from services.casework.instances import Instance
from services.foundation.errors import Invalid, NotFound
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output import issued
from services.output.documents import PaperData, is_table, parse_paper, render_paper, render_sheet
from services.output.issued import Standing
from services.people.identity import person
from services.people.organisations import Organisation
from services.process import registry
from services.process.registry import Procedure
from services.selection.campaigns import Campaign, campaign_by_id

page = Blueprint("papers", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = {issued.CURRENT: "现行有效", issued.SUPERSEDED: "已被代替", issued.WITHDRAWN: "已撤销"}


@page.get("/papers")
@access.require_actor
def index() -> str:
    """发文登记 of the office: series by series, number by number."""
    with access.house().reading() as uow:
        kept = issued.register_of(uow, access.signed_in_actor(uow), _year())
        return render_template("papers.html", register=kept)


@page.get("/papers.csv")
@access.require_actor
def export() -> Response:
    """The same year as a table for Excel."""
    with access.house().reading() as uow:
        kept = issued.register_of(uow, access.signed_in_actor(uow), _year())
        rows = [_csv_row(s) for series in kept.series for s in series.papers] + [_csv_row(s) for s in kept.unnumbered]
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["文号", "标题", "关于", "出具单位", "出具日期", "份数", "状态", "核验码", "内容摘要"])
    writer.writerows(rows)
    # Excel takes a file without this mark for one in the machine's own encoding.
    return _file(text.getvalue().encode("utf-8-sig"), "text/csv", f"papers-{kept.year}.csv")


@page.post("/instances/<number:instance_id>/papers/<document_id>")
@access.require_actor
def issue_by_hand(instance_id: int, document_id: str) -> Response:
    """Issue a form as it stands now."""
    with access.house().work() as uow:
        paper_id = issued.issue_by_hand(uow, access.signed_in_actor(uow), instance_id, document_id).id
    flash("已出具：内容从此固定，PDF 正在排印。", "success")
    return make_response(redirect(url_for("papers.show", paper_id=paper_id), 303))


@page.get("/papers/<number:paper_id>")
def show(paper_id: int) -> str:
    """One paper: whether it holds, its digest, its print, and a request for withdrawal where somebody asks."""
    with access.house().reading() as uow:
        actor = access.present_actor()
        standing = _readable(uow, paper_id)
        waiting = issued.request_about(uow, paper_id)
        return render_template(
            "paper.html",
            one=standing,
            waiting=waiting,
            is_table=is_table(issued.as_issued(uow, standing.paper)[0]),
            asked_by=person(uow, waiting.asked_by).name if waiting else "",
            keeps=actor is not None and issued.keeps(uow, actor, standing.paper),
            mine=waiting is not None and actor is not None and waiting.asked_by == actor.id,
        )


@page.get("/papers/<number:paper_id>.pdf")
def pdf(paper_id: int) -> Response:
    """The stored print. Open to everybody for a public paper."""
    with access.house().reading() as uow:
        standing = _readable(uow, paper_id)
        content = issued.pdf_of(uow, paper_id)
    return _file(content, "application/pdf", f"{standing.paper.document}-{standing.paper.code}.pdf", inline=True)


@page.get("/papers/<number:paper_id>.xlsx")
def sheet(paper_id: int) -> Response:
    """A paper that is a table, as a spreadsheet with what was frozen. Raises NotATable for the others."""
    with access.house().reading() as uow:
        standing = _readable(uow, paper_id)
        shape, data = issued.as_issued(uow, standing.paper)
    return _file(render_sheet(shape, data), XLSX, f"{standing.paper.document}-{standing.paper.code}.xlsx")


@page.post("/papers/<number:paper_id>/withdrawals")
@access.require_actor
def ask_withdrawal(paper_id: int) -> Response:
    """Ask for a paper to be withdrawn."""
    try:
        with access.house().work() as uow:
            issued.ask_withdrawal(uow, access.signed_in_actor(uow), paper_id, request.form.get("reason", ""))
    except Invalid as refusal:
        flash(refusal.fields.get("reason", refusal.sentence), "danger")
    else:
        flash("已提出撤销申请，须由另一人确认后生效。", "success")
    return make_response(redirect(url_for("papers.show", paper_id=paper_id), 303))


@page.post("/papers/<number:paper_id>/withdrawals/<number:request_id>/confirmation")
@access.require_actor
def confirm_withdrawal(paper_id: int, request_id: int) -> Response:
    """A second person confirms."""
    with access.house().work() as uow:
        issued.withdraw_paper(uow, access.signed_in_actor(uow), request_id)
    flash("文书已撤销，核验页随即显示“已撤销”。", "success")
    return make_response(redirect(url_for("papers.show", paper_id=paper_id), 303))


@page.post("/papers/<number:paper_id>/withdrawals/<number:request_id>/refusal")
@access.require_actor
def decline_withdrawal(paper_id: int, request_id: int) -> Response:
    """A second person declines."""
    with access.house().work() as uow:
        issued.decline_withdrawal(uow, access.signed_in_actor(uow), request_id)
    flash("没有同意撤销，文书继续有效。", "success")
    return make_response(redirect(url_for("papers.show", paper_id=paper_id), 303))


@page.get("/papers/blank")
@access.require_actor
def blank_forms() -> str:
    """空白表: every procedure's papers, to be filled by hand."""
    with access.house().reading() as uow:
        newest = [registry.load(uow, version.id) for version in _newest(uow)]
        rows = [(procedure, _printable(procedure)) for procedure in newest]
        return render_template("papers_blank.html", rows=[row for row in rows if row[1]])


@page.get("/papers/blank/<procedure_id>/<document_id>.pdf")
@access.require_actor
def blank_form(procedure_id: str, document_id: str) -> Response:
    """One of them."""
    with access.house().reading() as uow:
        procedure = registry.load(uow, registry.current(uow, procedure_id).id)
        document = next((d for d in _printable(procedure) if d["id"] == document_id), None)
        if document is None:
            raise NotFound("没有这份空白表。")
        shape = parse_paper(procedure.papers[document["paper"]])
    pdf = render_paper(shape, PaperData(), for_printer="print" in request.args)
    return _file(pdf, "application/pdf", f"{document_id}.pdf", inline=True)


@page.get("/campaigns/<number:campaign_id>/summaries/<document_id>/<number:recommender_id>.pdf")
@access.require_actor
def summary_pdf(campaign_id: int, document_id: str, recommender_id: int) -> Response:
    """A recommender's summary table as it stands now."""
    with access.house().reading() as uow:
        campaign = campaign_by_id(uow, campaign_id)
        actor = access.signed_in_actor(uow)
        described, data = issued.summary(uow, actor, campaign, document_id, recommender_id)
    pdf = render_paper(parse_paper(described), data)
    return _file(pdf, "application/pdf", f"{document_id}-{recommender_id}.pdf", inline=True)


@page.get("/campaigns/<number:campaign_id>/summaries/<document_id>/<number:recommender_id>.xlsx")
@access.require_actor
def summary_sheet(campaign_id: int, document_id: str, recommender_id: int) -> Response:
    """The same table as a spreadsheet."""
    with access.house().reading() as uow:
        campaign = campaign_by_id(uow, campaign_id)
        actor = access.signed_in_actor(uow)
        described, data = issued.summary(uow, actor, campaign, document_id, recommender_id)
    return _file(render_sheet(parse_paper(described), data), XLSX, f"{document_id}-{recommender_id}.xlsx")


@page.app_template_global()
def papers_about(*subjects: Subject) -> list[Standing]:
    """For pages of cases, campaigns and studios: the issued papers that whoever looks may read, newest first."""
    actor = access.present_actor()
    with access.house().reading() as uow:
        return [s for s in issued.papers_about(uow, subjects) if issued.may_read(uow, actor, s.paper)]


@page.app_template_global()
def papers_to_issue(instance: Instance) -> list[Any]:
    """For the same pages: the forms that whoever looks may issue by hand."""
    actor = access.present_actor()
    if actor is None:
        return []
    with access.house().reading() as uow:
        mine = issued.may_issue_by_hand(uow, actor, instance)
        return issued.forms_to_issue(registry.load(uow, instance.version_id), instance) if mine else []


@page.app_template_global()
def summaries_of(campaign: Campaign) -> list[tuple[Any, list[Organisation]]]:
    """For a campaign's page: each summary table with the recommenders whose sheet one may read."""
    actor = access.present_actor()
    if actor is None:
        return []
    with access.house().reading() as uow:
        readable = issued.summarised(uow, actor, campaign)
        documents = issued.summary_documents(registry.load(uow, campaign.version_id))
    return [(document, readable) for document in documents] if readable else []


@page.app_template_global()
def may_see_register() -> bool:
    """Whether the register of outgoing papers is open to whoever looks."""
    actor = access.present_actor()
    return actor is not None and issued.keeps_a_register(actor)


@page.app_template_filter()
def paper_state(state: str) -> str:
    """现行有效, 已被代替, 已撤销."""
    return STATES[state]


@page.app_template_filter()
def grouped_code(code: str) -> str:
    """A paper's code as people read it."""
    return issued.grouped(code)


def _readable(uow: UnitOfWork, paper_id: int) -> Standing:
    standing = issued.paper_by_id(uow, paper_id)
    issued.require_may_read(uow, access.present_actor(), standing.paper)
    return standing


def _newest(uow: UnitOfWork) -> list[Any]:
    return list({v.procedure: v for v in reversed(registry.all_versions(uow))}.values())


def _printable(procedure: Procedure) -> list[Any]:
    return [d for d in procedure.manifest.documents.values() if d.get("paper") in procedure.papers]


def _year() -> int | None:
    year = request.args.get("year", "")
    return int(year) if year.isascii() and year.isdigit() and 1900 < int(year[:5]) < 2200 else None


def _csv_row(standing: Standing) -> list[str]:
    paper = standing.paper
    row = [
        paper.no,
        paper.title,
        paper.subject_title,
        paper.organ,
        day(paper.issued_at),
        str(paper.copies),
        STATES[standing.state],
        issued.grouped(paper.code),
        paper.digest,
    ]
    return [_plain(text) for text in row]


def _plain(text: str) -> str:
    """A name that begins like a formula must not become one in somebody's Excel."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _file(content: bytes, mimetype: str, name: str, inline: bool = False) -> Response:
    response = make_response(content)
    response.mimetype = mimetype
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response
