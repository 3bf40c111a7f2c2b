"""A compiled procedure: diagram, tables and forms of one version, ready to be stepped. Compiled once per digest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from services.foundation.errors import Faulty
from services.process import engine
from services.process.forms import Form, parse_form
from services.process.rules.dmn import Decisions, parse_dmn

from .manifest import Manifest, read_manifest
from .package import Package


@dataclass(frozen=True)
class Procedure:
    """Everything of one version that a running instance needs."""

    digest: str
    manifest: Manifest
    definition: engine.Definition
    decisions: Mapping[str, Decisions]
    forms: Mapping[str, Form]
    tables: Mapping[str, bytes]
    papers: Mapping[str, bytes]
    diagrams: Mapping[str, bytes]

    def pool(self, process: str) -> engine.Pool:
        """The pool of a process id. Raises Faulty when this version has none."""
        if process not in self.definition.pools:
            raise Faulty(f"办法“{self.manifest.title}”里没有泳池“{process}”。")
        return self.definition.pools[process]

    def pools_about(self, subject: str) -> list[engine.Pool]:
        """The pools whose property `subject` says they are about such a thing."""
        return [p for p in self.definition.pools.values() if p.properties.get("subject") == subject]

    def form(self, form_id: str) -> Form:
        """A form of this version. Raises Faulty when it has none of that id."""
        if form_id not in self.forms:
            raise Faulty(f"办法“{self.manifest.title}”里没有表单“{form_id}”。")
        return self.forms[form_id]

    def decide(self, decision: str, lookup: Callable[[str], Any], library: Mapping[str, Any]) -> Any:
        """The result of a decision for these variables. Raises Faulty when unknown or contradictory."""
        if decision not in self.decisions:
            raise Faulty(f"办法“{self.manifest.title}”里没有决策“{decision}”。")
        return self.decisions[decision].decide(decision, lookup, library)


# Checked, deployed and run one after the other, the same bytes are read once: neither is ever changed.
_read_table = lru_cache(maxsize=64)(parse_dmn)
read_form = lru_cache(maxsize=128)(parse_form)


def read_table(path: str, files: Mapping[str, bytes]) -> Decisions:
    """The decision model of a file, which may import those beside it; what is wrong with it are its `problems`.
    Raises DmnError for what is no such file."""
    raw = files[path]
    others = tuple(other for name, other in files.items() if name != path) if b"import" in raw else ()
    return _read_table(raw, False, others)


def compile_package(package: Package) -> Procedure:
    """Compile every diagram, table and form of a package. Raises Unsupported, FeelError, ManifestWrong ..."""
    decisions: dict[str, Decisions] = {}
    models = package.ending(".dmn")
    for path in models:
        table = read_table(path, models)
        if table.problems:
            raise table.problems[0]
        decisions.update(dict.fromkeys(table.ids, table))
    bpmn = package.ending(".bpmn")
    return Procedure(
        digest=package.digest,
        manifest=read_manifest(package.files["procedure.yaml"]),
        definition=engine.parse(bpmn),
        decisions=decisions,
        forms={_stem(p): read_form(raw) for p, raw in _shared_first(package.ending(".form"))},
        tables=package.ending(".dmn"),
        papers={_stem(p): raw for p, raw in _shared_first(package.ending(".paper.yaml"))},
        diagrams=bpmn,
    )


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].split(".", 1)[0]


def _shared_first(files: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """The city's own form stands in for a shared one of the same name."""
    return sorted(files.items(), key=lambda item: not item[0].startswith("shared/"))
