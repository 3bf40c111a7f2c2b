"""Two administrators confirm at one moment: one wins, the other is asked to look again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from services import calendar
from services.calendar import PreviewOutdated, confirm_notice, digest_of
from services.calendar.models import CalendarRevision

NOTICES = [f"年份,文号,日期,上班,名称\n2021,国办发明电〔2021〕99号,2021-12-0{n},否,防汛\n".encode() for n in (8, 9)]


def test_of_two_who_confirm_at_one_moment_one_wins(either_town):
    town = either_town
    with town.house.reading() as uow:
        seen = calendar.load(uow).revision
    together = Barrier(2)

    def confirm(raw: bytes) -> bool:
        together.wait()
        try:
            with town.house.work() as uow:
                confirm_notice(uow, town.who(uow, "root"), raw, digest_of(raw), seen)
        except PreviewOutdated:
            return False
        return True

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(confirm, NOTICES)) == [False, True]
    assert [row.id for row in town.rows(CalendarRevision)] == [seen, seen + 1]
