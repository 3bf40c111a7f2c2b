"""Compare two packages: diagrams, procedure.yaml, forms, tables, papers, stories; each change in one sentence."""

from collections.abc import Mapping

from services.process.registry import Package, Procedure, compile_package

from .change import Change
from .data import manifest_changes, pool_changes
from .diagram import diagram_changes
from .forms import form_changes
from .rules import table_changes
from .stories import paper_changes, story_changes

Compiled = tuple[Procedure, Procedure]


def compare(old: Package, new: Package, compiled: Compiled | None = None) -> list[Change]:
    """All changes, in the order diagrams, pools, procedure.yaml, forms, tables, papers, stories; none is told twice.

    `compiled`: both as procedures, where somebody has them ready. Raises what compile_package raises.
    """
    before, after = compiled or (compile_package(old), compile_package(new))
    return [
        *diagram_changes(before, after),
        *pool_changes(before, after),
        *manifest_changes(before.manifest, after.manifest),
        *form_changes(_forms(old), _forms(new), (before.forms, after.forms)),
        *table_changes(before.tables, after.tables),
        *paper_changes(before.papers, after.papers),
        *story_changes(old, new),
    ]


def sentences(changes: list[Change]) -> list[str]:
    """The changes as deployments and pages tell them; where there is none, that is said."""
    return [change.sentence for change in changes] or ["只有说明性文字或版面的改动，流程不变。"]


def _forms(package: Package) -> Mapping[str, bytes]:
    """Raw forms by their id: the city's own stands in for a shared one, as when it is compiled."""
    files = sorted(package.ending(".form").items(), key=lambda item: not item[0].startswith("shared/"))
    return {path.rsplit("/", 1)[-1].split(".", 1)[0]: raw for path, raw in files}
