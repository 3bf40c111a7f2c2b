"""A clause has landed only if taking away what carries it makes a named vector or story fail.

landings.yaml of a city: clause -> what to take away, one row for each word of the clause's `kind`:

    LN-1.4a:
      - {as: DMN, rule: LN_conditions_rule_11, fails: {vector: 运行不满一年}}
      - {as: NODE, node: LN_T4, fails: {story: barred_by_discipline}}

What can be taken away: `node` (what led to it leads past it), `timer` (it never fires), `due` (a task's last day),
`guard` (a task's), `rule` (of a decision table), `field` (`<form>: <key or path>`), `document`, `parameter` with
`becomes`, `text` (`{file, from, to}`). `file` names another diagram than procedure.bpmn. What must fail is a `vector`,
a `story`, or the `check` with these words; in the first two cases the package without it still passes the check, so
that the failure comes from the run and not from the parser.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml
from lxml import etree

from services.designer.check import check_package
from services.designer.rehearse import comes_true, read_story
from services.process.registry import Package
from services.process.registry.manifest import read_manifest
from services.wiring import EFFECTS, REHEARSED

from .redrawing import Drawing
from .vectors import Vectors

DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
Row = Mapping[str, Any]


def rows_of(landings: Mapping[str, list[Row]]) -> list[tuple[str, Row]]:
    """Every row with its clause."""
    return [(clause, row) for clause, rows in landings.items() for row in rows]


def called(clause: str, row: Row) -> str:
    """What a row is called in the list of tests."""
    kind = next(kind for kind in TAKES if kind in row)
    return f"{clause} {row['as']} {kind} {row[kind]}"


def without_a_row(package: Package, landings: Mapping[str, list[Row]]) -> Iterator[str]:
    """Clauses, or words of their kind, that have no row; INFO needs none."""
    for clause in read_manifest(package.files["procedure.yaml"]).clauses.values():
        told = {row["as"] for row in landings.get(clause.id, ())}
        yield from (f"{clause.id} {kind}" for kind in clause.kinds if kind != "INFO" and kind not in told)


def is_missed(package: Package, row: Row, vectors: Vectors) -> bool:
    """Whether a package without what the row takes away fails where the row says."""
    poorer = taken_away(package, row)
    ((kind, name),) = row["fails"].items()
    if kind == "story":  # deployed for it, and so checked
        return not comes_true(poorer, REHEARSED, read_story(f"{name}.yaml", poorer.scenarios[f"{name}.yaml"], poorer))
    problems = [p.message for p in check_package(poorer, EFFECTS).problems if p.severity == "error"]
    if kind == "check":
        return any(name in message for message in problems)
    assert problems == [], problems
    return bool(vectors.misses(poorer, vectors.named(str(name))))


def taken_away(package: Package, row: Row) -> Package:
    """The package without it."""
    (kind,) = [kind for kind in TAKES if kind in row]
    return TAKES[kind](package, row)


def _drawn(change: Callable[[Drawing, str], None], key: str) -> Callable[[Package, Row], Package]:
    def take(package: Package, row: Row) -> Package:
        drawing = Drawing(package, row.get("file", "procedure.bpmn"))
        change(drawing, row[key])
        return drawing.package()

    return take


def _rule(package: Package, row: Row) -> Package:
    for path, raw in package.ending(".dmn").items():
        root = etree.fromstring(raw)
        for rule in root.iter(f"{DMN}rule"):
            if rule.get("id") == row["rule"]:
                rule.getparent().remove(rule)
                return _with(package, path, etree.tostring(root))
    raise AssertionError(f"no rule {row['rule']}")


def _field(package: Package, row: Row) -> Package:
    ((form, name),) = row["field"].items()
    path = next(p for p in (f"forms/{form}.form", f"shared/forms/{form}.form") if p in package.files)
    document = json.loads(package.files[path])
    assert _pull(document, name), f"{form} has no {name}"
    return _with(package, path, json.dumps(document, ensure_ascii=False).encode())


def _pull(holder: dict[str, Any], name: str) -> bool:
    inside = holder.get("components", [])
    kept = [c for c in inside if name not in (c.get("key"), c.get("path"))]
    holder["components"] = kept
    return len(kept) < len(inside) or any([_pull(c, name) for c in kept])


def _document(package: Package, row: Row) -> Package:
    manifest = yaml.safe_load(package.files["procedure.yaml"])
    kept = [d for d in manifest["documents"] if d["id"] != row["document"]]
    assert len(kept) < len(manifest["documents"]), f"no document {row['document']}"
    poorer = _with_manifest(package, {**manifest, "documents": kept})
    for path, raw in poorer.ending(".bpmn").items():
        # What lets a person look at it ahead would dangle, and the check would say so before any story does.
        ahead = f'<zeebe:property name="document" value="{row["document"]}" />'.encode()
        poorer = _with(poorer, path, raw.replace(ahead, b""))
    return poorer


def _parameter(package: Package, row: Row) -> Package:
    manifest = yaml.safe_load(package.files["procedure.yaml"])
    manifest["parameters"][row["parameter"]]["value"] = row["becomes"]
    return _with_manifest(package, manifest)


def _text(package: Package, row: Row) -> Package:
    change = row["text"]
    text = package.files[change["file"]].decode()
    assert text.count(change["from"]) == 1, f"{change['from']} stands {text.count(change['from'])} times"
    return _with(package, change["file"], text.replace(change["from"], change["to"]).encode())


def _with_manifest(package: Package, manifest: dict[str, Any]) -> Package:
    return _with(package, "procedure.yaml", yaml.safe_dump(manifest, allow_unicode=True, sort_keys=False).encode())


def _with(package: Package, path: str, content: bytes) -> Package:
    return replace(package, files={**package.files, path: content})


TAKES: dict[str, Callable[[Package, Row], Package]] = {
    "node": _drawn(Drawing.bypass, "node"),
    "timer": _drawn(Drawing.never, "timer"),
    "due": _drawn(lambda drawing, id: drawing.without(id, "due"), "due"),
    "guard": _drawn(lambda drawing, id: drawing.without(id, "guard"), "guard"),
    "rule": _rule,
    "field": _field,
    "document": _document,
    "parameter": _parameter,
    "text": _text,
}
