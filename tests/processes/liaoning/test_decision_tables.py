"""Liaoning's decision tables against vectors.yaml: the vectors of the notice and one for every rule of every table."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from services.calendar.feel_functions import library
from services.calendar.work_calendar import WorkCalendar
from services.foundation.clock import SHANGHAI
from services.process.rules.dmn import Decisions, parse_dmn

HOUSE = Path(__file__).parents[3]
CITY = HOUSE / "processes" / "liaoning"
TABLES = [*sorted(CITY.glob("*.dmn")), HOUSE / "processes" / "shared" / "opinion.dmn"]
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
VECTORS = yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text("utf-8"))


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


CLOSED = datetime(2021, 11, 11, tzinfo=SHANGHAI)
END_OF_EVALUATION = datetime(2021, 12, 1, tzinfo=SHANGHAI)
LIBRARY = library(WorkCalendar(0, {}), datetime(2021, 11, 12, 12, tzinfo=SHANGHAI))  # asked the day after it closed
CANDIDATES = [
    {"case": number, "category": category}
    for number, category in enumerate(["model_worker"] * 11 + ["staff"] * 11, start=1)
]


@cache
def base() -> dict[str, Any]:
    """What a table can see of a sound application of the model-worker kind."""
    answers = {
        name: typed(yaml.safe_load((CITY / "scenarios" / "answers" / f"{name}.yaml").read_text("utf-8")))
        for name in ("application_model_worker", "materials", "qualified")
    }
    manifest = yaml.safe_load((CITY / "procedure.yaml").read_text("utf-8"))
    return {
        **answers["application_model_worker"],
        **answers["materials"],
        **answers["qualified"],
        "application": answers["application_model_worker"],
        "materials": answers["materials"],
        "eligibility": {"verdict": "TO_REVIEW", "findings": []},
        "returned_before": 0,
        "candidates": CANDIDATES,
        "proposed": [],
        "submitted_cases": [],
        "assessed_cases": [],
        "withdrawn_cases": [],
        "removed_cases": [],
        "objections": [],
        "nameable": CANDIDATES[:2],
        "inspections": [1, 2, 3],
        "studio": {"category": "model_worker"},
        "campaign": {"windows": {"application": {"end": CLOSED}, "evaluation": {"end": END_OF_EVALUATION}}},
        "parameters": {name: typed(row["value"]) for name, row in manifest["parameters"].items()},
    }


def changed(given: dict[str, Any]) -> dict[str, Any]:
    """The base with some of it changed; dots lead into contexts."""
    variables = dict(base())
    for path, value in given.items():
        *way, last = path.split(".")
        holder = variables
        for step in way:
            holder[step] = dict(holder[step])
            holder = holder[step]
        holder[last] = typed(value)
    return variables


def misses(decisions: Decisions, vector: dict[str, Any]) -> list[str]:
    """What a vector asks for and the tables do not say."""
    variables = changed(vector.get("given") or {})
    result = decisions.decide(vector["decision"], variables.get, LIBRARY)
    if "result" in vector:
        return [] if result == vector["result"] else [f"{result}"]
    overall = result.get("verdict") if isinstance(result, dict) else None
    rows = result.get("findings", [result]) if isinstance(result, dict) else result or []
    found = sorted(f"{row['clause']} {row['verdict']}" for row in rows)
    if "honour" in vector and result["honour"] != vector["honour"]:
        return [f"荣誉级别为 {result['honour']}"]
    wrong = [f"缺少 {text}" for text in vector.get("shows", ()) if text not in found]
    wrong += [f"多出 {text}" for text in vector.get("hides", ()) if text in found]
    if "exactly" in vector and found != sorted(vector["exactly"]):
        wrong.append(f"结论为 {found}")
    if "verdict" in vector and overall != vector["verdict"]:
        wrong.append(f"总的结论为 {overall}")
    wrong += [f"{row['clause']} 没有说明" for row in rows if not row.get("message")]
    return wrong


@cache
def decisions_of(path: Path) -> Decisions:
    return parse_dmn(path.read_bytes())


def table_with(decision: str) -> Path:
    return next(path for path in TABLES if decision in decisions_of(path).ids)


@pytest.mark.parametrize("vector", VECTORS, ids=[v["name"] for v in VECTORS])
def test_a_vector_holds(vector: dict[str, Any]) -> None:
    assert misses(decisions_of(table_with(vector["decision"])), vector) == []


def rules() -> list[tuple[Path, str]]:
    return [(p, str(rule.get("id"))) for p in TABLES for rule in etree.parse(p).iter(f"{DMN}rule")]


@pytest.mark.parametrize(("path", "rule"), rules(), ids=[rule for _, rule in rules()])
def test_no_rule_can_be_taken_out_unnoticed(path: Path, rule: str) -> None:
    """A clause has landed only if removing its rule makes a vector fail."""
    root = etree.parse(path).getroot()
    (row,) = [r for r in root.iter(f"{DMN}rule") if r.get("id") == rule]
    table = row.getparent()
    assert table is not None
    table.remove(row)
    without = parse_dmn(etree.tostring(root))
    mine = [v for v in VECTORS if v["decision"] in without.ids]
    assert any(_fails(without, vector) for vector in mine)


def _fails(decisions: Decisions, vector: dict[str, Any]) -> bool:
    try:
        return bool(misses(decisions, vector))
    except Exception:  # a table that cannot answer any more has been noticed, too
        return True


def test_what_a_table_says_names_a_known_clause_or_default() -> None:
    manifest = yaml.safe_load((CITY / "procedure.yaml").read_text("utf-8"))
    known = {row["id"] for row in manifest["clauses"] + manifest["defaults"]}
    for path in TABLES:
        for entry in etree.parse(path).iter(f"{DMN}outputEntry"):
            text = entry.findtext(f"{DMN}text") or ""
            if text.startswith(('"LN-', '"D-')):
                assert text.strip('"') in known, f"{path.name}: {text}"


def test_the_founding_day_is_a_day() -> None:
    assert isinstance(base()["application"]["founded_on"], date)
