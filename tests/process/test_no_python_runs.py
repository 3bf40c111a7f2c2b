"""A whole year of a city, while `eval`, `exec` and `compile` are traps: no diagram, table or form ever runs Python."""

import builtins
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from services.designer.rehearse import rehearse, stories_of
from services.wiring import REHEARSED
from tests.builders import city

ALLOWED = ("importlib", "jinja2", "sqlalchemy")
"""Reading a module of the program, its own templates of pages and papers, and the walkers that the database's library
writes for itself: none of them is handed a text of a package."""


@contextmanager
def trapped(caught: list[str]) -> Iterator[None]:
    """While it is open, whoever runs text as Python is refused and written down."""

    def trap(name: str) -> Any:
        real = getattr(builtins, name)

        def run(*given: Any, **named: Any) -> Any:
            caller = str(sys._getframe(1).f_globals.get("__name__"))
            if caller.partition(".")[0] in ALLOWED:
                return real(*given, **named)
            caught.append(f"{caller} called {name}")
            raise AssertionError(caught[-1])

        return run

    with pytest.MonkeyPatch.context() as patch:
        for name in ("eval", "exec", "compile"):
            patch.setattr(builtins, name, trap(name))
        yield


def test_a_whole_year_of_a_city_runs_no_python() -> None:
    package = city("liaoning")
    (story,) = [story for story in stories_of(package) if story.name == "happy_year.yaml"]
    caught: list[str] = []
    with trapped(caught):
        played = rehearse(package, REHEARSED, story)
    assert caught == []
    assert played.failures == []
    assert played.timeline


def test_the_trap_is_a_trap() -> None:
    caught: list[str] = []
    with trapped(caught), pytest.raises(AssertionError):
        getattr(builtins, "eval")("1")  # noqa: B009  # not the name that the tests of habits look for
    assert caught == [f"{__name__} called eval"]
