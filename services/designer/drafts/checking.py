"""The check of a draft, told so that a page can lead to the place: line and column, and where each clause landed."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from services.foundation.errors import Faulty, Refusal
from services.process import engine
from services.process.engine import Problem
from services.process.registry import Manifest, Package
from services.process.registry.manifest import read_manifest

from ..check import Report, check_package

WRITTEN_LINE = re.compile(r"第 ?(\d+) ?行(?:第 ?(\d+) ?列)?|line (\d+), column (\d+)")
BROKEN_XML = re.compile(r"不是有效的 XML：.*line (\d+), column (\d+).*", re.DOTALL)


def check_draft(package: Package, effects: Collection[str]) -> dict[str, Any]:
    """The object of `procedure check --json`; a problem has also line and column (from 1) where they are known.

    `clauses.list`: [{id, article, text, landed_on: [place]}]. Never raises for what somebody may have written.
    """
    report, missing = _report(package, effects)
    told = report.as_json()
    told["problems"] = missing + [_told(package, problem) for problem in report.problems]
    told["ok"] = report.ok and not missing
    told["clauses"]["list"] = _clauses(package)
    return told


def place_of(raw: bytes, element: str, message: str) -> tuple[int, int] | None:
    """Line and column, from 1, of an element in a file, or of the place that the sentence names itself."""
    text = raw.decode("utf-8", "replace")
    quoted = re.escape(element)
    found = element and re.search(rf"""\b(?:id|key|name|role)["']?\s*[=:]\s*["']?{quoted}(?![\w.:-])""", text)
    if found:
        return text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
    named = None if element else WRITTEN_LINE.search(message)
    return (int(named[1] or named[3]), int(named[2] or named[4] or 1)) if named is not None else None


def manifest_of(package: Package) -> Manifest | None:
    """procedure.yaml as it reads, None where it does not."""
    try:
        return read_manifest(package.files.get("procedure.yaml", b""))
    except Refusal:
        return None


def definition_of(package: Package) -> engine.Definition | None:
    """The diagrams as the engine reads them, None where it cannot."""
    try:
        return engine.parse(package.ending(".bpmn"))
    except (Refusal, Faulty, engine.Unsupported):
        return None


def _report(package: Package, effects: Collection[str]) -> tuple[Report, list[dict[str, Any]]]:
    if "procedure.yaml" in package.files:
        return check_package(package, effects), []
    sentence = "办法包缺少 procedure.yaml，请新建一个。"
    absent = {"severity": "error", "file": "procedure.yaml", "element": "", "message": sentence}
    whole = Package(package.name, {**package.files, "procedure.yaml": b""})
    report = check_package(whole, effects)
    others = tuple(p for p in report.problems if p.file != "procedure.yaml")
    return Report(report.procedure, package.digest, others, report.coverage), [absent]


def _told(package: Package, problem: Problem) -> dict[str, Any]:
    told: dict[str, Any] = {
        "severity": problem.severity,
        "file": problem.file,
        "element": problem.element,
        "message": BROKEN_XML.sub(r"不是有效的 XML：第 \1 行第 \2 列附近格式不对。", problem.message),
    }
    place = place_of(package.files.get(problem.file, b""), problem.element, problem.message)
    if place is not None:
        told["line"], told["column"] = place
    return told


def _clauses(package: Package) -> list[dict[str, Any]]:
    """Each clause and where it landed: elements of the diagrams, tables and forms, places of procedure.yaml."""
    manifest, definition = manifest_of(package), definition_of(package)
    if manifest is None:
        return []
    landed: dict[str, dict[str, None]] = {}
    for clause, place in (*_drawn(definition), *_written(package, manifest)):
        landed.setdefault(clause, {})[place] = None
    return [
        {"id": c.id, "article": c.article, "text": c.text, "landed_on": list(landed.get(c.id, {}))}
        for c in manifest.clauses.values()
    ]


def _drawn(definition: engine.Definition | None) -> Iterator[tuple[str, str]]:
    for pool in definition.pools.values() if definition is not None else ():
        for element in pool.elements.values():
            for clause in element.properties.get("clause", "").split():
                yield clause, element.id


def _written(package: Package, manifest: Manifest) -> Iterator[tuple[str, str]]:
    ids = sorted(manifest.clauses, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<![\w.-]){re.escape(i)}(?![\w]|\.\w)" for i in ids) or r"(?!)")
    for path, raw in {**package.ending(".dmn"), **package.ending(".form")}.items():
        for clause in pattern.findall(raw.decode("utf-8", "replace")):
            yield clause, path
    for name, clauses in manifest.parameter_clauses.items():
        yield from ((clause, f"parameters.{name}") for clause in clauses.split())
    for name, row in manifest.documents.items():
        yield from ((clause, f"documents.{name}") for clause in str(row.get("clause", "")).split())
    for target in manifest.targets:
        yield from ((clause, f"targets.{target.id}") for clause in target.clause.split())
