"""Each clause of the notice lands somewhere, and each node is founded on something: both gaps are listed."""

import re

import pytest

from services.designer.check import check_package
from services.process.registry import Package
from services.process.registry.manifest import read_manifest
from services.wiring import EFFECTS
from tests.builders import city, edited
from tests.small_procedure import MANIFEST, manifest, package

HILL = package()
LIAONING = city()
CLAUSES = [c.id for c in read_manifest(LIAONING.files["procedure.yaml"]).clauses.values() if c.must_land]


def coverage(whole):
    return check_package(whole, EFFECTS).coverage


def with_clauses(*more, **changed):
    rows = [*MANIFEST["clauses"], *more]
    return Package("hill", {**HILL.files, "procedure.yaml": manifest(clauses=rows, **changed)})


def test_a_clause_that_lands_nowhere_is_listed_unless_it_only_informs():
    found = coverage(
        with_clauses({"id": "QS-2", "text": "二", "kind": "DMN"}, {"id": "QS-3", "text": "三", "kind": "INFO"})
    )
    assert (found.total, found.landed, found.uncovered) == (3, 1, ("QS-2",))


@pytest.mark.parametrize(
    "carried",
    [
        {"parameters": {"days": {"value": 5, "clause": "QS-2"}}},
        {"documents": [{"id": "d", "title": "表", "clause": "QS-2"}]},
    ],
)
def test_a_parameter_or_a_document_carries_a_clause(carried):
    assert coverage(with_clauses({"id": "QS-2", "text": "二", "kind": "DOC"}, **carried)).uncovered == ()


@pytest.mark.parametrize("path", ["rules.dmn", "forms/sheet.form"])
def test_a_table_or_a_form_carries_a_clause(path):
    whole = with_clauses({"id": "QS-2", "text": "二", "kind": "DMN"})
    old, new = {"rules.dmn": ('"QS-1"', '"QS-2"'), "forms/sheet.form": ('"label": "名称"', '"label": "名称（QS-2）"')}[
        path
    ]
    assert coverage(edited(whole, path, (old, new))).uncovered == ()


def test_the_beginning_of_another_clauses_name_is_not_that_clause():
    whole = with_clauses({"id": "QS-2", "text": "二", "kind": "DMN"}, {"id": "QS-2.1a", "text": "二一", "kind": "DMN"})
    assert coverage(edited(whole, "rules.dmn", ('"QS-1"', '"QS-2.1a"'))).uncovered == ("QS-2",)


def test_a_node_without_a_reason_is_listed():
    bare = edited(HILL, "procedure.bpmn", ('<zeebe:property name="clause" value="QS-1" />', ""))
    assert coverage(bare).unfounded == ("A_unit",)


def test_every_clause_of_the_first_city_has_landed_and_every_node_has_a_reason():
    found = coverage(LIAONING)
    assert (found.uncovered, found.unfounded) == ((), ())
    assert found.total > len(CLAUSES) > 20


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_of_the_first_city_that_is_taken_out_everywhere_is_missed(clause):
    word = re.compile(rf"(?<![\w.-]){re.escape(clause)}(?![\w]|\.\w)".encode())
    files = {
        path: word.sub(b"ZZ-0", raw) if path.endswith((".bpmn", ".dmn", ".form")) else raw
        for path, raw in LIAONING.files.items()
    }
    text = files["procedure.yaml"].decode()
    files["procedure.yaml"] = "\n".join(
        re.sub(rf"clause: [^}},]*{re.escape(clause)}[^}},]*", 'clause: ""', line) if "{id: LN-" not in line else line
        for line in text.splitlines()
        if not (" of: " in line and clause in line)  # a meter may not lose its clause: it goes as a whole
    ).encode()
    assert clause in coverage(Package("liaoning", files)).uncovered
