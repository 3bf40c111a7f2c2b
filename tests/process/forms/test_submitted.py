"""What a browser posts becomes nested answers, as typed; rows come and go with plain buttons."""

from werkzeug.datastructures import MultiDict

from services.process.forms import pressed, read_submitted, with_row, without_row

from .sample import LEAD, MEMBERS, VERDICT, field, form

CHECKS = field("checklist", "kinds", "类型", values=[{"label": "一", "value": "1"}, {"label": "二", "value": "2"}])
READ = form(LEAD, MEMBERS, VERDICT, CHECKS, field("textfield", "no", "编号", readonly=True))


def test_names_of_controls_become_nested_answers() -> None:
    posted = MultiDict(
        [
            ("lead-name", " 张建国 "),
            ("members-rows", "2"),
            ("members-0-name", "李敏"),
            ("members-0-birth_year", "很早"),
            ("members-0-frontline-asked", "1"),
            ("members-0-frontline", "true"),
            ("members-1-frontline-asked", "1"),
            ("kinds-asked", "1"),
            ("kinds", "2"),
            ("kinds", "1"),
            ("no", "改编号"),
            ("csrf_token", "x"),
        ]
    )

    assert read_submitted(READ, posted) == {
        "lead": {"name": " 张建国 "},
        "members": [{"name": "李敏", "birth_year": "很早", "frontline": True}, {"frontline": False}],
        "kinds": ["2", "1"],
    }


def test_a_page_cannot_claim_more_rows_than_the_form_allows() -> None:
    for claim, rows in (("9999999999", 0), ("-1", 0), ("x", 0), ("4000", 4), ("3", 3)):
        assert len(read_submitted(READ, MultiDict([("members-rows", claim)]))["members"]) == rows


def test_a_box_that_was_not_on_the_page_is_not_taken_for_unticked() -> None:
    assert "kinds" not in read_submitted(READ, MultiDict())


def test_rows_are_added_and_removed_without_touching_the_rest() -> None:
    answers = {"lead": {"name": "甲"}, "members": [{"name": "一"}, {"name": "二"}]}

    grown = with_row(READ, answers, "members")
    assert grown["members"] == [{"name": "一"}, {"name": "二"}, {}]
    assert without_row(READ, grown, "members[0]")["members"] == [{"name": "二"}, {}]
    assert answers["members"] == [{"name": "一"}, {"name": "二"}]


def test_a_list_nobody_has_touched_grows_from_the_rows_it_showed() -> None:
    assert len(with_row(READ, {}, "members")["members"]) == 3


def test_a_list_does_not_grow_beyond_its_limit_nor_do_others_change() -> None:
    full = {"members": [{}] * 4}
    assert len(with_row(READ, full, "members")["members"]) == 4
    for path in ("lead", "", "members[0]", "members[", "other", "members.name"):
        assert with_row(READ, full, path) == full
    for path in ("members", "members[9]", "lead[0]", "members[x]"):
        assert without_row(READ, full, path) == full


def test_rows_inside_rows() -> None:
    inner = {
        "type": "dynamiclist",
        "path": "honours",
        "label": "荣誉",
        "components": [field("textfield", "kind", "种类")],
    }
    read = form(
        {
            "type": "dynamiclist",
            "path": "leads",
            "label": "领衔人",
            "components": [field("textfield", "name", "姓名"), inner],
        }
    )
    answers = {"leads": [{"name": "甲"}, {"name": "乙", "honours": [{"kind": "劳模"}]}]}

    grown = with_row(read, answers, "leads[1].honours")
    assert grown["leads"][1]["honours"] == [{"kind": "劳模"}, {}]
    assert without_row(read, grown, "leads[1].honours[0]")["leads"][1]["honours"] == [{}]
    posted = MultiDict([("leads-rows", "1"), ("leads-0-honours-rows", "1"), ("leads-0-honours-0-kind", "劳模")])
    assert read_submitted(read, posted) == {"leads": [{"honours": [{"kind": "劳模"}]}]}


def test_only_the_forms_own_buttons_draw_it_again() -> None:
    base = [("members-rows", "1"), ("members-0-name", "一")]

    assert pressed(READ, MultiDict(base)) is None
    assert pressed(READ, MultiDict([*base, ("_redraw", "1")])) == {"members": [{"name": "一"}]}
    assert pressed(READ, MultiDict([*base, ("_add", "members")])) == {"members": [{"name": "一"}, {}]}
    assert pressed(READ, MultiDict([*base, ("_remove", "members[0]")])) == {"members": []}
