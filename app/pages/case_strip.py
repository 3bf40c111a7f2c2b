"""The status strip of a case: what is behind it, where it stands, who has it and by when."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint

from .case_view import CaseView, Waiting

page = Blueprint("case_strip", __name__)
SHOWN = 4
"""Stations behind the present one that fit beside each other; the rest stand in 经过."""


@dataclass(frozen=True)
class Station:
    """A step that is done, by the name people know it under."""

    title: str
    at: datetime
    verdict: str = ""


@dataclass(frozen=True)
class Strip:
    """`behind`: the newest steps that are done, oldest first; `earlier`: how many more there are."""

    behind: list[Station]
    earlier: int
    now: list[Waiting] = field(default_factory=list)


@page.app_template_global()
def strip_of(case: CaseView) -> Strip:
    """What whoever looks at the page may know of the way of a case so far."""
    given = [Station(o.row.name, o.row.at, o.verdict) for o in case.opinions]
    handed_in = [Station(sheet.title, sheet.at) for sheet in case.sheets]
    behind = sorted(given + handed_in, key=lambda station: station.at)
    return Strip(behind[-SHOWN:], max(0, len(behind) - SHOWN), case.waiting)
