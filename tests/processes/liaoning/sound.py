"""Liaoning's vectors, and the sound application that they change: a model worker's, from the stories' answers."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from services.foundation.clock import SHANGHAI
from services.process.registry import Package
from tests.processes.vectors import Vectors, told

CLOSED = datetime(2021, 11, 11, tzinfo=SHANGHAI)
END_OF_EVALUATION = datetime(2021, 12, 1, tzinfo=SHANGHAI)
DAY_AFTER_CLOSING = datetime(2021, 11, 12, 12, tzinfo=SHANGHAI)
CANDIDATES = [
    {"case": number, "category": category}
    for number, category in enumerate(["model_worker"] * 11 + ["staff"] * 11, start=1)
]


def typed(value: Any) -> Any:
    """YAML's floats as exact numbers; `一×2000` and `staff×11` written out."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {k: typed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [typed(v) for v in value]
    if isinstance(value, str) and value.startswith("一×"):
        return "一" * int(value.removeprefix("一×"))
    if isinstance(value, str) and "×" in value:
        category, count = value.split("×")
        return [c["case"] for c in CANDIDATES if c["category"] == category][: int(count)]
    return value


def sound(package: Package) -> dict[str, Any]:
    """What a table can see of it."""
    application, materials, qualified, parameters = told(
        package, typed, "application_model_worker", "materials", "qualified"
    )
    return {
        **application,
        **materials,
        **qualified,
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
        "inspections": [1, 2, 3],
        "studio": {"category": "model_worker"},
        "campaign": {"windows": {"application": {"end": CLOSED}, "evaluation": {"end": END_OF_EVALUATION}}},
        "parameters": parameters,
    }


VECTORS = Vectors(
    typed(yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text("utf-8"))), sound, DAY_AFTER_CLOSING
)
