"""Questions for files: what they accept, how their answers are spelled, where they stand in rows."""

import pytest
from werkzeug.datastructures import MultiDict

from services.process.forms import asked, parse_form, read_submitted
from services.process.forms.files import OFFICE, accepted_types, add_at, file_question, files_in, number_of
from services.process.forms.shown import file_words

FORM = parse_form(
    {
        "components": [
            {"type": "filepicker", "id": "f1", "key": "photos", "label": "照片", "accept": "image/*", "multiple": True},
            {"type": "filepicker", "id": "f2", "key": "old", "label": "旧照", "disabled": True},
            {
                "type": "dynamiclist",
                "id": "f3",
                "path": "awards",
                "components": [{"type": "filepicker", "id": "f4", "key": "proof", "label": "证书", "accept": ".pdf"}],
            },
            {"type": "textfield", "id": "f5", "key": "name", "label": "名称"},
        ]
    }
)


@pytest.mark.parametrize(
    ("said", "types", "strange"),
    [
        (".PDF, image/*", ("application/pdf", "image/jpeg", "image/png"), []),
        ("video/mp4", ("video/mp4",), []),
        (".docx,.xlsx", (f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"), []),
        (".exe,audio/*,.pdf", ("application/pdf",), [".exe", "audio/*"]),
        ("", (), []),
    ],
)
def test_accept_means_media_types(said: str, types: tuple[str, ...], strange: list[str]) -> None:
    assert accepted_types(said) == (types, strange)


@pytest.mark.parametrize(
    ("said", "number"),
    [(3, 3), ("3", 3), ({"id": "3"}, 3), (True, None), ("-1", None), ("٣", None), ({}, None), ("1" * 12, None)],
)
def test_a_file_is_known_by_its_number(said: object, number: int | None) -> None:
    assert number_of(said) == number


def test_open_questions_are_found_in_rows_too_and_closed_ones_are_not() -> None:
    answers = {"photos": [{"id": 1}, "1", 2], "old": [9], "awards": [{}, {"proof": [3, "x"]}], "name": "甲"}
    assert [(q.path, place, ids) for q, place, ids in files_in(FORM, answers)] == [
        (("photos",), ("photos",), [1, 2]),
        (("proof",), ("awards", 1, "proof"), [3]),
    ]
    assert file_question(FORM, "awards[7].proof") is not None
    for path in ("old", "name", "awards", "awards[0]", "awards[0].nothing", "", "photos[0]", "[0]", "name[0].proof"):
        assert file_question(FORM, path) is None, path


def test_a_file_is_added_beside_others_or_instead_of_the_one() -> None:
    answers: dict = {"awards": [{}]}
    for number in (1, 2):
        add_at(answers, ("photos",), {"id": number}, several=True)
        add_at(answers, ("awards", 0, "proof"), {"id": number}, several=False)
        add_at(answers, ("awards", 5, "proof"), {"id": number}, several=False)
    assert answers == {"photos": [{"id": 1}, {"id": 2}], "awards": [{"proof": [{"id": 2}]}]}


def test_ticked_files_come_back_by_number_and_none_ticked_is_an_empty_list() -> None:
    posted = MultiDict([("photos-asked", "1"), ("photos", "4"), ("photos", "5")])
    assert read_submitted(FORM, posted) == {"photos": ["4", "5"]}
    assert read_submitted(FORM, MultiDict([("photos-asked", "1")])) == {"photos": []}
    assert read_submitted(FORM, MultiDict()) == {}


def test_the_page_is_told_which_files_there_are_and_what_may_come() -> None:
    sheet = asked(FORM, {"photos": [{"id": 4, "name": "外景.jpg", "size": 2_200_000}]})
    question = sheet.items[0]
    assert sheet.takes_files and question.multiple and question.accept == "image/jpeg,image/png"
    assert [(c.value, c.label, c.chosen) for c in question.choices] == [("4", "外景.jpg（2.1 MB）", True)]
    assert question.hint == "可上传 JPG、PNG。"
    assert not asked(FORM, {}, readonly=True).takes_files


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ({"name": "介绍.mp4", "size": 2048, "seconds": 299}, "介绍.mp4（2 KB，4分59秒）"),
        ({"name": "x.pdf", "size": None}, "x.pdf"),
        ({"id": 1}, "—"),
        ("3", "—"),
    ],
)
def test_a_file_in_words(file: object, words: str) -> None:
    assert file_words(file) == words
