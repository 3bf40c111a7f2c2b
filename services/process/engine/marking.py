"""Where an instance stands, for marking the diagram."""

from SpiffWorkflow.util.task import TaskState

from .gateways import name_in_diagram
from .node import LIVE
from .snapshot import Snapshot

SPLIT = ".BoundaryEventSplit"
INVISIBLE = (".BoundaryEventJoin", ".EndJoin")


def open_elements(snapshot: Snapshot) -> list[str]:
    """Ids of the elements on which a token stands, each once, outermost first. Listening boundary events hold none."""
    found: list[str] = []
    for workflow in snapshot["workflows"]:
        names = {row[0]: row[2] for row in workflow["tasks"]}
        for _, parent, name, state, _, _ in workflow["tasks"]:
            if not state & LIVE or name in ("Start", "End") or name.endswith(INVISIBLE):
                continue
            around = names.get(parent, "")
            if around.endswith(SPLIT) and state == TaskState.WAITING and around != name + SPLIT:
                continue
            found.append(name_in_diagram(name))
    return list(dict.fromkeys(found))
