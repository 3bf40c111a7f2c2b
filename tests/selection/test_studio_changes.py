"""Another lead, another name, other members: by three levels; the number stays, the plaque goes."""

from typing import Any

import pytest

from services.foundation.errors import Invalid
from services.selection.studios import StudioChange, StudioPlaque, changes_of, facts_of
from tests.drawing import call, end, pool, start
from tests.selection.studio_life import CHANGE, LIVING, REVIEW, REVOCATION, WHO, begin, living, named, studio

AGREE = {"verdict": "agree", "sealed": True}
APPROVE = {"verdict": "approve", "number": "青工复〔2021〕3号", "decided_on": "2021-12-06"}
HONOURED = {"name": "赵敏", "honours": [{"kind": "model_worker", "level": "provincial", "year": 2019}]}
PLAIN = {"name": "钱静", "honours": [{"kind": "technical_expert", "level": "county", "year": 2018}]}


def to_lead(lead: dict[str, Any]) -> dict[str, Any]:
    return {"what": ["lead"], "new_lead": lead, "reason": "原领衔人退休。"}


def to_name(name: str) -> dict[str, Any]:
    return {"what": ["name"], "new_name": name, "reason": "领衔人变更后更名。"}


@pytest.fixture
def town(make_town):
    town = make_town(living(), cast=LIVING)
    named(town)
    town.until("2021-12-01 09:00")
    return town


def waiting(town):
    return [t.element for t in town.tasks() if t.subject_kind == "studio"]


def through(town, asked):
    begin(town, "alice", "change")
    town.complete("alice", "shared_change_request", asked)
    town.complete("sun", "shared_change_recommend", AGREE)
    town.complete("chair", "shared_change_decide", APPROVE)


def test_a_new_lead_who_meets_the_rule_is_registered_with_old_and_new(town):
    through(town, to_lead(HONOURED))
    (row,) = town.rows(StudioChange)
    assert (row.what, row.old, row.new, row.paper_no) == ("lead", "林静", "赵敏", "青工复〔2021〕3号")
    assert (studio(town).lead, studio(town).no, studio(town).plaque_no) == ("赵敏", "GZS2021-0001", "PB2021-0001")
    assert waiting(town) == []


def test_a_new_lead_who_does_not_meet_the_rule_cannot_even_be_filed(town):
    begin(town, "alice", "change")
    with pytest.raises(Invalid, match="省部级以上荣誉"):
        town.complete("alice", "shared_change_request", to_lead(PLAIN))
    assert waiting(town) == ["shared_change_request"] and studio(town).lead == "林静"


def test_renamed_it_keeps_its_number_and_exchanges_the_plaque(town):
    through(town, to_name("赵敏创新工作室"))
    assert studio(town).name == "赵敏创新工作室" and waiting(town) == ["shared_change_exchange"]
    town.complete("office", "shared_change_exchange", {"old_returned": True, "exchanged_on": "2021-12-08"})
    old, new = town.rows(StudioPlaque)
    assert (old.no, old.ending, old.name) == ("PB2021-0001", "exchanged", "林静创新工作室")
    assert (new.no, new.returned_at, new.name) == ("PB2021-0002", None, "赵敏创新工作室")
    assert (studio(town).no, studio(town).plaque_no) == ("GZS2021-0001", "PB2021-0002")
    with town.house.reading() as uow:
        assert facts_of(uow, studio(town))["changes"][0]["old"] == "林静创新工作室"


def test_members_are_changed_as_a_whole_and_those_at_naming_stay_in_the_facts(town):
    through(town, {"what": ["members"], "new_members": [{"name": "甲", "duty": "攻关"}], "reason": "调整分工。"})
    assert [m["name"] for m in studio(town).members] == ["甲"] and waiting(town) == []
    with town.house.reading() as uow:
        assert [c.what for c in changes_of(uow, 1)] == ["members"]


def test_each_level_may_return_it_or_refuse(town):
    begin(town, "alice", "change")
    town.complete("alice", "shared_change_request", to_name("甲"))
    town.complete("sun", "shared_change_recommend", {"verdict": "return", "comment": "名称不规范", "sealed": True})
    assert town.task("shared_change_request").properties["prefill"]["new_name"] == "甲"
    town.complete("alice", "shared_change_request", to_name("乙创新工作室"))
    town.complete("sun", "shared_change_recommend", AGREE)
    with pytest.raises(Invalid):
        town.complete("chair", "shared_change_decide", {"verdict": "refuse", "decided_on": "2021-12-06"})
    town.complete(
        "chair", "shared_change_decide", {"verdict": "refuse", "comment": "不同意", "decided_on": "2021-12-06"}
    )
    assert studio(town).name == "林静创新工作室" and waiting(town) == [] and town.rows(StudioChange) == []


def test_not_recommended_it_ends_there(town):
    begin(town, "alice", "change")
    town.complete("alice", "shared_change_request", to_name("甲创新工作室"))
    town.complete("sun", "shared_change_recommend", {"verdict": "refuse", "comment": "不符合", "sealed": True})
    assert waiting(town) == []


def test_what_nobody_fills_in_for_thirty_days_is_given_up(town):
    begin(town, "alice", "change")
    town.until("2022-01-01 09:00")
    assert waiting(town) == []


def test_a_city_without_recommenders_and_without_a_rule_goes_straight_to_the_naming_organ(make_town):
    short = pool(
        "变更",
        "change",
        [start("H_begin"), call("H_change", "shared_change_of_studio", inputs=[*WHO, ("=null", "recommender_role")]),
         end("H_end")],
        "H_begin > H_change > H_end",
        subject="studio",
        starters="own:union_officer",
    )  # fmt: skip
    assert short[1] == CHANGE[1]
    town = make_town(living(REVIEW, short, REVOCATION), cast=LIVING)
    named(town)
    begin(town, "alice", "change")
    town.complete("alice", "shared_change_request", to_lead(PLAIN))
    assert waiting(town) == ["shared_change_decide"]
