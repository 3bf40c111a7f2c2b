"""The live cases of one recommender in one campaign: what a quota or a rank is measured against, what is handed in."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, Select, select

from services.casework.cases import Case
from services.casework.instances import Instance, Listen
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry
from services.process.rules.feel import compile_expression

NAMED = {"title", "category", "lead"}  # what every case is called stands on its instance


def peers_of(uow: UnitOfWork, case: Case) -> list[Row[Case, Instance]]:
    """Live or successful cases beside this one; a case that ended before it was submitted takes no place."""
    beside = _recommended(case.campaign_id, case.recommender_id).where(Case.id != case.id)
    return list(uow.session.execute(beside).all())


def known_peers(uow: UnitOfWork, instance: Instance) -> list[dict[str, Any]]:
    """`peers`: [{case, no, title, category, rank, submitted}]; for a case the others of its recommender.

    For an organisation, all that it recommends in the campaign, and of each also {unit, lead, awaits}: the names of the
    messages it listens for, so that whoever hands in several cases at once sees which have come that far. Else empty.
    What else procedure.yaml says of a case (`case: {trade: =sheet.trade}`) stands in every row by its name.
    """
    if instance.subject_kind == "case":
        return [_told(uow, *row) for row in peers_of(uow, uow.session.get_one(Case, instance.subject_id))]
    if instance.subject_kind != "organisation" or instance.campaign_id is None:
        return []
    rows = uow.session.execute(_recommended(instance.campaign_id, instance.organisation_id)).all()
    awaits = _awaits(uow, [theirs.id for _, theirs in rows])
    return [
        {**_told(uow, case, theirs), "unit": theirs.unit, "lead": theirs.lead, "awaits": awaits[theirs.id]}
        for case, theirs in rows
    ]


def _told(uow: UnitOfWork, case: Case, theirs: Instance) -> dict[str, Any]:
    return {
        **_facts(uow, theirs),
        "case": case.id,
        "no": case.no,
        "title": theirs.title,
        "category": theirs.category,
        "rank": case.rank,
        "submitted": case.submitted_at is not None,
    }


def _facts(uow: UnitOfWork, theirs: Instance) -> dict[str, Any]:
    procedure = registry.load(uow, theirs.version_id)
    more = {name: text for name, text in procedure.manifest.case.items() if name not in NAMED}
    own = engine.variables(procedure.pool(theirs.process), theirs.snapshot) if more else {}
    return {name: compile_expression(text.removeprefix("=")).evaluate(own) for name, text in more.items()}


def _recommended(campaign_id: int, recommender_id: int) -> Select[Case, Instance]:
    return (
        select(Case, Instance)
        .join(Instance, (Instance.subject_id == Case.id) & (Instance.subject_kind == "case"))
        .where(Case.campaign_id == campaign_id, Case.recommender_id == recommender_id)
        .where(Case.ended_at.is_(None) | Case.submitted_at.is_not(None))
        .order_by(Case.id)
    )


def _awaits(uow: UnitOfWork, instance_ids: list[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    query = select(Listen.instance_id, Listen.name).where(Listen.instance_id.in_(instance_ids))
    for number, name in uow.session.execute(query.order_by(Listen.name)):
        found[number].append(name)
    return found
