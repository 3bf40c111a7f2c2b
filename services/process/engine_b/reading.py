"""Looking into a snapshot without moving the instance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.process.rules.values import from_json

from .definition import Pool
from .feel_host import FeelHost
from .outcome import World
from .snapshot import check

OPEN_STATES = frozenset(("ready", "waiting", "started"))
INSTANCE = " [child]"


def variables(pool: Pool, snapshot: Mapping[str, Any] | None) -> dict[str, Any]:
    """The variables of the instance itself (not those of sub-processes). Empty before the first step."""
    if not snapshot:
        return {}
    check(snapshot)
    return dict(from_json(snapshot["processes"][0]["variables"]))


def look(pool: Pool, snapshot: Mapping[str, Any] | None, text: str, now: datetime, world: World) -> Any:
    """The value of a FEEL text (with or without "=") as the instance sees the world. Raises ExpressionFailed."""
    seen = variables(pool, snapshot)
    return FeelHost(now, world).within(text, lambda: (seen,), "")


def open_elements(snapshot: Mapping[str, Any] | None) -> list[str]:
    """The ids of the elements where the instance stands or listens, each once, in tree order."""
    if not snapshot:
        return []
    check(snapshot)
    found = [
        task[2].removesuffix(INSTANCE)
        for process in snapshot["processes"]
        if not process["completed"]
        for task in process["tasks"]
        if task[3] in OPEN_STATES and not _is_inner(task[2], process["process"])
    ]
    return list(dict.fromkeys(found))


def _is_inner(spec: str, process: str) -> bool:
    """Whether a task of SpiffWorkflow stands for nothing in the diagram."""
    return spec in {"Start", "End", f"{process}.EndJoin"} or spec.endswith((".BoundaryEventSplit", ".BoundaryEventJoin"))
