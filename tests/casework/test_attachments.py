"""Files of a form: of this case and this person, what the question asks for, evidence once handed in, read by few."""

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from services.casework.attachments import (
    Attachment,
    DatabaseStore,
    FolderStore,
    NotAccepted,
    attach_to_task,
    looked_at,
    open_attachment,
)
from services.casework.attachments.adding import TooMuchWaiting, tidy_name
from services.casework.attachments.models import AttachmentPiece
from services.casework.completions import Completion
from services.casework.tasks.queries import NotYours, TaskAlreadyClosed
from services.designer.rehearse.specimens import movie, specimen
from services.foundation.errors import Faulty, NotFound
from services.process.forms import AnswersIncomplete
from tests.builders import Town, prepare
from tests.casework.attaching import add, with_files


@pytest.fixture
def town(make_town) -> Town:
    return make_town(with_files())


def content_of(town: Town, number: int, who: str = "lin") -> bytes:
    with town.house.reading() as uow:
        return b"".join(open_attachment(uow, town.who(uow, who), number).content)


def test_what_was_added_is_handed_in_as_the_house_knows_it_and_not_as_the_browser_says(town: Town) -> None:
    case = town.open_case()
    photo, film = add(town, case), add(town, case, "film", "介绍.mp4", seconds=299)
    lied = {**photo, "name": "别的.jpg", "digest": "0" * 64, "size": 1}
    done = town.write(case, photos=[lied], film=[str(film["id"])])
    assert done.answers["photos"] == [photo]
    assert done.answers["film"] == [film] and film["seconds"] == 299
    assert all(row.handed_in_at is not None for row in town.rows(Attachment))


def test_a_question_that_must_be_answered_says_so(town: Town) -> None:
    case = town.open_case()
    with pytest.raises(AnswersIncomplete) as refusal:
        town.write(case)
    assert refusal.value.fields == {"photos": "请上传照片。"}


@pytest.mark.parametrize("said", [[999], [{"id": 1, "name": "x"}], "1", [True], [{"id": "1; DROP"}]])
def test_a_number_that_is_nobodys_file_here_is_refused(town: Town, said) -> None:
    other = town.open_case(who="alice", title="别人的工作室")
    add(town, other, who="alice")
    with pytest.raises(AnswersIncomplete) as refusal:
        town.write(town.open_case(), photos=said)
    assert set(refusal.value.fields) == {"photos"}


def test_a_file_of_another_case_of_the_same_person_is_refused(town: Town) -> None:
    elsewhere = add(town, town.open_case())
    with pytest.raises(AnswersIncomplete, match="1 处"):
        town.write(town.open_case(title="第二个工作室"), photos=[elsewhere])


def test_a_file_fits_its_question_when_it_is_added_and_again_when_it_is_handed_in(town: Town) -> None:
    case = town.open_case()
    with pytest.raises(AnswersIncomplete) as refusal:
        add(town, case, "photos", "合同.pdf")
    assert refusal.value.fields == {"photos": "这里只接受JPEG 图片、PNG 图片。"}
    film = add(town, case, "film", "介绍.mp4", seconds=60)
    with pytest.raises(AnswersIncomplete) as refusal:
        town.write(case, photos=[film])
    assert refusal.value.fields == {"photos": "这里只接受JPEG 图片、PNG 图片。"}


def test_a_file_may_be_as_large_as_the_question_says(town: Town) -> None:
    large = looked_at(specimen("a.png"))
    object.__setattr__(large, "size", 1024 * 1024 + 1)
    case = town.open_case()
    with town.house.work() as uow, pytest.raises(AnswersIncomplete) as refusal:
        attach_to_task(uow, town.who(uow, "lin"), town.task("A_write", case).id, "photos", "a.png", large)
    assert refusal.value.fields == {"photos": "每个文件不能超过 1 MB，这个文件有 1.0 MB。"}


def test_one_file_where_one_is_asked_for(town: Town) -> None:
    case = town.open_case()
    films = [add(town, case, "film", "介绍.mp4", seconds=n) for n in (10, 20)]
    with pytest.raises(AnswersIncomplete) as refusal:
        town.write(case, photos=[add(town, case)], film=films)
    assert "最多上传 1 个文件" in refusal.value.fields["film"]


def test_rows_have_files_of_their_own(town: Town) -> None:
    case = town.open_case()
    proof = add(town, case, "awards[0].proof", "证书.pdf")
    with pytest.raises(NotFound):
        add(town, case, "awards[0].title", "证书.pdf")
    done = town.write(case, photos=[add(town, case)], awards=[{"title": "一等奖", "proof": [proof]}])
    assert done.answers["awards"] == [{"title": "一等奖", "proof": [proof]}]


