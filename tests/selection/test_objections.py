"""An objection suspends one case, whoever raised it; what came of it stands, and the rest goes on."""

from datetime import timedelta

import pytest

from services.casework.extensions import extend_deadline
from services.casework.instances import Instance
from services.foundation.errors import Conflict, Invalid, NotFound
from services.process import engine, registry
from services.record import audit
from services.selection.objections import Objection, by_receipt, known_objections, outcomes, suspended, withdraw
from services.selection.objections.models import Objector
from services.selection.public_notices import notice_by_no
from tests.selection.objecting import NOTICE, accept, anonymous, find, objected, package, person, posted


@pytest.fixture
def town(make_town):
    """Three cases on a running notice."""
    town = make_town(package())
    town.cases = posted(town)
    return town


def row(town, no):
    (found,) = [o for o in town.rows(Objection) if o.no == no]
    return found


def waits(town) -> list[bool]:
    with town.house.reading() as uow:
        return [suspended(uow, case.id) for case in town.cases]


def published(town):
    with town.house.reading() as uow:
        return outcomes(uow, notice_by_no(uow, NOTICE))


def named(town):
    """Whom the campaign named in the end."""
    with town.house.reading() as uow:
        instance = uow.session.get_one(Instance, town.instance("campaign", town.campaign_id).id)
        pool = registry.load(uow, instance.version_id).pool(instance.process)
        return [int(n) for n in engine.variables(pool, instance.snapshot)["named"]]


def over(town):
    """The notice's days are over, and the campaign's own steps are done."""
    town.until("2021-11-20 09:00")
    town.complete("office", "Decide")


def test_an_objection_suspends_its_own_case_and_no_other(town) -> None:
    filed = objected(town, person(2))
    assert filed.objection.no == "YY2021-001-001"
    assert waits(town) == [False, True, False]
    (task,) = town.tasks("shared_objection_acknowledge")
    assert task.name == "受理异议 YY2021-001-001"  # the campaign's page is read by all: not against whom
    assert str(task.due_at) == "2021-11-04 16:00:00+00:00"  # two working days, by 24:00 of 4 November


def test_not_upheld_the_case_is_named_after_the_others(town) -> None:
    objected(town, person(1))
    accept(town)
    assert row(town, "YY2021-001-001").status == "accepted"
    (task,) = town.tasks("shared_objection_verify")
    assert str(task.due_at) == "2021-11-16 16:00:00+00:00"  # ten working days
    over(town)
    assert named(town) == [2, 3]
    assert town.instance("campaign", town.campaign_id).finished_at is None
    find(town, "not_upheld")
    assert waits(town) == [False, False, False]
    assert town.task("Supplement").name == "补充命名1"
    town.complete("office", "Supplement")
    assert town.instance("campaign", town.campaign_id).finished_at is not None
    assert published(town) == ["对“林静创新工作室”提出的异议，经核实不成立。"]


def test_upheld_the_case_is_not_named(town) -> None:
    objected(town, person(3))
    accept(town)
    find(town, "upheld", "证书查无此号。")
    over(town)
    assert named(town) == [1, 2]
    assert town.tasks("Supplement") == []
    found = row(town, "YY2021-001-001")
    assert (found.status, found.finding) == ("upheld", "证书查无此号。")
    assert published(town) == ["对“许㛃创新工作室”提出的异议，经核实成立。"]


def test_an_anonymous_one_without_facts_to_check_is_dismissed_with_a_reason(town) -> None:
    objected(town, anonymous(1, facts="这个工作室不怎么样，不应该命名。"))
    assert town.rows(Objector) == []
    with pytest.raises(Invalid):
        town.complete("office", "shared_objection_acknowledge", {"decision": "dismiss"})
    accept(town, decision="dismiss", reason="没有写明可以核查的具体事实。")
    assert row(town, "YY2021-001-001").status == "dismissed"
    assert waits(town) == [False, False, False]
    over(town)
    assert named(town) == [1, 2, 3]
    assert published(town) == ["对“林静创新工作室”提出的异议不符合受理条件，不予受理。"]


def test_two_objections_on_one_case_release_it_together(town) -> None:
    objected(town, person(1))
    objected(town, anonymous(1))
    accept(town)
    find(town, "not_upheld")
    assert waits(town) == [True, False, False]
    accept(town)
    find(town, "not_upheld")
    assert waits(town) == [False, False, False]
    with town.house.reading() as uow:
        told = [e.kind for e in audit.history(uow, town.cases[0].subject)]
    assert told.count("CaseSuspended") == told.count("CaseReleased") == 1


def test_two_cases_go_their_own_ways(town) -> None:
    objected(town, person(1))
    objected(town, person(3))
    accept(town)
    accept(town)
    find(town, "upheld")
    find(town, "not_upheld")
    assert [o.status for o in town.rows(Objection)] == ["upheld", "not_upheld"]
    over(town)
    assert named(town) == [2, 3]


def test_after_the_notice_it_is_late_and_heard_all_the_same(town) -> None:
    town.until("2021-11-10 09:00")
    late = objected(town).objection
    assert (late.late, late.delivered) == (True, True)
    assert waits(town) == [True, False, False]
    with town.house.reading() as uow:
        last = audit.history(uow, late.subject)[-1].sentence
    assert last == "收到对“林静创新工作室”的异议 YY2021-001-001（网上提交，个人实名，公示期满后提出）。"


