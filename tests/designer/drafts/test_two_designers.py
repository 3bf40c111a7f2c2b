"""Two designers at one draft, on both databases: one writes, the other is told, and no save is lost or half done."""

import threading
from datetime import timedelta

from services.designer import drafts
from services.designer.drafts import FileChanged, PenHeld
from services.people.cast import load_cast
from tests.builders import Town
from tests.small_procedure import package

SEATS = [{"at": "city", "role": "designer"}]


def designers(town: Town) -> int:
    people = [{"login": login, "name": name, "seats": SEATS} for login, name in (("ye", "叶文图"), ("mo", "莫线"))]
    with town.house.work() as uow:
        town.people.update(load_cast(uow, {"organisations": [], "people": people}).people)
    with town.house.work() as uow:
        return drafts.open_draft(uow, town.who(uow, "ye"), package(), "hill", "青山市办法").id


def test_of_two_who_write_at_once_one_holds_the_pen_and_the_other_is_told(either_town: Town) -> None:
    town, told = either_town, []
    draft = designers(town)
    with town.house.work() as uow:
        drafts.hand_over_pen(uow, town.who(uow, "ye"), draft)
    gate = threading.Barrier(2)

    def write(who: str) -> None:
        gate.wait()
        try:
            with town.house.work() as uow:
                drafts.save_file(uow, town.who(uow, who), draft, "note.md", who.encode(), 1)
            told.append(who)
        except PenHeld as held:
            told.append(held.who)

    both = [threading.Thread(target=write, args=(who,)) for who in ("ye", "mo")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told) in (["mo", "莫线"], ["ye", "叶文图"])
    with town.house.reading() as uow:
        row = drafts.draft_by_id(uow, town.who(uow, "ye"), draft)
        assert (row.revision, drafts.file_of(uow, row, "note.md").decode()) == (2, next(t for t in told if t.isascii()))


def test_the_same_person_in_two_windows_overwrites_nothing(either_town: Town) -> None:
    town, told = either_town, []
    draft, gate = designers(town), threading.Barrier(2)

    def write(text: str) -> None:
        gate.wait()
        try:
            with town.house.work() as uow:
                drafts.save_file(uow, town.who(uow, "ye"), draft, "procedure.bpmn", text.encode(), 1)
            told.append(text)
        except FileChanged:
            told.append("refused")

    both = [threading.Thread(target=write, args=(text,)) for text in ("<a/>", "<b/>")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert told.count("refused") == 1
    town.clock.set(town.clock.now() + timedelta(hours=1))
    with town.house.work() as uow:
        drafts.restore(uow, town.who(uow, "mo"), draft, 1)
        row = drafts.draft_by_id(uow, town.who(uow, "mo"), draft)
        assert drafts.package_of(uow, row).digest == package().digest
