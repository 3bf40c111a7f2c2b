"""procedure.yaml is read whole or refused with a sentence that names the key at fault."""

from datetime import date

import pytest

from services.process.registry import ManifestWrong
from services.process.registry.manifest import read_manifest
from tests.small_procedure import manifest


def test_a_manifest_says_what_the_diagram_cannot():
    read = read_manifest(manifest(parameters={"grant": {"value": 3, "title": "资金", "clause": "QS-1"}, "days": 5}))
    assert (read.id, read.short, read.recommender_level) == ("hill", "QS", "county")
    assert read.windows["application"].end == date(2021, 11, 10)
    assert read.parameters == {"grant": 3, "days": 5}
    assert read.parameter_titles == {"grant": "资金", "days": "days"}
    assert read.parameter_clauses["grant"] == "QS-1"


def test_the_short_name_is_the_id_where_none_is_given():
    assert read_manifest(manifest(short=None)).short == "HILL"


@pytest.mark.parametrize(
    ("kind", "must_land"), [("NODE", True), (["INFO", "TIMER"], True), ("INFO", False), (["org"], False)]
)
def test_a_clause_must_land_unless_it_only_informs(kind, must_land):
    read = read_manifest(manifest(clauses=[{"id": "QS-9", "text": "说明", "kind": kind}]))
    assert read.clauses["QS-9"].must_land is must_land


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"id": None}, "id"),
        ({"id": 7}, "id"),
        ({"title": "  "}, "title"),
        ({"colour": "red"}, "colour"),
        ({"windows": [1]}, "windows"),
        ({"windows": {"naming": {"start": "soon", "end": "later"}}}, "naming"),
        ({"windows": {"naming": None}}, "naming"),
        ({"windows": {"naming": {"start": date(2021, 2, 2), "end": date(2021, 2, 1)}}}, "naming"),
        ({"parameters": ["grant"]}, "parameters"),
        ({"roles": {"own:lead": "领衔人"}}, "roles"),
        ({"roles": [{"role": "own:lead"}]}, "roles”第 1 行缺少“title"),
        ({"clauses": [{"id": "QS-1", "text": "一", "kind": "NODE"}, {"id": "QS-2", "text": "二"}]}, "第 2 行缺少“kind"),
        ({"clauses": [{"id": "QS-1", "text": "一", "kind": "NODE"}] * 2}, "QS-1"),
        ({"clauses": ["QS-1"]}, "clauses"),
        ({"documents": [{"id": "a"}]}, "documents"),
        ({"defaults": [{"id": ["D-01"], "text": "一"}]}, "defaults"),
        ({"case": "title"}, "case"),
        ({"notice": "关于"}, "notice"),
    ],
)
def test_what_is_wrong_is_refused_with_its_key(changed, named):
    with pytest.raises(ManifestWrong) as refused:
        read_manifest(manifest(**changed))
    assert named in refused.value.sentence


@pytest.mark.parametrize(
    "raw",
    [
        b"id: [1",
        b"\xff\xfe",
        b"- 1",
        b"",
        b"title: a\nwindows: {naming: {start: 2021-02-30, end: 2021-03-01}}",
        b"id: !!python/object/apply:os.system [ls]",
        b"[" * 3000,
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_else(raw):
    with pytest.raises(ManifestWrong, match=r"procedure\.yaml"):
        read_manifest(raw)


def test_the_place_of_a_fault_is_told_by_line():
    with pytest.raises(ManifestWrong, match="第 2 行"):
        read_manifest(b"id: hill\ntitle: ]\n")
