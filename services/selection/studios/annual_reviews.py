"""What was found of a studio's years. Effect `record_review`; how many years ran without results."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.errors import Conflict, Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.process.rules.values import from_json, to_json

from .events import ReviewRecorded
from .models import StudioReview
from .subject import studio_of, text_of

ANNUAL = "annual"
OWN_INPUTS = {"year", "kind", "verdict", "results", "note", "organ"}
VERDICT_WORDS = {"pass": "合格", "basic": "基本合格", "fail": "不合格"}


class ReviewedAlready(Conflict):
    """A year is reviewed once; a re-check is of another kind."""

    sentence = "这个年度已经登记过考核结论，不能重复登记。"


def record_review(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Inputs `year`, `verdict` (pass, basic, fail or the city's own word), `results` (a number), `note`, `organ`,
    `kind` (annual unless said); all other inputs are kept as facts. Gives {years_without_results}.
    """
    studio, inputs = studio_of(uow, instance), effect.inputs
    year, kind = _whole(inputs.get("year"), "year"), text_of(inputs.get("kind")) or ANNUAL
    mine = (StudioReview.studio_id == studio.id, StudioReview.year == year, StudioReview.kind == kind)
    if uow.session.scalar(select(StudioReview.id).where(*mine)) is not None:
        raise ReviewedAlready
    verdict = text_of(inputs.get("verdict"))
    if not verdict:
        raise Faulty("登记考核结论要写明 verdict。")
    row = StudioReview(
        studio_id=studio.id,
        year=year,
        kind=kind,
        verdict=verdict,
        results=None if inputs.get("results") is None else _whole(inputs["results"], "results"),
        note=text_of(inputs.get("note")),
        organ=text_of(inputs.get("organ")) or studio.naming_organ,
        decided_at=uow.now,
        instance_id=instance.id,
        facts={k: to_json(v) for k, v in inputs.items() if k not in OWN_INPUTS},
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record(
        ReviewRecorded(
            subject=studio.subject,
            year=year,
            of=kind,
            verdict=verdict,
            words=VERDICT_WORDS.get(verdict, verdict),
            results=row.results,
        )
    )
    return {"years_without_results": years_without_results(reviews_of(uow, studio.id))}


def reviews_of(uow: UnitOfWork, studio_id: int) -> list[StudioReview]:
    """What was found, the newest first: by year, within a year by the order of the findings."""
    query = select(StudioReview).where(StudioReview.studio_id == studio_id)
    return list(uow.session.scalars(query.order_by(StudioReview.year.desc(), StudioReview.id.desc())))


def years_without_results(reviews: Iterable[StudioReview]) -> int:
    """How many years in a row, up to the newest reviewed one, brought no result.

    A year in which nobody counted, or that was not reviewed at all, breaks the row: it is not known to be barren.
    """
    best: dict[int, int] = {}
    for row in reviews:
        if row.results is not None:
            best[row.year] = max(row.results, best.get(row.year, 0))
    newest = max((row.year for row in reviews), default=0)
    barren = 0
    while best.get(newest - barren) == 0:
        barren += 1
    return barren


def as_known(row: StudioReview) -> dict[str, Any]:
    """A review as a diagram sees it: its own facts, then what every review has."""
    return {
        **{k: from_json(v) for k, v in row.facts.items()},
        "year": row.year,
        "kind": row.kind,
        "verdict": row.verdict,
        "results": row.results,
        "note": row.note,
        "organ": row.organ,
    }


def _whole(value: Any, name: str) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError) as error:
        raise Faulty(f"登记考核结论的 {name} 应是整数，得到的是“{value}”。") from error
    return number
