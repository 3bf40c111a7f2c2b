"""Running cases go on by another version: previewed singly, approved by a second person, each on its own, and back."""

import pytest

from services.casework.completions import Draft, save_draft
from services.casework.tasks import InboxEntry, Task
from services.designer.migrate import approve, counts_of, drop, propose, refuse
from services.foundation.errors import Conflict, Invalid, NotAllowed
from services.foundation.events import Subject
from services.output.messages.models import Message
from services.record import audit
from services.selection.campaigns import Campaign
from tests.builders import Town
from tests.drawing import end, form, late
from tests.small_procedure import manifest, package

from .migrating import (
    again,
    approved,
    at_the_city,
    designer,
    drawn,
    instance,
    longer,
    outcome,
    previews,
    proposed,
    renamed,
    taken_back,
    versions,
)

SLOW = (
    late("A_slow", "A_city", "=add working days(now(), parameters.slow)", "市总超期")
    + end("A_given_up", "退出")
    + '<bpmn:sequenceFlow id="F_slow" sourceRef="A_slow" targetRef="A_given_up" />'
)


BEGIN = b'<bpmn:startEvent id="A_begin"'


def trail(town: Town, kind: str, number: int) -> list[str]:
    with town.house.reading() as uow:
        return [entry.sentence for entry in audit.history(uow, Subject(kind, number))]


def test_a_case_moves_with_its_deadline_its_opinions_and_its_trail(town: Town) -> None:
    case = at_the_city(town)
    before = town.task("A_city", case)
    town.deploy(package(longer(7)))
    [campaign, preview] = previews(town)
    assert (campaign.subject_kind, campaign.stays) == ("campaign", None)
    assert (preview.no, preview.steps, preview.becomes) == (case.no, ["市总工会意见"], ["市总工会意见"])
    assert preview.deadlines == ["“市总工会意见”由 2021年11月9日(周二) 24:00 改为 2021年11月11日(周四) 24:00。"]
    assert (preview.opinions, preview.void, preview.stays) == (1, [], None)

    done = approved(town, proposed(town))
    assert done.status == "done" and outcome(town, done, case).outcome == "moved"
    after = town.task("A_city", case)
    assert after.id == before.id and after.due_at == town.rows(InboxEntry)[-1].due_at > before.due_at
    assert instance(town, case).version_id == versions(town)[1] == town.rows(type(case))[0].version_id
    assert town.rows(Campaign)[0].version_id == versions(town)[1]
    told = trail(town, "case", case.id)
    assert any("迁移到版本" in sentence and "11月11日" in sentence for sentence in told)
    assert any("期限重新计算" in sentence for sentence in told)
    of_version = trail(town, "deployment", versions(town)[1])
    assert [s[:4] for s in of_version[1:]] == ["提出迁移", "迁移 1", "批准迁移", "迁移 1"]
    town.complete("office", "A_city", {"verdict": "agree"}, case)
    assert instance(town, case).finished_at is not None and not town.incidents()


def test_nobody_approves_what_they_proposed_and_only_who_may_decides(town: Town) -> None:
    at_the_city(town)
    town.deploy(package(longer(7)))
    migration = proposed(town)
    for who in (designer(town), type(designer(town))(town.people["alice"], "安丽")):
        with town.house.work() as uow, pytest.raises(NotAllowed):
            approve(uow, who, migration.id)
    with town.house.work() as uow, pytest.raises(NotAllowed):
        propose(uow, type(designer(town))(town.people["alice"], "安丽"), *versions(town), {}, "不该行")
    with town.house.work() as uow, pytest.raises(Conflict):
        propose(uow, designer(town, "root"), *versions(town), {}, "再提一份")
    told = [row.person_id for row in town.rows(Message) if row.kind == "migration"]
    assert told == [town.people["root"]]
    with town.house.work() as uow, pytest.raises(Invalid):
        refuse(uow, designer(town, "root"), migration.id, " ")
    with town.house.work() as uow:
        assert refuse(uow, designer(town, "root"), migration.id, "时机不对").status == "refused"
    with town.house.work() as uow, pytest.raises(Conflict):
        approve(uow, designer(town, "root"), migration.id)
    second = proposed(town)
    with town.house.work() as uow:
        assert drop(uow, designer(town), second.id).status == "dropped"


def test_a_step_that_is_another_now_is_mapped_by_a_person_or_the_case_stays(town: Town) -> None:
    city, unit = at_the_city(town), town.open_case("xu", "yard", "云帆创新工作室")
    town.deploy(package(renamed()))
    rows = {row.subject_id: row for row in previews(town) if row.subject_kind == "case"}
    assert rows[city.id].asks == ["A_city"] and "要指定改为" in (rows[city.id].stays or "")
    assert rows[unit.id].stays is None
    with town.house.work() as uow, pytest.raises(Invalid) as wrong:
        propose(uow, designer(town), *versions(town), {"A_city": "A_send"}, "改了名字")
    assert list(wrong.value.fields) == ["becomes.A_city"]
    migration = approved(town, proposed(town, A_city="A_office"))
    item = outcome(town, migration, city)
    assert item.outcome == "moved" and item.shown["void"] == ["单位工会意见"]
    assert "单位工会意见的意见保留备查" in "".join(trail(town, "case", city.id))
    assert town.task("A_office", city).principals == [f"q:{town.organisations['city']}:office"]
    town.complete("office", "A_office", {"verdict": "agree"}, city)
    assert instance(town, city).finished_at is not None


