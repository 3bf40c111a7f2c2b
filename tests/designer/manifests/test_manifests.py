"""procedure.yaml comes through the form unharmed, says what was typed, and a faulty one is told with its line."""

import pytest
import yaml

from services.designer.manifests import SECTIONS, CellsWrong, Row, read, written
from services.foundation.errors import Invalid
from services.process.registry.manifest import read_manifest
from tests.builders import city

CITIES = ("dalian", "langfang", "liaoning", "nanchang", "tongliao")


def file_of(name):
    return city(name).files["procedure.yaml"]


@pytest.mark.parametrize("name", CITIES)
def test_every_city_s_file_says_the_same_after_it_went_through_the_form(name):
    raw = file_of(name)
    held = read(raw)
    assert held.odd == []
    again = written(held.data, held.tables)
    assert read_manifest(again) == read_manifest(raw)
    assert yaml.safe_load(again).keys() == yaml.safe_load(raw).keys()
    assert read(again).tables == held.tables


def test_a_changed_parameter_is_the_only_change_and_keys_without_a_column_stay():
    held = read(file_of("liaoning"))
    row = next(r for r in held.tables["parameters"] if r.cells[""] == "notice_min_working_days")
    row.cells["value"] = "7"
    after, before = yaml.safe_load(written(held.data, held.tables)), yaml.safe_load(file_of("liaoning"))
    assert after["parameters"]["notice_min_working_days"]["value"] == 7
    before["parameters"]["notice_min_working_days"]["value"] = 7
    assert after == before
    assert "meters" in after


def test_rows_are_added_and_removed_and_an_empty_row_is_none():
    held = read(file_of("liaoning"))
    held.tables["roles"] = [
        *held.tables["roles"][1:],
        Row({"role": "city:office", "title": "市总工会经办", "organ": ""}),
        Row({"role": "", "title": "", "organ": ""}),
    ]
    roles = yaml.safe_load(written(held.data, held.tables))["roles"]
    assert roles[-1] == {"role": "city:office", "title": "市总工会经办"}
    assert len(roles) == len(held.data["roles"])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("5", 5),
        ("0.5", 0.5),
        ("false", False),
        ("[甲, 乙]", ["甲", "乙"]),
        ('"5"', "5"),
        ("市 总：工会", "市 总：工会"),
    ],
)
def test_a_value_is_what_it_looks_like_and_reads_back_as_it_was_typed(typed, value):
    held = read(b"id: a\ntitle: b\n")
    held.tables["parameters"] = [Row({"": "one", "value": typed})]
    raw = written(held.data, held.tables)
    assert yaml.safe_load(raw)["parameters"]["one"]["value"] == value
    assert yaml.safe_load(read(raw).tables["parameters"][0].cells["value"]) == value


def test_cells_that_cannot_be_written_are_named_each():
    held = read(b"id: a\ntitle: b\n")
    held.tables["parameters"] = [Row({"": "一 二", "value": "1"}), Row({"": "two", "value": "[1"})]
    with pytest.raises(CellsWrong) as refused:
        written(held.data, held.tables)
    assert refused.value.fields.keys() == {"parameters-0-", "parameters-1-value"}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"id: a\n  b: c\n", "第 2 行"),
        ("标题: 甲".encode("gbk"), "UTF-8"),
        (b"- a", "键: 值"),
        (b"day: 2026-02-31\n", "不存在的日期"),
        (b"&a [*b]", "第 1 行"),
        (b"[" * 3000, "层次太多"),
    ],
)
def test_a_faulty_file_is_told_with_its_line(raw, said):
    with pytest.raises(Invalid, match=said):
        read(raw)


def test_a_section_written_otherwise_is_left_alone():
    raw = b"id: a\ntitle: b\nroles: everybody\n"
    held = read(raw)
    assert held.odd == ["roles"]
    assert yaml.safe_load(written(held.data, held.tables)) == {"id": "a", "title": "b", "roles": "everybody"}


def test_no_two_columns_of_a_section_have_one_key():
    for section in SECTIONS:
        assert len({c.key for c in section.columns}) == len(section.columns)
