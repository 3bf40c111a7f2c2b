"""Stories have nothing to do with each other, so a package's many stories are played by as many processes as cores."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

Told = TypeVar("Told")
WORTH_IT = 6  # fewer stories are over before the processes have begun

_play: Callable[[int], Any] | None = None  # what the processes that are forked off find to do


def side_by_side(count: int, play: Callable[[int], Told]) -> Iterator[Told]:
    """`play(0)`, `play(1)` … in this order; what it gives must be picklable where there are many.

    One after the other where this process has threads: a fork would copy their locks, and nobody to open them.
    """
    global _play
    alone = threading.active_count() > 1 or "fork" not in get_all_start_methods()
    cores = os.cpu_count() or 1
    if count < WORTH_IT or alone or cores == 1:
        yield from map(play, range(count))
        return
    _play = play
    try:
        with ProcessPoolExecutor(min(cores, count), mp_context=get_context("fork")) as processes:
            yield from processes.map(_take, range(count), chunksize=1)
    finally:
        _play = None


def _take(number: int) -> Any:
    assert _play is not None
    return _play(number)
