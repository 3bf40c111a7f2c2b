"""Two web processes and three workers share 2,000 completions and 10,000 due deadlines; one worker is killed."""

from pathlib import Path

import pytest

from tests.hosts.sharing import share_the_work

pytestmark = [pytest.mark.chaos, pytest.mark.postgresql]


@pytest.mark.timeout(3600)
def test_a_day_of_a_province(postgresql_url: str, tmp_path: Path) -> None:
    share_the_work(postgresql_url, tmp_path, say=2_000, expire=10_000, workers=3, patience=1_800)
