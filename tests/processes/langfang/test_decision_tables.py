"""Langfang's decision tables against vectors.yaml: the vectors of the notice and one for every rule of every table."""

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from services.process.registry.manifest import read_manifest
from tests.builders import city
from tests.processes.langfang.sound import VECTORS
from tests.processes.vectors import tables

LANGFANG = city("langfang")
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"


@pytest.mark.parametrize("vector", VECTORS.rows, ids=[v["name"] for v in VECTORS.rows])
def test_a_vector_holds(vector: dict[str, Any]) -> None:
    assert VECTORS.misses(LANGFANG, vector) == []


def rules() -> list[tuple[str, str]]:
    files = LANGFANG.ending(".dmn")
    return [(path, str(rule.get("id"))) for path in files for rule in etree.fromstring(files[path]).iter(f"{DMN}rule")]


@pytest.mark.parametrize(("path", "rule"), rules(), ids=[rule for _, rule in rules()])
def test_no_rule_can_be_taken_out_unnoticed(path: str, rule: str) -> None:
    """A clause has landed only if removing its rule makes a vector fail."""
    root = etree.fromstring(LANGFANG.files[path])
    (row,) = [r for r in root.iter(f"{DMN}rule") if r.get("id") == rule]
    table = row.getparent()
    assert table is not None
    table.remove(row)
    without = replace(LANGFANG, files={**LANGFANG.files, path: etree.tostring(root)})
    mine = [v for v in VECTORS.rows if v["decision"] in tables(without)]
    assert any(VECTORS.misses(without, vector) for vector in mine)


def test_what_a_table_says_names_a_known_clause_or_default() -> None:
    manifest = read_manifest(LANGFANG.files["procedure.yaml"])
    known = {*manifest.clauses, *manifest.defaults}
    for path, raw in LANGFANG.ending(".dmn").items():
        for entry in etree.fromstring(raw).iter(f"{DMN}outputEntry"):
            text = entry.findtext(f"{DMN}text") or ""
            if text.startswith(('"LF-', '"D-')):
                assert text.strip('"') in known, f"{path}: {text}"
