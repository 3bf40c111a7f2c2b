"""Days of the demonstration: a campaign may stand on its own days, or an older notice's days are moved to it."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from app.demo.autopilot import Autopilot
from app.demo.clock import BEGINS
from app.demo.load import _back, _opens
from services.foundation.clock import local_day

FIRST_MORNING = local_day(BEGINS)


@pytest.mark.parametrize(
    ("entry", "opens", "moved_back"),
    [
        ({"weeks_ago": 52}, FIRST_MORNING - timedelta(weeks=52), timedelta(weeks=52)),
        ({"day": date(2019, 8, 16)}, date(2019, 8, 16), timedelta()),
        ({"day": date(2021, 7, 9), "weeks_ago": -99}, date(2021, 7, 9), timedelta(weeks=-99)),
    ],
)
def test_a_campaign_opens_on_its_day_and_its_phases_move_with_it(entry, opens, moved_back):
    assert (local_day(_opens(entry)), _back(entry)) == (opens, moved_back)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2019-09-20", "2021-08-01"),  # would be 13 August: not come yet
        ("2019-08-20", "2021-07-13"),
        ("2016-03-01", "2016-03-01"),  # a founding day of long ago
        ("同意推荐。", "同意推荐。"),
    ],
)
def test_days_of_the_storys_own_year_are_moved_but_never_into_the_future(written, found):
    pilot = SimpleNamespace(back=timedelta(weeks=-99), since=date(2019, 8, 16))
    assert Autopilot._moved(pilot, written, date(2021, 8, 1)) == found
