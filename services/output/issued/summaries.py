"""Summary tables of a campaign: one sheet for each recommender, a row for each case it has handed in.

What stands in a row is said in procedure.yaml: a document with `about: recommender` has `rows`, from the name of a
column to FEEL over the case (no, title, unit, lead, category, rank) and its newest answers, by the form's id. Its
`form` is the one that hands a case in.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from services.casework.cases import Case, cases_of_campaign
from services.casework.cases.queries import NO_OFFICE
from services.casework.completions import Completion, stands
from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation, ancestors, organisation
from services.process import registry
from services.process.registry import Procedure
from services.process.rules.feel import compile_expression
from services.selection.campaigns import Campaign, may_read_papers

from ..documents import PaperData
from .filling import Filling

ABOUT = "recommender"
Ahead = tuple[Case, Mapping[str, Any]]


def summary_documents(procedure: Procedure) -> list[Mapping[str, Any]]:
    """The documents of a procedure that are printed once for each recommender."""
    documents = procedure.manifest.documents.values()
    return [d for d in documents if d.get("about") == ABOUT and d.get("paper") in procedure.papers]


def summarised(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> list[Organisation]:
    """The recommenders of a campaign whose tables a person may read: their own people's, or all for the office."""
    numbers = {case.recommender_id for case in cases_of_campaign(uow, campaign.id)}
    found = sorted((organisation(uow, number) for number in numbers), key=lambda o: (o.path, o.id))
    if may_read_papers(uow, actor, campaign):
        return found
    offices = {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}
    return [o for o in found if offices & {a.id for a in ancestors(uow, o.id)}]


def summary(
    uow: UnitOfWork,
    actor: Actor,
    campaign: Campaign,
    document_id: str,
    recommender_id: int,
    ahead: Ahead | None = None,
) -> tuple[bytes, PaperData]:
    """A table as it stands now: its description and its data. Raises NotFound, also for who may not read it.

    `ahead`: a case with what is typed of the form that hands it in; it stands in the table as if it were handed in.
    """
    procedure = registry.load(uow, campaign.version_id)
    document = next((d for d in summary_documents(procedure) if d["id"] == document_id), None)
    recommender = next((o for o in summarised(uow, actor, campaign) if o.id == recommender_id), None)
    if document is None or recommender is None:
        raise NotFound("没有这份汇总表。")
    described: bytes = procedure.papers[document["paper"]]
    return described, _filling(uow, campaign, document, recommender, ahead).data()


def _filling(
    uow: UnitOfWork, campaign: Campaign, document: Mapping[str, Any], recommender: Organisation, ahead: Ahead | None
) -> Filling:
    cases = [c for c in cases_of_campaign(uow, campaign.id) if c.recommender_id == recommender.id]
    ids = [c.id for c in cases]
    instances = {i.subject_id: i for i in _about_cases(uow, Instance, ids)}
    answers: dict[int, dict[str, Any]] = {}
    handed_in: dict[int, Completion] = {}
    for row in sorted(_about_cases(uow, Completion, ids, stands()), key=lambda c: c.id):
        if row.form_id is not None:
            answers.setdefault(row.subject_id, {})[row.form_id] = row.values
        if row.form_id == document.get("form"):
            handed_in[row.subject_id] = row
    ranks = {c.id: c.rank for c in cases}
    listed = set(handed_in)
    if ahead is not None:
        case, typed = ahead
        answers.setdefault(case.id, {})[str(document.get("form"))] = dict(typed)
        listed.add(case.id)
        rank = str(typed.get("rank"))
        ranks[case.id] = int(rank) if rank.isdecimal() else case.rank
    told = [c for c in cases if c.id in listed and c.id in instances]
    told.sort(key=lambda c: (instances[c.id].category, ranks[c.id] or 10**6, c.id))
    columns = {str(k): str(v) for k, v in (document.get("rows") or {}).items()}
    entries = [_row(columns, c, instances[c.id], ranks[c.id], answers.get(c.id, {})) for c in told]
    days = [local_day(row.at) for row in handed_in.values()]
    head = {"reporting_unit": recommender.name, "reported_on": max(days, default=None), "entries": entries}
    return Filling(head, {}, {}, {})


def _row(
    columns: Mapping[str, str], case: Case, instance: Instance, rank: int | None, answers: Mapping[str, Any]
) -> dict[str, Any]:
    own = {
        "no": case.no,
        "title": instance.title,
        "unit": instance.unit,
        "lead": instance.lead,
        "category": instance.category,
        "rank": rank,
    }
    scope = {**answers, **own}
    return own | {
        name: compile_expression(text[1:]).evaluate(scope.get) if text.startswith("=") else text
        for name, text in columns.items()
    }


def _about_cases(uow: UnitOfWork, model: Any, ids: list[int], *more: ColumnElement[bool]) -> list[Any]:
    about = (model.subject_kind == "case", model.subject_id.in_(ids))
    return list(uow.session.scalars(select(model).where(*about, *more)))
