"""What a case's paper prints: the newest answers, the opinions that stand, and the way back to the record."""

from typing import Any

from services.casework.completions import Completion, completions_of
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.documents import CodeShown, OpinionShown, PaperData
from services.people.organisations import organisation

from .case_view import CaseView, OpinionRow


def paper_data(uow: UnitOfWork, view: CaseView, document: Any, url: str) -> PaperData:
    """The data of one document of a case. Opinions given before the form was last changed do not count."""
    answers, filled = _answers(uow, view, str(document.get("form") or ""))
    case = view.case
    assert case is not None
    return PaperData(
        answers=answers,
        opinions=_opinions(view),
        header={
            "recommender": organisation(uow, case.recommender_id).name,
            "filled_by": filled.actor_name if filled else "",
            "phone": _phone(answers),
        },
        code=CodeShown(number=case.no, url=url),
    )


def _answers(uow: UnitOfWork, view: CaseView, form_id: str) -> tuple[dict[str, Any], Completion | None]:
    rows = [c for c in completions_of(uow, view.instance.subject) if c.form_id == form_id]
    return (rows[-1].values, rows[-1]) if rows else ({}, None)


def _opinions(view: CaseView) -> dict[str, list[OpinionShown]]:
    """By box. What asked for a correction is part of the history, not of the paper; an organ's last word counts."""
    boxes: dict[str, dict[int | None, OpinionShown]] = {}
    for said in view.opinions:
        if said.row.verdict == "return" or said.row.opinion_box is None:
            continue
        boxes.setdefault(said.row.opinion_box, {})[said.row.organisation_id] = _shown(said)
    found = {box: list(by_organ.values()) for box, by_organ in boxes.items()}
    return found


def _shown(said: OpinionRow) -> OpinionShown:
    row = said.row
    return OpinionShown(
        text=row.comment or "",
        verdict_label=said.verdict,
        organ=row.organisation_name,
        signed_by=row.actor_name,
        sealed_on=local_day(row.at),
    )


def _phone(answers: dict[str, Any]) -> str:
    lead = answers.get("lead")
    return str(lead.get("phone") or "") if isinstance(lead, dict) else ""
