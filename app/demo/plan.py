"""The plans: what stands where on the demonstration's first morning, one file for each procedure."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

PLANS = Path(__file__).parent / "plans"


@cache
def plans() -> dict[str, dict[str, Any]]:
    """By procedure: {city: {code of the root organisation: title}, cast?, earlier: [...], now?: [...]}."""
    return {path.stem: _read(path) for path in sorted(PLANS.glob("*.yaml"))}


def cities_of_plans() -> dict[str, str]:
    """How the list of people calls what stands below a root organisation, by its code."""
    return {code: title for plan in plans().values() for code, title in plan["city"].items()}


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
