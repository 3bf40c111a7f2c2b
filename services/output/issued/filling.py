"""What fills a paper: the newest answers of its form, the opinions that stand, what the house knows by name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.casework.cases import Case
from services.casework.completions import Completion, completions_of
from services.casework.completions.labels import verdict_label
from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import organisation
from services.process.registry import Procedure
from services.process.rules.values import from_json, to_json

from ..documents import CodeShown, OpinionShown, PaperData


@dataclass(frozen=True)
class Filling:
    """Everything a paper may print but its number and its code."""

    answers: Mapping[str, Any]
    opinions: Mapping[str, list[OpinionShown]]
    header: Mapping[str, Any]
    known: Mapping[str, Any]

    def frozen(self) -> dict[str, Any]:
        """As JSON, to be kept for ever. Raises NotStorable for what no paper can print."""
        return {
            "answers": to_json(dict(self.answers)),
            "opinions": {box: [_frozen(said) for said in given] for box, given in self.opinions.items()},
            "header": to_json(dict(self.header)),
            "known": to_json(dict(self.known)),
        }

    def data(self, code: CodeShown | None = None, number: str = "", issued_on: date | None = None) -> PaperData:
        """For the printer."""
        return PaperData(self.answers, self.opinions, self.header, code, self.known, number, issued_on)


def thawed(content: Mapping[str, Any]) -> Filling:
    """What `frozen` kept."""
    return Filling(
        answers=from_json(content["answers"]),
        opinions={box: [_thawed(said) for said in given] for box, given in content["opinions"].items()},
        header=from_json(content["header"]),
        known=from_json(content["known"]),
    )


def fill(uow: UnitOfWork, instance: Instance, procedure: Procedure, document: Mapping[str, Any]) -> Filling:
    """A document of an instance as it would be printed now.

    Of the facts of the house it takes those that the paper's description names: nothing is frozen, and nothing
    is computed, that nobody prints.
    """
    rows = completions_of(uow, instance.subject)
    form = str(document.get("form") or "")
    handed_in = next((row for row in reversed(rows) if form and row.form_id == form), None)
    answers = handed_in.values if handed_in else {}
    known = _known(uow, instance, procedure, document)
    opinions = {**_without_organ(procedure, instance), **_opinions(procedure, rows)}
    return Filling(answers, opinions, _header(uow, instance, handed_in), known)


def _known(uow: UnitOfWork, instance: Instance, procedure: Procedure, document: Mapping[str, Any]) -> dict[str, Any]:
    described = procedure.papers.get(str(document.get("paper")), b"").decode("utf-8", "replace")
    named = [name for name in uow.wiring.known if re.search(rf"\b{re.escape(name)}\b", described)]
    facts = {name: uow.wiring.known[name](uow, instance) for name in named}
    return {name: fact for name, fact in facts.items() if fact is not None}


def _without_organ(procedure: Procedure, instance: Instance) -> dict[str, list[OpinionShown]]:
    """Boxes that nobody fills on the way the subject took: a passed element bears `opinion_box` and is no person's."""
    elements = procedure.pool(instance.process).elements
    passed = [elements[name] for name in instance.trail if name in elements]
    boxes = [e.properties["opinion_box"] for e in passed if e.kind != "userTask" and e.properties.get("opinion_box")]
    return {box: [] for box in boxes}


def _opinions(procedure: Procedure, rows: list[Completion]) -> dict[str, list[OpinionShown]]:
    """By box. What asked for a correction is part of the history, not of the paper; an organ's last word counts.

    Where the form asked who signs for the organ (answer `signed_by`), that name stands there, not the clerk's.
    """
    boxes: dict[str, dict[int | None, OpinionShown]] = {}
    for row in rows:
        if row.opinion_box is not None and row.verdict != "return":
            boxes.setdefault(row.opinion_box, {})[row.organisation_id] = OpinionShown(
                text=row.comment or "",
                verdict_label=verdict_label(procedure, row),
                organ=row.organisation_name,
                signed_by=str(row.answers.get("signed_by") or row.actor_name),
                sealed_on=local_day(row.at),
            )
    return {box: list(by_organ.values()) for box, by_organ in boxes.items()}


def _header(uow: UnitOfWork, instance: Instance, handed_in: Completion | None) -> dict[str, Any]:
    """What stands above the table of a case's form and is not an answer; nothing for other subjects."""
    if instance.subject_kind != "case":
        return {}
    case = uow.session.get_one(Case, instance.subject_id)
    lead = handed_in.values.get("lead") if handed_in else None
    return {
        "recommender": organisation(uow, case.recommender_id).name,
        "filled_by": handed_in.actor_name if handed_in else "",
        "phone": str(lead.get("phone") or "") if isinstance(lead, dict) else "",
    }


def _frozen(said: OpinionShown) -> dict[str, Any]:
    day = said.sealed_on.isoformat() if said.sealed_on else None
    return {
        "text": said.text,
        "verdict_label": said.verdict_label,
        "organ": said.organ,
        "signed_by": said.signed_by,
        "sealed_on": day,
        "on_behalf": said.on_behalf,
    }


def _thawed(said: Mapping[str, Any]) -> OpinionShown:
    day = date.fromisoformat(said["sealed_on"]) if said["sealed_on"] else None
    return OpinionShown(**{**said, "sealed_on": day})
