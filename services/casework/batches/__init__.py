"""Several tasks of one step decided together, each with a record of its own."""

from .decide import NotTogether, Outcome, decide_together, tasks_together

__all__ = ["NotTogether", "Outcome", "decide_together", "tasks_together"]
