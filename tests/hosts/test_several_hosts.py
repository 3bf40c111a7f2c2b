"""Two web processes and two workers on one PostgreSQL, one worker killed in between: nothing lost, nothing doubled."""

from pathlib import Path

import pytest

from tests.hosts.sharing import share_the_work

pytestmark = pytest.mark.postgresql


def test_hosts_share_the_work_while_one_worker_is_killed(postgresql_url: str, tmp_path: Path) -> None:
    share_the_work(postgresql_url, tmp_path, say=60, expire=200, workers=2, patience=60)
