"""Vectors of a city: what its decision tables must say of given facts. Each is a row of vectors.yaml.

- name: 运行恰好满一年
  decision: LN_eligibility            # a decision of the package
  given: {application.founded_on: 2020-11-10}   # laid over the city's sound case; dots lead into contexts
  verdict: TO_REVIEW                  # the whole's verdict
  shows: [LN-1.4a PASS]               # findings that are there; hides: that are not; exactly: all there are
  result: {...}                       # or the very value;  has: {honour: 4} some entries of it
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import yaml

from services.calendar.feel_functions import library
from services.calendar.work_calendar import WorkCalendar
from services.process.registry import Package
from services.process.rules.dmn import Decisions, parse_dmn

Sound = Callable[[Package], Mapping[str, Any]]
"""What a table can see of a sound case, by a package's own answers and parameters."""
Functions = Callable[[Mapping[str, Any]], Mapping[str, Callable[..., Any]]]


@lru_cache(maxsize=256)
def _parsed(raw: bytes) -> Decisions:
    return parse_dmn(raw)


def told(package: Package, typed: Callable[[Any], Any], *names: str) -> tuple[dict[str, Any], ...]:
    """The answers in these files of the stories, and last the values of the parameters, as `typed` reads them."""
    return _told(typed, package.files["procedure.yaml"], *(package.files[f"scenarios/answers/{n}.yaml"] for n in names))


@lru_cache(maxsize=64)
def _told(typed: Callable[[Any], Any], manifest: bytes, *answers: bytes) -> tuple[dict[str, Any], ...]:
    parameters = yaml.safe_load(manifest)["parameters"]
    values = {name: typed(row["value"]) for name, row in parameters.items()}
    return *(typed(yaml.safe_load(raw)) for raw in answers), values


def tables(package: Package) -> dict[str, Decisions]:
    """Decision id -> the tables it stands in."""
    found = [_parsed(raw) for raw in package.ending(".dmn").values()]
    return {name: decisions for decisions in found for name in decisions.ids}


class Vectors:
    """The rows of one city with its sound case; `asked_at` is the hour at which the tables are asked.

    `functions` makes, of the facts given, what FEEL asks of the house's rows (`titles`, `organisation`).
    """

    def __init__(
        self, rows: list[dict[str, Any]], sound: Sound, asked_at: datetime, functions: Functions = lambda facts: {}
    ) -> None:
        self.rows, self._sound, self._functions = rows, sound, functions
        self._library = library(WorkCalendar(0, {}), asked_at)

    def named(self, name: str) -> dict[str, Any]:
        """One row."""
        (row,) = [row for row in self.rows if row["name"] == name]
        return row

    def misses(self, package: Package, row: dict[str, Any]) -> list[str]:
        """What a row asks for and the package's tables do not say; a table that cannot answer says so, too."""
        decisions = tables(package).get(row["decision"])
        if decisions is None:
            return [f"没有决策 {row['decision']}"]
        try:
            given = self._given(package, row)
            result = decisions.decide(row["decision"], given.get, {**self._library, **self._functions(given)})
            return _differences(row, result)
        except Exception as error:  # a table that cannot answer any more, or not in findings, has been noticed
            return [str(error)]

    def _given(self, package: Package, row: dict[str, Any]) -> dict[str, Any]:
        facts = dict(self._sound(package))
        for path, value in (row.get("given") or {}).items():
            *way, last = path.split(".")
            holder = facts
            for step in way:
                holder[step] = dict(holder[step])
                holder = holder[step]
            holder[last] = value
        return facts


def _differences(row: dict[str, Any], result: Any) -> list[str]:
    if "result" in row:
        return [] if result == row["result"] else [f"{result}"]
    overall = result.get("verdict") if isinstance(result, dict) else None
    rows = result.get("findings", [result]) if isinstance(result, dict) else result or []
    found = sorted(f"{each['clause']} {each['verdict']}" for each in rows)
    wrong = [f"缺少 {text}" for text in row.get("shows", ()) if text not in found]
    wrong += [f"多出 {text}" for text in row.get("hides", ()) if text in found]
    wrong += [f"{key} 为 {result.get(key)}" for key, wanted in row.get("has", {}).items() if result.get(key) != wanted]
    if "exactly" in row and found != sorted(row["exactly"]):
        wrong.append(f"结论为 {found}")
    if "verdict" in row and overall != row["verdict"]:
        wrong.append(f"总的结论为 {overall}")
    return wrong + [f"{each['clause']} 没有说明" for each in rows if not each.get("message")]
