"""The phases a campaign begins with: the procedure's, some of them said otherwise, or moved to another year. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from services.foundation.errors import Invalid
from services.process import engine
from services.process.registry import Edge, Manifest, Window, read_edge

Said = Mapping[str, tuple[date | Edge, date | Edge]]
Rows = dict[str, dict[str, str]]
MOST_DAYS = 3660


def phases_of_pool(manifest: Manifest, pool: engine.Pool) -> dict[str, Window]:
    """The procedure's phases; where the pool names some in its property `windows`, those alone."""
    named = pool.properties.get("windows")
    if named is None:
        return dict(manifest.windows)
    return {name: manifest.windows[name] for name in named.split()}


def begin_with(phases: Mapping[str, Window], said: Said) -> Rows:
    """The rows of a campaign. Of a day that is said without an hour, the phase's own hour stays. Raises Invalid."""
    unknown = said.keys() - phases.keys()
    if unknown:
        raise Invalid(f"办法里没有这些阶段：{'、'.join(sorted(unknown))}。")
    result = {}
    for name, window in phases.items():
        start, end = said.get(name, (window.first, window.last))
        first, last = _edge(start, window.first), _edge(end, window.last)
        if last.as_end() <= first.as_start():
            raise Invalid(fields={f"windows.{name}": f"“{window.title}”结束早于开始。"})
        if (last.day - first.day).days > MOST_DAYS:
            raise Invalid(fields={f"windows.{name}": f"“{window.title}”的起止相差超过十年。"})
        result[name] = {"title": window.title, "start": str(first), "end": str(last)}
    return result


def in_year(phases: Mapping[str, Window], year: int) -> dict[str, tuple[Edge, Edge]]:
    """The same days in another year, that of the earliest phase being `year`; 29 February is the 28th where needed."""
    if not phases:
        return {}
    years = year - min(window.start for window in phases.values()).year
    return {
        name: (Edge(_moved(w.start, years), w.start_hour), Edge(_moved(w.end, years), w.end_hour))
        for name, w in phases.items()
    }


def as_windows(phases: Mapping[str, Window], rows: Rows) -> dict[str, Window]:
    """The phases with the days that stand in a campaign's rows."""
    found = {}
    for name, row in rows.items():
        first, last = read_edge(row["start"]), read_edge(row["end"])
        if name in phases and first is not None and last is not None:
            days = replace(phases[name], start=first.day, end=last.day)
            found[name] = replace(days, start_hour=first.hour, end_hour=last.hour)
    return found


def _edge(said: date | Edge, own: Edge) -> Edge:
    return said if isinstance(said, Edge) else Edge(said, own.hour)


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year + years)
