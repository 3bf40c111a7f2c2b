"""A long form in steps: its top-level parts, and how far each is."""

from services.process.forms import asked, checked, file_questions, steps_of
from services.process.forms.checking import AnswersIncomplete
from tests.process.forms.sample import field, form


def group(label: str, *components: dict) -> dict:
    return {"type": "group", "label": label, "components": list(components)}


MEMBERS = {
    "type": "dynamiclist", "path": "members", "label": "成员", "allowAddRemove": True, "defaultRepetitions": 2,
    "properties": {"min_rows": "1"}, "components": [field("textfield", "name", "姓名", required=True)],
}  # fmt: skip
FORM = form(
    {"type": "text", "text": "先读这里"},
    group("基本", field("textfield", "title", "名称", required=True), field("number", "year", "年份")),
    MEMBERS,
    group("选填", field("textfield", "remark", "备注")),
    group("材料", field("filepicker", "proof", "证书", required=True, accept=".pdf")),
)


def told(values: dict, errors: dict[str, str] | None = None) -> list[str]:
    return [f"{step.label} {step.words}" for step in steps_of(asked(FORM, values, errors=errors))]


def test_each_part_tells_what_is_still_missing() -> None:
    assert told({}) == ["基本 还有 1 项", "成员 还有 1 项", "选填 ✓ 选填", "材料 还有 1 项"]


def test_a_filled_part_is_ticked_and_blank_rows_ask_for_nothing() -> None:
    values = {"title": "一", "members": [{"name": "甲"}, {}], "proof": [{"id": 3, "name": "a.pdf"}]}
    assert told(values) == ["基本 ✓ 已填齐", "成员 ✓ 已填齐", "选填 ✓ 选填", "材料 ✓ 已填齐"]


def test_what_the_check_refused_is_told_at_its_part() -> None:
    values = {"title": "一", "year": "十", "members": [], "proof": []}
    try:
        checked(FORM, values)
    except AnswersIncomplete as refusal:
        found = told(values, refusal.fields)
    assert found == ["基本 有 1 处要改", "成员 有 1 处要改", "选填 ✓ 选填", "材料 有 1 处要改"]


def test_what_stands_before_the_first_part_belongs_to_it_and_a_short_or_shown_form_has_no_steps() -> None:
    sheet = asked(FORM, {})
    assert [item.shape for item in steps_of(sheet)[0].items] == ["note", "section"]
    assert [question.label for question in file_questions(sheet)] == ["证书"]
    assert steps_of(asked(FORM, {}, readonly=True)) == []
    assert steps_of(asked(form(field("textfield", "title", "名称")), {})) == []
