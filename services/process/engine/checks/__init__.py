"""What the engine would execute wrongly or not at all is refused here, with the element and a sentence.

Each file holds rules of one kind: functions from a drawing to the problems they find.
"""

from ..definition import Problem
from ..drawing import Drawing
from . import calls, events, gateways, messages, nodes, paths, texts, whole, writers

RULES = (
    *whole.RULES, *nodes.RULES, *events.RULES, *messages.RULES, *calls.RULES, *paths.RULES, *gateways.RULES,
    *texts.RULES, *writers.RULES,
)  # fmt: skip


def check(drawing: Drawing) -> list[Problem]:
    """Every problem of a drawing, errors and warnings, each once, by file and element."""
    found = {problem for rule in RULES for problem in rule(drawing)}
    return sorted(found, key=lambda p: (p.file, p.element, p.severity, p.message))
