"""A town with one of everything a route may be about, and every kind of person who may come to it."""

from collections.abc import Callable
from typing import Any

from services.casework.instances import lock_instance
from services.designer.drafts import open_draft
from services.foundation.events import Subject
from services.output.issued import issue
from services.people.identity import Position
from services.record import jobs
from services.selection.studios import Studio
from tests.builders import Town
from tests.cast import CAST
from tests.output.issued.conftest import DOCUMENTS, paper_package
from tests.selection import objecting

DESIGNER = {"login": "designer", "name": "叶文图", "seats": [{"at": "city", "role": "designer"}]}
# Who comes, by what they are to the case that is looked at; None: nobody.
PERSONS = {
    "nobody": None,
    "applicant": "lin",
    "unit": "alice",
    "other_unit": "charlie",
    "county": "sun",
    "expert": "expert",
    "office": "office",
    "designer": "designer",
    "auditor": "auditor",
    "administrator": "root",
}


def everything(make_town: Callable[..., Town]) -> tuple[Town, dict[str, Any]]:
    """The town, and what stands for each name in braces in routes.yaml."""
    town = make_town(objecting.package(), cast={**CAST, "people": [*CAST["people"], DESIGNER]})
    objecting.posted(town)
    filed = objecting.objected(town)
    town.settle()
    posted_in = town.campaign_id
    town.deploy(paper_package(documents=DOCUMENTS))
    campaign = town.open_campaign(year=2022)
    named = town.open_case("zhou", title="周䶮创新工作室")
    town.write(named, "zhou")
    for who, element in (("alice", "A_unit"), ("office", "A_city")):
        town.complete(who, element, {"verdict": "agree", "comment": "同意"}, named)
    case = town.open_case("lin", title="林静创新工作室")
    town.write(case)
    with town.house.work() as uow:
        instance = lock_instance(uow, town.instance("case", case.id).id)
        decision, letter = (issue(uow, instance, document["id"], {}) for document in DOCUMENTS[:2])
        draft = open_draft(uow, town.who(uow, "designer"), objecting.package(), "hill", "青山市办法")
        incident = jobs.open_incident(uow, "test", "没有办成的事。", subject=Subject("case", case.id))
    town.settle()  # the papers are printed
    return town, {
        "case": case.no,
        "campaign": campaign,
        "posted_campaign": posted_in,
        "task": town.task("A_unit", case).id,
        "notice": objecting.NOTICE,
        "objection": filed.objection.no,
        "studio": town.rows(Studio)[0].no,
        "decision": decision.id,
        "draft": draft.id,
        "code": decision.code,
        "letter": letter.id,
        "instance": town.instance("case", case.id).id,
        "incident": incident,
        "person": town.people["xu"],
        "position": next(row.id for row in town.rows(Position) if row.person_id == town.people["xu"]),
        "expert": town.people["expert"],
        "organisation": town.organisations["yard"],
        "unit": "mill",
        "mill": town.organisations["mill"],
        "county": town.organisations["county"],
    }
