"""form-js JSON becomes a tree, and what we would not honour is named instead of dropped."""

import pytest

from services.process.forms import FormFaulty, only, parse_form
from services.process.forms.fields import Group, Rows, leaves

from .sample import DEFECTS, LEAD, MEMBERS, VERDICT, field, form


def faults(*components) -> list[tuple[str, str]]:
    with pytest.raises(FormFaulty) as caught:
        form(*components)
    return [(problem.component, problem.message) for problem in caught.value.problems]


def test_a_form_names_what_it_can_write_and_locked_fields_are_not_among_it() -> None:
    read = form(
        LEAD, MEMBERS, field("textfield", "unit", "单位", readonly=True), field("textfield", "no", "号", disabled=True)
    )

    assert read.writable_keys == {"lead", "members"}
    assert read.writable_paths == {
        "lead.name",
        "lead.phone",
        "members[].name",
        "members[].birth_year",
        "members[].frontline",
    }


def test_a_dotted_key_and_a_group_with_a_path_mean_the_same_place() -> None:
    dotted = form(field("textfield", "lead.post", "职务"))
    grouped = form({"type": "group", "path": "lead", "components": [field("textfield", "post", "职务")]})

    assert dotted.writable_paths == grouped.writable_paths == {"lead.post"}


def test_labels_lose_the_blanks_that_printed_forms_put_into_them() -> None:
    read = form(field("textfield", "a", "姓   名"), field("textfield", "b", "E-mail 地址"))

    assert [leaf.label for leaf in leaves(read.fields)] == ["姓名", "E-mail 地址"]


def test_every_problem_is_reported_with_its_component() -> None:
    found = faults(
        field("textfield", "a b", "甲", id="f1"),
        field("filepicker", "file", "乙", id="f2", accept=".exe"),
        field("select", "s", "丙", id="f3"),
        field("textfield", "t", "丁", id="f4", conditional={"hide": "=1 +"}),
        field("textfield", "u", "", id="f5"),
        field("textfield", "v", "己", id="f6", validate={"pattern": "("}),
        field("datetime", "w", "庚", id="f7", subtype="week"),
        field("number", "x", "辛", id="f8", validate={"min": "many"}),
        field("textarea", "y", "壬", id="f9", properties={"count_group": "material"}),
    )

    assert [component for component, _ in found] == [f"f{n}" for n in range(1, 10)]


def test_two_fields_may_not_write_one_place() -> None:
    assert faults(field("textfield", "a", "甲", id="f1"), field("textfield", "a", "乙", id="f2"))[0][0] == "f2"
    assert faults(field("textfield", "a", "甲", id="f1"), field("textfield", "a.b", "乙", id="f2"))[0][0] == "f2"


@pytest.mark.parametrize("raw", [b"{", b"[]", b"{}", '{"components": [3]}'])
def test_what_is_no_form_is_refused(raw) -> None:
    with pytest.raises(FormFaulty):
        parse_form(raw)


def test_the_same_bytes_are_read_once() -> None:
    raw = b'{"id": "x", "components": []}'
    assert parse_form(raw) is parse_form(raw)


def test_a_correction_opens_only_what_it_names() -> None:
    whole = form(LEAD, MEMBERS, VERDICT, DEFECTS)

    assert only(whole, {"lead.phone"}).writable_paths == {"lead.phone"}
    assert only(whole, {"lead"}).writable_paths == {"lead.name", "lead.phone"}
    assert only(whole, {"members[2].name"}).writable_keys == {"members"}
    assert only(whole, set()).writable_keys == frozenset()
    assert whole.writable_keys == {"lead", "members", "verdict", "defects"}


def test_a_fixed_list_has_as_many_rows_as_the_form_says() -> None:
    rows = form({**MEMBERS, "allowAddRemove": False, "properties": {}}).fields[0]

    assert isinstance(rows, Rows)
    assert (rows.growable, rows.min_rows, rows.max_rows) == (False, 2, 2)


def test_names_that_conditions_read_are_known() -> None:
    assert form(VERDICT, DEFECTS).driving_names == {"verdict"}


def test_groups_without_a_path_only_give_a_heading() -> None:
    read = form({"type": "group", "label": "基本情况", "components": [field("textfield", "name", "名称")]})

    assert isinstance(read.fields[0], Group)
    assert read.writable_paths == {"name"}
