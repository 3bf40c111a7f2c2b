"""The form that opens a campaign: its phases proposed for the year, and what the calendar says of what is typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request

from app import access
from services.designer.rehearse.opening import Looked, looked_at
from services.designer.rehearse.phases import with_windows
from services.foundation.clock import local
from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.process.registry import Edge, Procedure, Window, read_edge
from services.selection.campaigns import may_open, pool_to_open
from services.selection.campaigns.windows import as_windows, begin_with, in_year, phases_of_pool

PROPOSE = "propose"
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Line:
    """A phase on the form: what stands in its fields, what is wrong with it, what the calendar says of it."""

    window: Window
    typed: Mapping[str, str]
    fault: str
    looked: Looked | None


def may_open_version(uow: UnitOfWork, actor: Actor, version_id: int) -> bool:
    """Whether a person may open a campaign of a version."""
    return may_open(uow, actor, registry.load(uow, version_id)) is not None


def opening_page(uow: UnitOfWork, procedure_id: str, refusal: Invalid | None = None, part: bool = False) -> str:
    """The form, filled with what was typed or with the procedure's phases in its year; `part`: the remarks alone."""
    actor = access.signed_in_actor(uow)
    version = registry.current(uow, procedure_id)
    if not may_open_version(uow, actor, version.id):
        raise NotFound("您不能开启这个办法的批次。")
    procedure = registry.load(uow, version.id)
    year = year_said() or local(uow.now).year
    lines = _lines(uow, procedure, year, refusal)
    looked = [line for line in lines if line.looked is not None or line.fault]
    body = render_template(
        "parts/opening_remarks.html" if part else "campaign_new.html",
        version=version,
        manifest=procedure.manifest,
        lines=lines,
        looked=looked,
        refusal=refusal,
        year=request.form.get("year") or year,
        title=request.form.get("title") or "",
    )
    return body.strip()


def year_said() -> int | None:
    """The year that the form or the address names; None where it is none a campaign can have."""
    text = request.values.get("year", "").strip()
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) in YEARS else None


def windows_said() -> dict[str, tuple[Edge, Edge]]:
    """Fields `window-<name>-start` and `-end`, ISO days; where a phase has an hour, `-start-hour` and `-end-hour`.

    Raises Invalid with a sentence for each phase that is not wholly said.
    """
    windows, faults = {}, {}
    for key in request.form:
        if not (key.startswith("window-") and key.endswith("-start")):
            continue
        name = key.removeprefix("window-").removesuffix("-start")
        first, last = _edge(f"window-{name}-start"), _edge(f"window-{name}-end")
        if first is None or last is None:
            faults[f"windows.{name}"] = "请填写起止日期。"
            continue
        windows[name] = (first, last)
    if faults:
        raise Invalid(fields=faults)
    return windows


def _lines(uow: UnitOfWork, procedure: Procedure, year: int, refusal: Invalid | None) -> list[Line]:
    pool = pool_to_open(procedure)
    phases = phases_of_pool(procedure.manifest, pool) if pool else {}
    proposed = {name: f"window-{name}-start" not in request.form or PROPOSE in request.form for name in phases}
    in_that_year = in_year(phases, year)
    faults = dict(refusal.fields) if refusal else {}
    rows: dict[str, dict[str, str]] = {}
    typed = {}
    for name, window in phases.items():
        first: Edge | None = _edge(f"window-{name}-start")
        last: Edge | None = _edge(f"window-{name}-end")
        if proposed[name]:
            first, last = in_that_year[name]
        typed[name] = _fields(first, last) if proposed[name] else _typed(name)
        try:
            said = {name: (_required(first, window), _required(last, window))}
            rows |= begin_with({name: window}, said)
        except Invalid as wrong:
            faults |= wrong.fields
    looked = {row.phase.name: row for row in looked_at(uow, with_windows(procedure, as_windows(phases, rows)))}
    return [Line(w, typed[n], faults.get(f"windows.{n}", ""), looked.get(n)) for n, w in phases.items()]


def _required(edge: Edge | None, window: Window) -> Edge:
    if edge is None:
        raise Invalid(fields={f"windows.{window.name}": f"请填写“{window.title}”的起止日期。"})
    return edge


def _fields(first: Edge | None, last: Edge | None) -> dict[str, str]:
    found = {}
    for name, edge in (("start", first), ("end", last)):
        found[name] = edge.day.isoformat() if edge else ""
        found[f"{name}-hour"] = f"{edge.hour:%H:%M}" if edge and edge.hour else ""
    return found


def _typed(name: str) -> dict[str, str]:
    fields = ("start", "end", "start-hour", "end-hour")
    return {field: request.form.get(f"window-{name}-{field}", "") for field in fields}


def _edge(field: str) -> Edge | None:
    return read_edge(f"{request.form.get(field, '')} {request.form.get(f'{field}-hour', '')}".strip())
