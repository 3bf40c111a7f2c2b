"""A draft keeps every change, of one writer at a time, and gives nothing up that somebody typed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.designer import drafts
from services.designer.drafts import BadPath, FileChanged, PenHeld
from services.foundation.errors import Invalid, NotAllowed, NotFound
from services.foundation.events import Subject
from services.process import registry
from services.record import audit
from tests.builders import Town
from tests.cast import CAST
from tests.small_procedure import package

SEATS = [{"at": "city", "role": "designer"}]
DESIGNERS = [{"login": login, "name": name, "seats": SEATS} for login, name in (("ye", "叶文图"), ("mo", "莫线"))]
DIAGRAM = "procedure.bpmn"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town(package(), cast={**CAST, "people": [*CAST["people"], *DESIGNERS]})


def opened(town: Town, name: str = "hill", **more: Any) -> int:
    with town.house.work() as uow:
        version = registry.current(uow, "hill")
        return drafts.open_draft(uow, town.who(uow, "ye"), version, name, "青山市办法", **more).id


def save(town: Town, draft: int, content: str, seen: int, who: str = "ye", path: str = DIAGRAM, **more: Any) -> int:
    with town.house.work() as uow:
        return drafts.save_file(uow, town.who(uow, who), draft, path, content.encode(), seen, **more)


def read(town: Town, draft: int, path: str = DIAGRAM) -> str:
    with town.house.reading() as uow:
        row = drafts.draft_to_read(uow, town.who(uow, "ye"), draft)
        return drafts.file_of(uow, row, path).decode()


def summaries(town: Town, draft: int) -> list[str]:
    with town.house.reading() as uow:
        return [r.summary for r in drafts.revisions(uow, drafts.draft_by_id(uow, town.who(uow, "ye"), draft))]


def told(town: Town, draft: int) -> list[str]:
    with town.house.reading() as uow:
        return [entry.kind for entry in audit.history(uow, Subject("draft", draft))]


def test_saves_of_one_file_within_five_minutes_are_one_revision_and_one_line_of_the_trail(town):
    draft = opened(town)
    numbers = [save(town, draft, "<a/>", 1)]
    numbers.append(save(town, draft, "<b/>", numbers[-1]))
    assert numbers == [2, 3]
    assert summaries(town, draft) == ["修改 procedure.bpmn", f"取自现行版本 {version(town)}"]
    town.clock.set(town.clock.now() + timedelta(minutes=6))
    save(town, draft, "<c/>", 3)
    assert summaries(town, draft)[:2] == ["修改 procedure.bpmn"] * 2
    assert told(town, draft) == ["DraftOpened", "DraftSaved", "DraftSaved"]


def test_what_only_a_folded_save_held_is_forgotten_and_what_a_revision_holds_is_not(town):
    draft = opened(town)
    first = read(town, draft)
    save(town, draft, "<b/>", save(town, draft, "<a/>", 1))
    kept = {row.content for row in town.rows(drafts.models.DraftContent)}
    assert b"<a/>" not in kept
    assert {b"<b/>", first.encode()} <= kept


def test_the_same_bytes_again_are_no_revision(town):
    draft = opened(town)
    assert save(town, draft, read(town, draft), 1) == 1


def test_a_second_writer_is_told_who_writes_and_may_read(town):
    draft = opened(town)
    with pytest.raises(PenHeld, match="叶文图正在编辑") as held:
        save(town, draft, "<a/>", 1, who="mo")
    assert held.value.who == "叶文图"
    with town.house.reading() as uow:
        assert drafts.file_of(uow, drafts.draft_to_read(uow, town.who(uow, "mo"), draft), DIAGRAM)


def test_the_pen_falls_after_two_minutes_or_when_it_is_laid_down_or_taken_over(town):
    draft = opened(town)
    town.clock.set(town.clock.now() + timedelta(minutes=2))
    assert save(town, draft, "<a/>", 1, who="mo") == 2
    with town.house.work() as uow:
        drafts.hand_over_pen(uow, town.who(uow, "mo"), draft)
    assert save(town, draft, "<b/>", 2) == 3
    with town.house.work() as uow:
        drafts.take_pen(uow, town.who(uow, "mo"), draft, over=True)
    with pytest.raises(PenHeld, match="莫线正在编辑"):
        save(town, draft, "<c/>", 3)
    assert told(town, draft)[-1] == "DraftTakenOver"


def test_whoever_saves_over_a_change_they_have_not_seen_is_told_and_other_files_do_not_matter(town):
    draft = opened(town)
    save(town, draft, "<a/>", 1)
    with pytest.raises(FileChanged, match=r"procedure\.bpmn 已被叶文图改动"):
        save(town, draft, "<b/>", 1)
    assert save(town, draft, "x", 1, path="note.md") == 3
    assert read(town, draft) == "<a/>"


def test_an_earlier_state_stands_again_whole_or_of_one_file_and_nothing_is_lost(town):
    draft = opened(town)
    first = read(town, draft)
    save(town, draft, "<a/>", 1)
    save(town, draft, "note", 2, path="note.md", summary="写备注")
    with town.house.work() as uow:
        assert drafts.restore(uow, town.who(uow, "ye"), draft, 1, DIAGRAM) == 4
    assert (read(town, draft), read(town, draft, "note.md")) == (first, "note")
    with town.house.work() as uow:
        drafts.restore(uow, town.who(uow, "ye"), draft, 1)
    with pytest.raises(NotFound):
        read(town, draft, "note.md")
    with town.house.work() as uow:
        drafts.restore(uow, town.who(uow, "ye"), draft, 3)
    assert (read(town, draft), read(town, draft, "note.md")) == ("<a/>", "note")
    assert told(town, draft)[-3:] == ["DraftRestored"] * 3


def test_files_are_renamed_and_removed_but_never_over_another(town):
    draft = opened(town)
    with town.house.work() as uow:
        ye = town.who(uow, "ye")
        drafts.rename_file(uow, ye, draft, DIAGRAM, "main.bpmn")
        with pytest.raises(Invalid) as refused:
            drafts.rename_file(uow, ye, draft, "main.bpmn", "procedure.yaml")
        drafts.remove_file(uow, ye, draft, "main.bpmn")
        with pytest.raises(NotFound):
            drafts.remove_file(uow, ye, draft, "main.bpmn")
    assert refused.value.fields == {"new": "已经有 procedure.yaml 了。"}
    assert summaries(town, draft)[:2] == ["删去 main.bpmn", "procedure.bpmn 改名为 main.bpmn"]


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a//b", "a/../b", ".git", "a\nb", "a\\b", "x" * 121, "con .", "", "a\0"]
)
def test_a_path_that_leads_out_or_cannot_be_a_file_is_refused(town, path):
    with pytest.raises(BadPath):
        save(town, opened(town), "x", 1, path=path)


def test_a_copy_is_another_city_with_its_own_name_and_its_comments_and_with_stories_only_if_wanted(town):
    with town.house.work() as uow:
        ye, hill = town.who(uow, "ye"), registry.current(uow, "hill")
        with pytest.raises(Invalid, match="没有建成") as taken:
            drafts.open_draft(uow, ye, hill, "hill", "别的", copied=True)
        with pytest.raises(Invalid) as bad:
            drafts.open_draft(uow, ye, hill, "Shared Ü", "")
        copy = drafts.open_draft(uow, ye, hill, "lake", "清湖市：“新”办法", stories=False, copied=True)
        whole = drafts.package_of(uow, copy)
    assert taken.value.fields.keys() == {"name"}
    assert bad.value.fields.keys() == {"name", "title"}
    read = drafts.checking.manifest_of(whole)
    assert (read.id, read.title, copy.base_version_id) == ("lake", "清湖市：“新”办法", None)
    assert not whole.scenarios


def test_only_a_designer_writes_an_auditor_may_look_and_nobody_else_may(town):
    draft = opened(town)
    for who in ("office", "lin", "auditor"):
        with pytest.raises(NotAllowed):
            save(town, draft, "<a/>", 1, who=who)
    with town.house.reading() as uow:
        assert drafts.draft_to_read(uow, town.who(uow, "auditor"), draft).id == draft
        with pytest.raises(NotAllowed):
            drafts.draft_to_read(uow, town.who(uow, "office"), draft)


def test_a_draft_is_called_what_its_procedure_yaml_says_while_that_can_be_read(town):
    draft = opened(town)
    save(town, draft, "id: hill\ntitle: 新的名称\n", 1, path="procedure.yaml")
    save(town, draft, "title: [", 2, path="procedure.yaml")
    with town.house.reading() as uow:
        assert drafts.draft_by_id(uow, town.who(uow, "ye"), draft).title == "新的名称"


def test_a_dropped_draft_is_gone_from_sight_and_the_trail_says_so(town):
    draft = opened(town)
    with town.house.work() as uow:
        drafts.drop_draft(uow, town.who(uow, "ye"), draft)
    with pytest.raises(NotFound):
        save(town, draft, "<a/>", 1)
    with town.house.reading() as uow:
        assert drafts.open_drafts(uow, town.who(uow, "ye")) == []
    assert told(town, draft) == ["DraftOpened", "DraftDropped"]


def version(town: Town) -> str:
    with town.house.reading() as uow:
        return registry.current(uow, "hill").digest[:8]