def test_whoever_does_not_have_the_task_adds_nothing(town: Town) -> None:
    case = town.open_case()
    with pytest.raises(NotYours):
        add(town, case, who="xu")
    task = town.task("A_write", case).id
    town.write(case, photos=[add(town, case)])
    with town.house.work() as uow, pytest.raises(TaskAlreadyClosed):
        attach_to_task(uow, town.who(uow, "lin"), task, "photos", "x.jpg", looked_at(specimen("x.jpg")))


def test_what_was_added_and_not_handed_in_goes_and_its_bytes_with_it_unless_they_are_wanted(town: Town) -> None:
    case = town.open_case()
    kept, twin, gone = add(town, case), add(town, case), add(town, case, name="内景.png")
    town.write(case, photos=[kept])
    assert [row.id for row in town.rows(Attachment)] == [kept["id"]]
    assert {row.digest for row in town.rows(AttachmentPiece)} == {kept["digest"]} == {twin["digest"]}
    assert gone["digest"] != kept["digest"]


def test_before_it_is_handed_in_only_who_added_it_may_open_it_then_who_may_read_the_case(town: Town) -> None:
    case = town.open_case()
    photo = add(town, case)
    number = int(str(photo["id"]))
    assert content_of(town, number) == specimen("a.jpg").read()
    for login in ("alice", "auditor", "charlie"):
        with pytest.raises(NotFound):
            content_of(town, number, login)
    town.write(case, photos=[photo])
    assert content_of(town, number, "alice") == content_of(town, number, "auditor") == specimen("a.jpg").read()
    with pytest.raises(NotFound):
        content_of(town, number, "charlie")


def test_a_returned_form_keeps_its_files(town: Town) -> None:
    case = town.open_case()
    photo = add(town, case)
    town.write(case, photos=[photo])
    town.complete("alice", "A_unit", {"verdict": "return"}, case)
    done = town.write(case, photos=[photo], amount=11)
    assert done.answers["photos"] == [photo]
    assert len(town.rows(Completion)) == 3


@pytest.mark.parametrize("where", ["folder", "database"])
def test_both_stores_give_back_what_they_were_given_and_forget_it(
    database_url: str, tmp_path: Path, where: str
) -> None:
    either_house = prepare(database_url)
    store = FolderStore(tmp_path / "files") if where == "folder" else DatabaseStore()
    content = movie(5) + b"\0\0\0\x08free" * 400_000  # more than three pieces
    looked = looked_at(io.BytesIO(content))
    store.prepare(looked)
    for _ in range(2):
        with either_house.work() as uow:
            store.keep(uow, looked)
    with either_house.reading() as uow:
        assert b"".join(store.read(uow, looked.digest)) == content
    with either_house.work() as uow:
        store.forget(uow, looked.digest)
        store.forget(uow, looked.digest)
    with either_house.reading() as uow, pytest.raises(Faulty):
        store.read(uow, looked.digest)
    either_house.engine.dispose()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\x\\照片 1.JPG", "照片 1.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        (".jpg", "附件.jpg"),
        ("", "附件.jpg"),
        ("很" * 300 + ".jpg", "很" * 120 + ".jpg"),
    ],
)
def test_a_name_is_the_files_own_and_harmless_and_ends_in_what_it_is(given: str, kept: str) -> None:
    assert tidy_name(given, "image/jpeg") == kept


def test_nobody_fills_the_disk(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.casework.attachments.adding.MOST_WAITING", 200)
    case = town.open_case()
    add(town, case)
    with pytest.raises(TooMuchWaiting):
        add(town, case)
    assert len(town.rows(Attachment)) == 1


@pytest.mark.parametrize("name", ["a.mp4", "a.docx", "a.xlsx", "a.pdf", "a.jpg", "a.png"])
def test_half_a_file_is_no_file(name: str) -> None:
    whole = specimen(name, 300).read()
    assert looked_at(io.BytesIO(whole)).size == len(whole)
    for part in (whole[: len(whole) // 2], whole[:-9], b""):
        with pytest.raises(NotAccepted):
            looked_at(io.BytesIO(part))


def test_subjects_stay_apart(town: Town) -> None:
    case = town.open_case()
    add(town, case)
    with town.house.reading() as uow:
        row = uow.session.scalars(select(Attachment)).one()
        assert (row.subject.kind, row.subject.id, row.form_id) == ("case", case.id, "sheet")