def test_when_the_campaign_is_over_it_is_kept_and_marked(town) -> None:
    over(town)
    late = objected(town).objection
    assert (late.late, late.delivered, late.status) == (True, False, "filed")
    assert waits(town) == [False, False, False]
    assert town.tasks() == [] or all(t.subject_kind == "case" for t in town.tasks())


def test_where_the_diagram_hears_no_objections_none_is_lost(make_town) -> None:
    town = make_town(package(listens=False))
    posted(town)
    kept = objected(town).objection
    assert (kept.delivered, kept.status) == (False, "filed")


def test_its_objector_takes_it_back_and_the_office_stops(town) -> None:
    filed = objected(town)
    accept(town)
    with pytest.raises(NotFound), town.house.work() as uow:
        withdraw(uow, filed.objection.no, "AAAA-BBBB-CCCC")
    with town.house.work() as uow:
        withdraw(uow, filed.objection.no, filed.word.lower())
    assert row(town, filed.objection.no).status == "withdrawn"
    assert town.tasks("shared_objection_verify") == []
    assert waits(town) == [False, False, False]
    assert published(town) == ["对“林静创新工作室”提出的异议已撤回。"]
    with pytest.raises(Conflict), town.house.work() as uow:
        withdraw(uow, filed.objection.no, filed.word)
    over(town)
    assert named(town) == [1, 2, 3]


def test_taking_one_back_leaves_the_others(town) -> None:
    first, second = objected(town, person(1)), objected(town, person(2))
    with town.house.work() as uow:
        withdraw(uow, first.objection.no, first.word)
    (task,) = town.tasks("shared_objection_acknowledge")
    assert task.properties["objection"] == second.objection.no
    assert waits(town) == [False, True, False]


def test_number_and_word_together_tell_where_it_stands(town) -> None:
    filed = objected(town)
    with town.house.reading() as uow:
        assert by_receipt(uow, f" {filed.objection.no.lower()} ", filed.word.replace("-", "")).status == "filed"
        for no, word in ((filed.objection.no, ""), (filed.objection.no, "-"), ("YY2021-001-999", ""), ("", "")):
            with pytest.raises(NotFound):
                by_receipt(uow, no, word)


def test_the_same_request_twice_is_one_objection_with_one_receipt(town) -> None:
    once = objected(town, person(request_key="k" * 32))
    again = objected(town, person(request_key="k" * 32))
    assert (again.objection.no, again.word) == (once.objection.no, once.word)
    assert len(town.rows(Objection)) == len(town.tasks("shared_objection_acknowledge")) == 1


def test_a_diagram_knows_cases_and_standing_and_nothing_of_people(town) -> None:
    objected(town, person(1))
    with town.house.reading() as uow:
        campaign = uow.session.get_one(Instance, town.instance("campaign", town.campaign_id).id)
        own = uow.session.get_one(Instance, town.instance("case", town.cases[0].id).id)
        other = uow.session.get_one(Instance, town.instance("case", town.cases[1].id).id)
        told = {"no": "YY2021-001-001", "notice": NOTICE, "case": 1, "title": "林静创新工作室", "status": "filed"}
        row = {**told, "late": False, "real_name": True, "suspends": True}
        assert known_objections(uow, campaign) == known_objections(uow, own) == [row]
        assert known_objections(uow, other) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (person(place=9), "place"),
        (person(kind="friend"), "kind"),
        (person(facts="假的"), "facts"),
        (person(facts="假" * 5001), "facts"),
        (person(facts="\u200b\0 " * 50), "facts"),
        (person(name=" "), "name"),
        (person(contact="打电话"), "contact"),
        (person(address="路" * 201), "address"),
        (person(kind="unit", unit="", sealed=True, files=(b"%PDF-1.4\n%%EOF",)), "unit"),
        (person(kind="unit", unit="云帆造船厂", files=(b"%PDF-1.4\n%%EOF",)), "sealed"),
        (person(kind="unit", unit="云帆造船厂", sealed=True), "files"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(town, said, field) -> None:
    with pytest.raises(Invalid) as refusal:
        objected(town, said)
    assert list(refusal.value.fields) == [field]
    assert town.rows(Objection) == []


def test_the_time_to_look_into_it_is_put_off_once_for_reasons_that_name_nobody(town) -> None:
    objected(town)
    accept(town)
    task = town.task("shared_objection_verify")
    for grounds in ("何知秋尚在外地，无法见面核实。", "向 024-00001234 多次联系未果。"):
        with pytest.raises(Invalid), town.house.work() as uow:
            extend_deadline(uow, town.who(uow, "office"), task.id, grounds)
    with town.house.work() as uow:
        extend_deadline(uow, town.who(uow, "office"), task.id, "须向外省调取档案。")
    assert str(town.task("shared_objection_verify").due_at) == "2021-11-30 16:00:00+00:00"
    with pytest.raises(Conflict), town.house.work() as uow:
        extend_deadline(uow, town.who(uow, "office"), task.id, "再次延长。")
    find(town, "not_upheld")


def test_the_days_of_receipt_and_verification_pass_without_a_verdict(town) -> None:
    objected(town)
    town.clock.set(town.clock.now() + timedelta(days=40))
    town.settle()
    assert row(town, "YY2021-001-001").status == "filed"  # nobody decides by silence
    assert waits(town) == [True, False, False]
