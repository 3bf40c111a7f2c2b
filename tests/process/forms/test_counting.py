"""Characters are counted as the notices mean it, and several texts can share one limit (LN-4.4c)."""

import pytest

from services.process.forms import AnswersIncomplete, checked, count_characters

from .sample import field, form


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("劳模创新。", 5),
        ("一 二　三\n四\t五", 5),
        ("GB/T 9704—2012", 13),
        ("零\u200b宽\ufeff", 2),
        ("𬭚字", 2),
        ("e\u0301", 1),
    ],
)
def test_blanks_and_invisible_marks_do_not_count(text: str, count: int) -> None:
    assert count_characters(text) == count


def test_texts_of_one_group_share_its_limit() -> None:
    shared = {"count": "no_spaces", "count_group": "material"}
    read = form(
        field("textarea", "a", "概况", properties={**shared, "count_limit": "=parameters.most"}),
        {"type": "group", "path": "more", "components": [field("textarea", "b", "团队", properties=shared)]},
    )
    context = {"parameters": {"most": 5}}

    assert checked(read, {"a": "一二三", "more": {"b": "四 五"}}, context)
    with pytest.raises(AnswersIncomplete) as caught:
        checked(read, {"a": "一二三", "more": {"b": "四五六"}}, context)
    assert list(caught.value.fields) == ["a"]
    assert "合计最多 5 字" in caught.value.fields["a"]
    assert "现有 6 字" in caught.value.fields["a"]
