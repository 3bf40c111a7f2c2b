"""The whole check of a package: every file by itself, then what each says of the others."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.foundation.errors import Faulty, Refusal
from services.process import engine
from services.process.engine import Problem
from services.process.forms import Form
from services.process.registry import Manifest, Package, read_form
from services.process.registry.manifest import read_manifest
from services.process.rules.dmn import Decisions

from .begun import begun_problems
from .coverage import NOTHING, Coverage, coverage
from .deeds import deed_problems
from .papers import paper_problems
from .references import Parts, reference_problems
from .reminders import reminder_problems
from .tables import read_tables
from .yearly import call_problems, yearly_problems


@dataclass(frozen=True)
class Report:
    """What the check found. `ok` means that the package can be deployed."""

    procedure: str
    version: str
    problems: tuple[Problem, ...]
    coverage: Coverage

    @property
    def ok(self) -> bool:
        """No problem is an error (warnings do not hinder)."""
        return not any(p.severity == "error" for p in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The object of the command `procedure check --json`."""
        return {
            "ok": self.ok,
            "procedure": self.procedure,
            "version": self.version,
            "problems": [
                {"severity": p.severity, "file": p.file, "element": p.element, "message": p.message}
                for p in self.problems
            ],
            "clauses": {
                "total": self.coverage.total,
                "landed": self.coverage.landed,
                "uncovered": list(self.coverage.uncovered),
                "unfounded": list(self.coverage.unfounded),
            },
        }


def check_package(package: Package, effects: Collection[str]) -> Report:
    """Check everything; never raises for what a designer may have written. `effects`: types the house can carry out."""
    problems: list[Problem] = []
    manifest = _read(problems, "procedure.yaml", lambda: read_manifest(package.files["procedure.yaml"]))
    diagrams = package.ending(".bpmn")
    problems += engine.find_problems(diagrams)
    tables = read_tables(package, problems)
    forms = {p: _read(problems, p, partial(read_form, raw)) for p, raw in package.ending(".form").items()}
    found = NOTHING
    if manifest is not None and not any(p.severity == "error" and p.file.endswith(".bpmn") for p in problems):
        parts = _parts(package, manifest, diagrams, tables, forms, effects)
        problems += reference_problems(parts) + deed_problems(parts) + paper_problems(package, parts)
        problems += begun_problems(parts)
        problems += [*yearly_problems(parts), *call_problems(parts), *reminder_problems(parts)]
        found = coverage(package, parts)
    name = manifest.id if manifest else package.name
    if manifest is not None and manifest.id != package.name:
        problems.append(Problem("procedure.yaml", "id", f"编号“{manifest.id}”应与文件夹名“{package.name}”相同。"))
    return Report(name, package.digest, tuple(dict.fromkeys(problems)), found)


def _parts(
    package: Package,
    manifest: Manifest,
    diagrams: dict[str, bytes],
    tables: Mapping[str, Decisions | None],
    forms: dict[str, Form | None],
    effects: Collection[str],
) -> Parts:
    return Parts(
        manifest=manifest,
        definition=engine.parse(diagrams),
        decisions={name for table in tables.values() if table is not None for name in table.ids},
        forms={path.rsplit("/", 1)[-1].split(".", 1)[0]: form for path, form in forms.items() if form is not None},
        effects=frozenset(effects),
    )


def _read(problems: list[Problem], path: str, read: Callable[[], Any]) -> Any:
    """Read one file; what it refuses with becomes a problem of that file."""
    try:
        return read()
    except (Refusal, Faulty) as error:
        sentence = error.sentence if isinstance(error, Refusal) else str(error)
        problems.append(Problem(path, str(getattr(error, "element", "") or ""), sentence))
        return None
