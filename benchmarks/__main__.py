"""`python -m benchmarks`: one line for each figure with its limit. Ends with 1 if one is beyond it."""

import sys
from dataclasses import dataclass

from . import conditions, migrations, returns

RETURNS = 1_000
RUNNING_CASES = 10_000


@dataclass(frozen=True)
class Figure:
    """One measured thing."""

    name: str
    value: float
    limit: float
    unit: str

    @property
    def within(self) -> bool:
        """Whether it is as good as promised."""
        return self.value <= self.limit

    def __str__(self) -> str:
        mark = "ok" if self.within else "TOO MUCH"
        return f"{self.name:<58}{self.value:8.2f} {self.unit:<4} (<= {self.limit:g})  {mark}"


def measured() -> list[Figure]:
    """All figures, measured now."""
    old = returns.returned(returns.fresh(), RETURNS)
    first = returns.returned(returns.fresh(), 1)
    return [
        Figure(f"step of a case returned {RETURNS} times, of a fresh one", returns.ratio(old), 1.2, "x"),
        Figure("its snapshot, of that of a case returned once", len(old.raw) / len(first.raw), 1.05, "x"),
        Figure("condition of a gateway in FEEL", conditions.microseconds(), 20, "us"),
        Figure(f"preview of migrating {RUNNING_CASES} cases", migrations.previewed(RUNNING_CASES).seconds, 60, "s"),
    ]


def main() -> int:
    """Print them."""
    figures = measured()
    for figure in figures:
        print(figure)
    return 0 if all(figure.within for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
