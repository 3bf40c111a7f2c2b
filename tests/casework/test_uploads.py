"""Large files in pieces: they go on where they broke off, nobody sends for somebody else, nothing is kept for ever."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from services.casework.attachments import (
    DatabaseStore,
    FolderStore,
    PieceDamaged,
    WrongPlace,
    add_piece,
    begin_upload,
    end_upload,
    forget_stale_uploads,
    uploads,
    whole_file,
)
from services.casework.attachments.models import AttachmentPiece, Upload
from services.foundation.errors import Conflict, NotFound, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.forms import AnswersIncomplete
from tests.builders import Town
from tests.casework.attaching import with_files

MARK = "介绍.mp4|30|1"


@pytest.fixture
def town(make_town) -> Town:
    return make_town(with_files())


@pytest.fixture
def task(town: Town) -> int:
    return town.task("A_write", town.open_case()).id


def begun(town: Town, uow: UnitOfWork, task: int, who: str = "lin", size: int = 30, mark: str = MARK) -> Upload:
    return begin_upload(uow, town.who(uow, who), task, "film", "介绍.mp4", size, mark)


def put(town: Town, token: str, at: int, content: bytes, digest: str = "", who: str = "lin") -> int:
    with town.house.work() as uow:
        return add_piece(uow, town.who(uow, who), token, at, content, digest).received


@pytest.mark.parametrize("where", ["folder", "database"])
def test_pieces_become_one_file_and_what_broke_off_goes_on(
    town: Town, task: int, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(tmp_path / "files") if where == "folder" else DatabaseStore()
    monkeypatch.setattr(uploads, "store_of", lambda wiring: store)
    with town.house.work() as uow:
        token = begun(town, uow, task).token
    first = b"0123456789"
    assert put(town, token, 0, first, hashlib.sha256(first).hexdigest()) == 10
    with pytest.raises(WrongPlace):
        put(town, token, 0, first)
    with pytest.raises(PieceDamaged):
        put(town, token, 10, b"x", hashlib.sha256(b"y").hexdigest())
    with town.house.work() as uow:
        again = begun(town, uow, task)
        assert (again.token, again.received, again.last_size) == (token, 10, 10)
        assert again.last_digest == hashlib.sha256(first).hexdigest()
        with pytest.raises(WrongPlace):
            whole_file(uow, town.who(uow, "lin"), token)
    put(town, token, 10, b"abcdefghij")
    with pytest.raises(PieceDamaged):
        put(town, token, 20, b"more than was said")
    put(town, token, 20, b"ABCDEFGHIJ")
    with town.house.work() as uow:
        with whole_file(uow, town.who(uow, "lin"), token) as file:
            assert file.read() == b"0123456789abcdefghijABCDEFGHIJ"
        end_upload(uow, town.who(uow, "lin"), token, 7)
    with town.house.work() as uow, pytest.raises(WrongPlace):
        end_upload(uow, town.who(uow, "lin"), token, 8)
    assert town.rows(AttachmentPiece) == [] and not list((tmp_path / "files").glob("parts/*"))


def test_only_who_began_it_goes_on_and_only_while_the_task_waits_for_them(town: Town, task: int) -> None:
    with town.house.work() as uow:
        token = begun(town, uow, task).token
    with pytest.raises(NotFound):
        put(town, token, 0, b"x", who="alice")
    with town.house.work() as uow, pytest.raises(Refusal):
        begun(town, uow, task, who="alice")
    with town.house.work() as uow:
        end_upload(uow, town.who(uow, "lin"), token, None)
    assert town.rows(Upload) == []


def test_a_file_fits_its_question_before_a_byte_is_sent_and_a_person_sends_a_few_at_once(town: Town, task: int) -> None:
    for size in (0, 501 * 1024 * 1024):
        with town.house.work() as uow, pytest.raises(AnswersIncomplete):
            begun(town, uow, task, size=size)
    with town.house.work() as uow, pytest.raises(NotFound):
        begin_upload(uow, town.who(uow, "lin"), task, "name", "x", 10, "m")
    with town.house.work() as uow:
        for number in range(uploads.MOST_AT_ONCE):
            begun(town, uow, task, mark=f"{number}")
        with pytest.raises(Conflict):
            begun(town, uow, task, mark="one more")


def test_what_nobody_goes_on_sending_is_forgotten(town: Town, task: int) -> None:
    with town.house.work() as uow:
        token = begun(town, uow, task).token
    put(town, token, 0, b"0123456789")
    town.clock.set(town.clock.now() + uploads.KEPT_FOR)
    with town.house.work() as uow:
        assert forget_stale_uploads(uow) == 0
    town.clock.set(town.clock.now() + timedelta(seconds=1))
    with town.house.work() as uow:
        assert forget_stale_uploads(uow) == 1
    assert town.rows(Upload) == [] and town.rows(AttachmentPiece) == []
