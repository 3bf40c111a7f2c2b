"""Possible duplicate applications of one campaign are told to whoever decides, and to nobody else (D-09)."""

from sqlalchemy import update

from services.casework.cases import Case, duplicates_of, instance_of
from tests.app.conftest import Door
from tests.builders import Town

WARNING = "可能重复申报"


def test_an_approver_is_told_of_another_unit_s_case_under_the_same_name(door: Door, town: Town) -> None:
    first, second = town.open_case(), town.open_case("xu", "yard", title="林静创新工作室")
    town.write(first)
    page = door("alice").get(f"/tasks/{town.task('A_unit', first).id}").text
    assert WARNING in page
    assert second.no in page
    assert "云帆造船厂" in page


def test_the_applicant_is_told_nothing_of_other_units(door: Door, town: Town) -> None:
    first = town.open_case()
    town.open_case("xu", "yard", title="林静创新工作室")
    assert WARNING not in door("lin").get(f"/tasks/{town.task('A_write', first).id}").text


def test_only_live_cases_of_the_same_campaign_with_the_same_name_or_lead_count(town: Town) -> None:
    first = town.open_case()
    other = town.open_case("zhou", title="周䶮创新工作室")
    same_lead = town.open_case("xu", "yard", title="许㛃创新工作室")
    ended = town.open_case("xu", "yard", title="林静创新工作室")
    with town.house.work() as uow:
        instance_of(uow, first).lead = "林静"
        instance_of(uow, same_lead).lead = "林静"
        instance_of(uow, other).lead = "周䶮"
        uow.session.execute(update(Case).where(Case.id == ended.id).values(ended_at=uow.now))
    with town.house.reading() as uow:
        found = duplicates_of(uow, first, instance_of(uow, first))
    assert [case.no for case, _ in found] == [same_lead.no]
