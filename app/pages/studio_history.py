"""A studio's history from its naming to this day, as everybody may read it; its own offices read the findings too."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint

from app import access
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.selection.studios import STATUS_WORDS, Studio, changes_of, plaques_of, reviews_of, statuses_of
from services.selection.studios.annual_reviews import ANNUAL, VERDICT_WORDS
from services.selection.studios.standing import REVOKED

page = Blueprint("studio_history", __name__)


@dataclass(frozen=True)
class Happening:
    """Something in the life of a studio: the day, what it was, by which paper."""

    day: date
    what: str
    paper_no: str = ""


@page.app_template_global("studio_history")
def history_of(studio: Studio, inside: bool) -> list[Happening]:
    """Old to new. Everybody reads names, plaques, that a year was reviewed, a revocation; `inside`: the rest too."""
    with access.house().reading() as uow:
        found = [*_named(studio), *_plaques(uow, studio), *_changes(uow, studio, inside)]
        found += [*_reviews(uow, studio, inside), *_standing(uow, studio, inside)]
    return sorted(found, key=lambda happening: happening.day)


def _named(studio: Studio) -> list[Happening]:
    if studio.named_on is None:
        return []
    return [Happening(studio.named_on, f"{studio.naming_organ}命名", studio.decision_no or "")]


def _plaques(uow: UnitOfWork, studio: Studio) -> list[Happening]:
    found = []
    for row in plaques_of(uow, studio.id):
        found.append(Happening(local_day(row.awarded_at), f"颁发牌匾 {row.no}"))
        if row.returned_at is not None:
            found.append(Happening(local_day(row.returned_at), f"收回牌匾 {row.no}"))
    return found


def _changes(uow: UnitOfWork, studio: Studio, inside: bool) -> list[Happening]:
    found = []
    for row in changes_of(uow, studio.id):
        if row.what == "name":
            found.append(Happening(local_day(row.decided_at), f"更名：由“{row.old}”改为“{row.new}”", row.paper_no))
        elif row.what == "lead":
            who = f"：由{row.old}改为{row.new}" if inside else ""
            found.append(Happening(local_day(row.decided_at), f"变更领衔人{who}", row.paper_no))
        elif inside:
            found.append(Happening(local_day(row.decided_at), "变更成员", row.paper_no))
    return found


def _reviews(uow: UnitOfWork, studio: Studio, inside: bool) -> list[Happening]:
    found = []
    for row in reviews_of(uow, studio.id):
        verdict = f"：{VERDICT_WORDS.get(row.verdict, row.verdict)}" if inside else ""
        what = f"{row.year}年度已考核{verdict}" if row.kind == ANNUAL else f"{row.year}年度已复查{verdict}"
        if inside or row.kind == ANNUAL:
            found.append(Happening(local_day(row.decided_at), what))
    return found


def _standing(uow: UnitOfWork, studio: Studio, inside: bool) -> list[Happening]:
    found = []
    for row in statuses_of(uow, studio.id)[1:]:
        if row.status == REVOKED:
            found.append(Happening(local_day(row.since), "撤销称号", row.paper_no))
        elif inside:
            found.append(
                Happening(local_day(row.since), f"状态变为“{STATUS_WORDS.get(row.status, row.status)}”", row.paper_no)
            )
    return found