def test_a_form_alone_changes_too_and_a_draft_keeps_what_is_still_asked(town: Town) -> None:
    case = town.open_case()
    task = town.task("A_write", case)
    with town.house.work() as uow:
        save_draft(uow, town.who(uow, "lin"), task.id, {"name": "林静工作室", "amount": "12"})
    shorter = form("sheet", {"type": "textfield", "key": "name", "label": "名称", "validate": {"required": True}})
    town.deploy(package(forms__sheet_dot_form=shorter))
    migration = approved(town, proposed(town))
    assert outcome(town, migration, case).outcome == "moved"
    assert town.rows(Draft)[0].answers == {"name": "林静工作室"}
    taken_back(town, migration)
    assert town.rows(Draft)[0].answers == {"name": "林静工作室", "amount": "12"}
    assert instance(town, case).version_id == versions(town)[0]


def test_a_rule_alone_changes_too_and_a_campaign_takes_the_new_parameters(town: Town) -> None:
    case = town.open_case()
    parameters = {"grant": {"value": 80000, "title": "资金"}}
    town.deploy(package(procedure_dot_yaml=manifest(parameters=parameters)))
    [campaign, _] = previews(town)
    assert campaign.notes == ["批次参数“资金”由 50000 改为 80000。"]
    migration = approved(town, proposed(town))
    assert town.rows(Campaign)[0].parameters == {"grant": 80000}
    taken_back(town, migration)
    assert town.rows(Campaign)[0].parameters == {"grant": 50000}
    assert outcome(town, migration, case).outcome == "back"


def test_what_has_changed_since_the_preview_stays_and_the_others_move(town: Town) -> None:
    first, second = at_the_city(town), town.open_case("xu", "yard", "云帆创新工作室")
    town.deploy(package(longer(7)))
    migration = proposed(town)
    town.complete("office", "A_city", {"verdict": "agree"}, first)
    migration = approved(town, migration)
    item = outcome(town, migration, first)
    assert (item.outcome, item.reason) == ("changed", "已有变化，未迁移。")
    assert outcome(town, migration, second).outcome == "moved"
    with town.house.reading() as uow:
        counts = counts_of(uow, migration)
    assert (counts["moved"], counts["changed"], counts.total) == (1, 2, 3)


def test_whose_campaign_stays_behind_with_its_terms_stays_too(town: Town) -> None:
    first, second = at_the_city(town), town.open_case("xu", "yard", "云帆创新工作室")
    parameters = {"grant": {"value": 80000, "title": "资金"}}
    town.deploy(package(procedure_dot_yaml=manifest(parameters=parameters)))
    migration = proposed(town)
    town.complete("office", "A_city", {"verdict": "agree"}, first)  # the campaign hears of it
    migration = approved(town, migration)
    assert "所属批次没有随之迁移" in (outcome(town, migration, second).reason or "")
    assert town.rows(Campaign)[0].parameters == {"grant": 50000}


def test_it_is_taken_back_where_nobody_has_acted_since(town: Town) -> None:
    acted, still = at_the_city(town), at_the_city(town, who="zhou", title="周氏工作室")
    town.deploy(package(longer(7)))
    before = {c.id: instance(town, c).snapshot for c in (acted, still)}
    dues = [row.due_at for row in town.rows(Task) if row.closed_at is None]
    migration = approved(town, proposed(town))
    town.complete("office", "A_city", {"verdict": "return"}, acted)
    migration = taken_back(town, migration)
    assert outcome(town, migration, acted).outcome == "acted"
    assert outcome(town, migration, still).outcome == "back"
    there = instance(town, still)
    assert (there.version_id, there.snapshot) == (versions(town)[0], before[still.id])
    assert town.task("A_city", still).due_at in dues
    assert any("恢复到版本" in sentence for sentence in trail(town, "case", still.id))
    with pytest.raises(Conflict):
        taken_back(town, again(town, migration))
    town.complete("office", "A_city", {"verdict": "agree"}, still)
    assert instance(town, still).finished_at is not None


def test_what_cannot_go_on_by_it_is_left_alone_and_told(town: Town) -> None:
    case, other = at_the_city(town), town.open_case("xu", "yard", "云帆创新工作室")
    slow = drawn().replace(BEGIN, SLOW.encode() + BEGIN)
    parameters = {"grant": {"value": 50000}, "slow": {"value": 3, "title": "市总办理时限"}}
    town.deploy(package(slow, procedure_dot_yaml=manifest(parameters=parameters)))
    migration = proposed(town)
    assert outcome(town, migration, case).shown["deadlines"] == ["新增期限：“市总超期”，2021年11月5日(周五) 24:00。"]
    with town.house.work() as uow:
        campaign = uow.session.get_one(Campaign, town.campaign_id)
        campaign.parameters = {**campaign.parameters, "slow": "三天"}
    before = instance(town, case)
    migration = approved(town, migration)
    item = outcome(town, migration, case)
    assert item.outcome == "failed" and "A_slow" in (item.reason or "")
    assert (instance(town, case).snapshot, instance(town, case).version_id) == (before.snapshot, before.version_id)
    assert outcome(town, migration, other).outcome == "moved" and not town.incidents()


def test_a_pool_that_is_no_more_keeps_its_instances(town: Town) -> None:
    town.open_case()
    town.deploy(package(drawn().replace(b'"application"', b'"entry"')))
    assert "泳池" in (previews(town)[-1].stays or "")
