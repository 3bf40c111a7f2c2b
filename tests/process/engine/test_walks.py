"""Random walks: what is pruned and saved at every step behaves as what never forgets anything."""

from collections.abc import Iterator

import pytest

from services.process.engine import report, running

from .play import Play, pool_of
from .torture import BEFORE_JOIN, DIAGRAM, Walker, seen, to_the_end

POOL = pool_of(DIAGRAM)


class Unpruned(Play):
    """A play whose steps keep the whole past."""

    def _do(self, command: object) -> "Play":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(report, "prune", lambda top: None)
            patch.setattr(running, "prune", lambda top: None)
            return super()._do(command)  # type: ignore[arg-type]


def specs() -> Iterator[tuple[str, str, list[str], list[str]]]:
    for spec in (POOL.spec, *POOL.subs.values()):
        for task in spec.task_specs.values():
            yield spec.name, task.name, list(task._inputs), list(task._outputs)


@pytest.mark.parametrize("seed", range(60))
def test_a_pruned_walk_shows_what_an_unpruned_one_shows_and_comes_to_an_end(seed: int) -> None:
    walker, pruned, whole = Walker(seed), Play(POOL).start(), Unpruned(POOL).start()
    for _ in range(25):
        if pruned.finished:
            break
        walker.go(pruned, whole)
        assert seen(pruned) == seen(whole)
    assert len(whole.raw) > len(pruned.raw)
    to_the_end(pruned)


def test_no_walk_passes_the_join_while_a_branch_is_open_and_the_specs_stay_as_they_were() -> None:
    before = list(specs())
    for seed in range(100, 130):
        walker, play = Walker(seed), Play(POOL).start()
        for _ in range(40):
            if play.finished:
                break
            walker.go(play)
            if "decide" in play.open:
                assert not BEFORE_JOIN & set(play.open), (seed, play.open)
    assert list(specs()) == before
