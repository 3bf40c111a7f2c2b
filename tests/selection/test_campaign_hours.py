"""A phase may begin or end at an hour; without one it takes its whole days."""

from datetime import date, datetime, time

import pytest

from services.foundation.errors import Invalid
from services.process.registry import Edge, ManifestWrong, read_edge
from services.process.registry.manifest import read_manifest
from services.selection.campaigns import Campaign, open_for_application
from services.selection.campaigns.windows import begin_with
from tests.builders import moment
from tests.small_procedure import manifest, package


def hour(text: str):
    return manifest().replace(b"end: 2021-11-10", f"end: {text}".encode())


@pytest.mark.parametrize("written", ["2021-11-10 18:00", "2021-11-10 18:00:00"])
def test_a_phase_may_end_at_an_hour(make_town, written):
    """Until 17:59 an application is taken, and what is unfinished expires at 18:00, not at midnight."""
    town = make_town(package(procedure_dot_yaml=hour(written)))
    campaign = town.rows(Campaign)[0]
    assert campaign.edges("application")[1] == Edge(date(2021, 11, 10), time(18))
    case = town.open_case()
    due = town.task("A_write", case).due_at
    assert due == moment("2021-11-10 18:00") and isinstance(due, datetime)
    town.until("2021-11-10 17:59")
    assert town.tasks("A_write", case)
    with town.house.reading() as uow:
        assert len(open_for_application(uow)) == 1
    town.until("2021-11-10 18:00")
    assert not town.tasks("A_write", case)
    with town.house.reading() as uow:
        assert open_for_application(uow) == []


def test_another_day_keeps_the_hour_and_another_hour_may_be_said():
    phases = read_manifest(hour("2021-11-10 18:00")).windows
    day, said = date(2022, 3, 31), Edge(date(2022, 3, 31), time(12))
    rows = begin_with(phases, {"application": (date(2022, 3, 1), day)})
    assert rows["application"] == {"title": "申报阶段", "start": "2022-03-01", "end": "2022-03-31 18:00"}
    assert begin_with(phases, {"application": (Edge(day), said)})["application"]["end"] == "2022-03-31 12:00"
    with pytest.raises(Invalid):
        begin_with(phases, {"application": (said, Edge(date(2022, 3, 31), time(11, 59)))})


@pytest.mark.parametrize(
    ("value", "edge"),
    [
        (date(2021, 11, 10), Edge(date(2021, 11, 10))),
        ("2021-11-10", Edge(date(2021, 11, 10))),
        ("2021-11-10T09:30", Edge(date(2021, 11, 10), time(9, 30))),
        ("2021-11-10 24:00", Edge(date(2021, 11, 10))),
        (datetime(2021, 11, 10, 18), Edge(date(2021, 11, 10), time(18))),
        ("2021-11-31", None),
        ("2021-11-10 25:00", None),
        ("18:00", None),
        (18, None),
        (None, None),
    ],
)
def test_an_edge_is_read_as_a_day_or_an_hour_of_it(value, edge):
    assert read_edge(value) == edge
    assert edge is None or read_edge(str(edge)) == edge


@pytest.mark.parametrize("text", ["2021-11-01 00:00", "2021-10-31 18:00", "2021-11-10 18:61"])
def test_a_phase_that_ends_before_it_begins_or_never_is_refused(text):
    with pytest.raises(ManifestWrong, match="application"):
        read_manifest(hour(text))
