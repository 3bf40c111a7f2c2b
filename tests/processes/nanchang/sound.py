"""Nanchang's vectors, and the sound application that they change: the stories' own answers."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from services.foundation.clock import SHANGHAI
from services.process.registry import Package
from tests.processes.vectors import Vectors, told

CLOSED = datetime(2021, 7, 31, tzinfo=SHANGHAI)
DAY_AFTER_CLOSING = datetime(2021, 7, 31, 12, tzinfo=SHANGHAI)


def typed(value: Any) -> Any:
    """YAML's floats as exact numbers; `字×5001` written out."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {k: typed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [typed(v) for v in value]
    if isinstance(value, str) and value.startswith("字×"):
        return "字" * int(value.removeprefix("字×"))
    return value


def sound(package: Package) -> dict[str, Any]:
    """What a table can see of it."""
    application, materials, accepted, assessment, parameters = told(
        package, typed, "application", "materials", "accepted", "assessment"
    )
    return {
        **application,
        **materials,
        **accepted,
        **assessment,
        "application": application,
        "materials": materials,
        "eligibility": {"verdict": "TO_REVIEW", "findings": []},
        "returned_before": 0,
        "peers": [],
        "score": 80,
        "inspections": [1, 2, 3],
        "candidates": [{"case": number} for number in range(1, 4)],
        "proposed": [1, 2],
        "named": [1, 2],
        "submitted_cases": [1, 2, 3],
        "assessed_cases": [1, 2, 3],
        "withdrawn_cases": [],
        "removed_cases": [],
        "objections": [],
        "campaign": {"year": 2021, "windows": {"application": {"end": CLOSED}}},
        "parameters": parameters,
    }


VECTORS = Vectors(
    typed(yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text("utf-8"))), sound, DAY_AFTER_CLOSING
)
