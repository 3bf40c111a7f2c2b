"""Tongliao's vectors, and the sound application that they change: the stories' own answers, and a small register."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from services.foundation.clock import SHANGHAI
from services.process.registry import Package
from tests.processes.vectors import Vectors, told

APPLIED = date(2020, 5, 18)
NOON = datetime(2020, 5, 18, 12, tzinfo=SHANGHAI)
UNIT, COUNTY, CITY = 1, 2, 3
LEVELS = {UNIT: "unit", COUNTY: "county_union", CITY: "city_union", 4: "industry_union"}
REGISTER = [
    {"no": "D1", "category": "unit", "status": "named", "name": "苏和一号", "organisation": UNIT},
    {"no": "D2", "category": "county", "status": "named", "name": "苏和一号", "organisation": UNIT},
    {"no": "D3", "category": "unit", "status": "suspended", "name": "苏和二号", "organisation": UNIT},
    {"no": "D4", "category": "county", "status": "revoked", "name": "苏和二号", "organisation": UNIT},
    {"no": "D5", "category": "unit", "status": "named", "name": "郝田", "organisation": 9},
]


def typed(value: Any) -> Any:
    """YAML's floats as exact numbers."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {k: typed(v) for k, v in value.items()}
    return [typed(v) for v in value] if isinstance(value, list) else value


def sound(package: Package) -> dict[str, Any]:
    """What a table can see of it."""
    application, materials, review, parameters = told(package, typed, "application", "materials", "qualified_city")
    return {
        **application,
        **materials,
        **review,
        "application": application,
        "materials": materials,
        "choice": {"level": "unit", "prior_title": None},
        "level": "unit",
        "prior_title": None,
        "case": {"organisation": UNIT, "recommender": COUNTY},
        "applied_on": APPLIED,
        "peers": [],
        "objections": [],
        "eligibility": {"verdict": "TO_REVIEW", "findings": []},
        "returned_before": 0,
        "score": 80,
        "inspections": [1, 2, 3],
        "studio": {"years_without_results": 0},
        "parameters": parameters,
    }


def functions(facts: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    """The register and the tree, as FEEL asks for them."""
    return {
        "titles": lambda number: [row for row in REGISTER if row["organisation"] == int(number)],
        "organisation": lambda number: {"id": number, "level": LEVELS[int(number)]},
    }


VECTORS = Vectors(
    typed(yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text("utf-8"))), sound, NOON, functions
)
