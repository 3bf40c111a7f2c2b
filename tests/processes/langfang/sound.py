"""Langfang's vectors, and the sound application that they change: a county's, from the stories' answers."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from services.foundation.clock import SHANGHAI
from services.process.registry import Package
from tests.processes.vectors import Vectors, told

CLOSED = datetime(2019, 11, 1, tzinfo=SHANGHAI)
AFTER_CLOSING = datetime(2019, 11, 4, 12, tzinfo=SHANGHAI)
CANDIDATES = [{"case": number} for number in range(1, 102)]
LISTED = "名单"


def typed(value: Any) -> Any:
    """YAML's floats as exact numbers; `一×501`, `名单×101` and `县级×9` (peers that were handed in) written out."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {k: typed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [typed(v) for v in value]
    if not (isinstance(value, str) and "×" in value):
        return value
    sign, count = value.split("×")
    if sign == LISTED:
        return list(range(1, int(count) + 1))
    if sign == "县级":
        return [{"case": n, "submitted": True, "awaits": []} for n in range(1, int(count) + 1)]
    return sign * int(count)


def sound(package: Package) -> dict[str, Any]:
    """What a table can see of it."""
    application, materials, review, parameters = told(package, typed, "application", "materials", "review")
    return {
        **application,
        **materials,
        **review,
        "application": application,
        "materials": materials,
        "eligibility": {"verdict": "TO_REVIEW", "findings": []},
        "returned_before": 0,
        "candidates": CANDIDATES,
        "proposed": [],
        "submitted_cases": [],
        "assessed_cases": [],
        "withdrawn_cases": [],
        "removed_cases": [],
        "objections": [],
        "visits": [{"failed": 0}, {"failed": 0}, {"failed": 0}],
        "own_organisation": {"level": "county"},
        "peers": [],
        "studio": {"name": "周正阀门密封创新工作室", "reviews": []},
        "review_year": 2021,
        "campaign": {"windows": {"application": {"end": CLOSED}}},
        "parameters": parameters,
    }


VECTORS = Vectors(
    typed(yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text("utf-8"))), sound, AFTER_CLOSING
)
