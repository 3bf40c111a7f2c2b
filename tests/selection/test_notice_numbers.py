"""Two offices post at one moment: both are posted, each under a number of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from services.casework.completions import Completing, complete
from services.selection.public_notices import PublicNotice
from services.selection.public_notices.numbers import next_no
from tests.selection.drawn import posting


def test_notices_posted_at_one_moment_have_numbers_of_their_own(either_town):
    town, posts = either_town, 4
    town.deploy(posting("=add working days(now(), 5)"))
    for _ in range(posts):
        town.open_campaign()
    together = Barrier(posts)

    def post(task_id: int) -> None:
        together.wait()
        with town.house.work() as uow:
            complete(uow, town.who(uow, "office"), task_id, Completing({}))

    with ThreadPoolExecutor(posts) as hands:
        list(hands.map(post, [task.id for task in town.tasks("Post")]))
    assert sorted(n.no for n in town.rows(PublicNotice)) == [f"GS2021-00{n}" for n in range(1, posts + 1)]


class Stop(Exception):
    """Something goes wrong after the number was given."""


def test_a_post_that_fails_leaves_no_gap(either_town):
    def give(fails: bool = False) -> str:
        try:
            with either_town.house.work() as uow:
                no = next_no(uow, 2030)
                if fails:
                    raise Stop
                return no
        except Stop:
            return ""

    assert [give(), give(fails=True), give()] == ["GS2030-001", "", "GS2030-002"]
