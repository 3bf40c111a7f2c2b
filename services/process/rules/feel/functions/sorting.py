"""The sort function (DMN 10.3.4.9)."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from ...comparing import before
from ...values import Function
from ..calling import invoke
from ..scope import Run
from .builtin import builtin


class _NoOrder(ValueError):
    """Two items of which neither comes first because they are not comparable."""


@builtin("sort", "list: list", "precedes: function", metered=True)
def _sort(run: Run, items: list[Any], precedes: Function) -> list[Any]:
    def order(one: Any, two: Any) -> int:
        answer = invoke(run, precedes, [one, two])
        if answer is True:
            return -1
        if answer is not False:
            raise _NoOrder
        return 1 if invoke(run, precedes, [two, one]) is True else 0

    return sorted(items, key=cmp_to_key(order))


@builtin("sort", "list: list", metered=True)
def _sort_naturally(run: Run, items: list[Any]) -> list[Any]:
    def order(one: Any, two: Any) -> int:
        run.charge()
        answer = before(one, two)
        if answer is None:
            raise _NoOrder
        return -1 if answer else int(before(two, one) is True)

    return sorted(items, key=cmp_to_key(order))
