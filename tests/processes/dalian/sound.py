"""Dalian's vectors, and the sound application that they change: a model worker's, from the stories' answers."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from services.foundation.clock import SHANGHAI
from services.process.registry import Package
from tests.processes.vectors import Vectors, told

CLOSED = datetime(2019, 8, 31, tzinfo=SHANGHAI)
DAY_AFTER_CLOSING = datetime(2019, 9, 2, 12, tzinfo=SHANGHAI)
ORGANISATIONS = {
    1: {"id": 1, "name": "滨海区总工会", "level": "district_union"},
    2: {"id": 2, "name": "机械装备产业工会", "level": "industry_union"},
    3: {"id": 3, "name": "北岬先导区总工会", "level": "district_union"},
}
NAMED = {
    21: [{"name": "高远劳模创新工作室", "lead": "高远", "status": "named"}],
    22: [{"name": "高远劳模创新工作室", "lead": "高远", "status": "revoked"}],
    23: [{"name": "林帆职工创新工作室", "lead": "林帆", "status": "named"}],
}
"""Titles by the organisation that holds them; number 20 holds none."""


def typed(value: Any) -> Any:
    """YAML's floats as exact numbers, moments on Shanghai's clock."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, datetime):
        return value.replace(tzinfo=SHANGHAI)
    if isinstance(value, dict):
        return {k: typed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [typed(v) for v in value]
    return value


def sound(package: Package) -> dict[str, Any]:
    """What a table can see of it."""
    application, materials, qualified, meeting, parameters = told(
        package, typed, "application_model_worker", "materials_model_worker", "qualified", "meeting"
    )
    return {
        **meeting,
        **application,
        **materials,
        **qualified,
        "application": application,
        "materials": materials,
        "case": {"organisation": 20, "recommender": 1},
        "eligibility": {"verdict": "TO_REVIEW", "category": "model_worker", "findings": []},
        "returned_before": 0,
        "candidates": [{"case": number} for number in (1, 2, 3)],
        "peers": [],
        "proposed": [1, 2],
        "approved": [1, 2],
        "submitted_cases": [],
        "assessed_cases": [],
        "withdrawn_cases": [],
        "removed_cases": [],
        "objections": [],
        "assessments": [{"conclusion": "qualified"}] * 3,
        "score": 85,
        "unit_due": CLOSED,
        "studio": {"category": "model_worker"},
        "campaign": {"windows": {"application": {"end": CLOSED}}},
        "parameters": parameters,
    }


VECTORS = Vectors(
    typed(yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text("utf-8"))),
    sound,
    DAY_AFTER_CLOSING,
    lambda facts: {"organisation": ORGANISATIONS.get, "titles": lambda number: NAMED.get(number, [])},
)
