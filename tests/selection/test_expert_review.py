"""Experts answer, score unseen by each other, are replaced in the order of the draw; too few wait for the office."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.casework.attachments import attach_to_task, looked_at, open_attachment
from services.casework.cases import may_view, sight_of
from services.casework.cases.sight import StillBlind, require_all_in
from services.casework.completions import Completing, complete, completions_of
from services.casework.instances import Instance
from services.designer.rehearse.specimens import specimen
from services.foundation.clock import local_day
from services.foundation.errors import Invalid, NotFound
from services.people.assignment import StoodBack, require_not_recused
from services.people.assignment.recusals import StandsBack
from services.people.identity import appoint, create_person
from services.process import engine, registry
from services.record import audit
from services.selection.reviews import PanelDraw, describe, ranked, seed_of
from tests.selection.reviewing import experts, reviewing, sheet

ANSWER, SHEET, MORE = "shared_expert_review_answer", "shared_expert_review_sheet", "shared_expert_review_more"
SHORT, VISIT = "shared_expert_review_short", "shared_expert_review_visit"
RECUSE = {"answer": "recuse", "recuse_reason": "与领衔人系师生。"}


@pytest.fixture
def town(make_town):
    return make_town(reviewing(), experts())


def begin(town):
    case = town.open_case()
    town.complete("alice", "Go", case=case)
    return case


def asked(town, element, case=None):
    """The logins of those an element waits for, oldest first."""
    by_id = {f"p:{number}": login for login, number in town.people.items()}
    return [by_id[t.principals[0]] for t in town.tasks(element, case)]


def hand_in(town, login, element, answers):
    """One expert's own step, wherever it stands among those of the others."""
    mine = f"p:{town.people[login]}"
    (task,) = [t for t in town.tasks(element) if mine in t.principals]
    with town.house.work() as uow:
        complete(uow, town.who(uow, login), task.id, Completing(answers))
    town.settle()


def accept_all(town, case):
    for login in asked(town, ANSWER, case):
        hand_in(town, login, ANSWER, {"answer": "accept"})


def variables(town, case):
    row = town.instance("case", case.id)
    with town.house.reading() as uow:
        pool = registry.load(uow, row.version_id).pool(row.process)
        return engine.variables(pool, uow.session.get_one(Instance, row.id).snapshot)


def test_three_answer_score_and_their_mean_goes_on(town):
    case = begin(town)
    assert len(asked(town, ANSWER, case)) == 3 and not town.tasks(SHEET)
    accept_all(town, case)
    for points, login in zip((20, 21, 25), asked(town, SHEET, case), strict=True):
        hand_in(town, login, SHEET, sheet(results=points))
    assert variables(town, case)["average"] == 82
    assert [row["score"] for row in variables(town, case)["scores"]] == [80, 81, 85]
    assert town.task("Say", case)


def test_more_points_than_a_criterion_has_are_refused(town):
    case = begin(town)
    accept_all(town, case)
    with pytest.raises(Invalid) as wrong:
        hand_in(town, asked(town, SHEET)[0], SHEET, sheet(results=26))
    assert list(wrong.value.fields) == ["scores.results"]


def test_from_five_on_the_highest_and_the_lowest_do_not_count(make_town):
    town = make_town(reviewing(count="=5", answer_days="=null"), experts())
    case = begin(town)
    for points, login in zip((0, 20, 21, 22, 25), asked(town, SHEET, case), strict=True):
        hand_in(town, login, SHEET, sheet(results=points))
    assert variables(town, case)["average"] == 81


def test_who_declines_or_gives_no_answer_is_replaced_by_the_next_of_the_same_order(town):
    case = begin(town)
    (first,) = town.rows(PanelDraw)
    hand_in(town, asked(town, ANSWER)[0], ANSWER, {"answer": "decline"})
    assert len(town.tasks(ANSWER)) == 3
    town.until("2021-11-05 09:00")
    drawn = [p for row in town.rows(PanelDraw) for p in row.drawn]
    assert drawn == first.ranked and {row.seed for row in town.rows(PanelDraw)} == {first.seed}
    assert Counter(row.why for row in town.rows(StoodBack)) == {"declined": 1, "lapsed": 3}
    assert len(town.tasks(MORE)) == 2 and len(town.tasks(ANSWER)) == 1
    with town.house.reading() as uow:
        said = [e.sentence for e in audit.history(uow, case.subject) if e.kind == "PanelDrawn"]
    assert "谢绝。从" in said[1] and "逾期未答复。从" in said[2]


def test_too_few_wait_with_the_office_in_a_plain_sentence_and_never_become_fewer(make_town):
    town = make_town(reviewing(), experts(2))
    case = begin(town)
    assert not town.tasks(ANSWER) and town.rows(PanelDraw) == []
    town.complete("office", SHORT, {"replenished": "尚未补充"}, case)
    assert town.tasks(SHORT, case)
    with town.house.work() as uow:
        one = create_person(uow, None, login="late1", name="后来者")
        appoint(uow, None, one.id, town.organisations["city"], "expert", from_day=local_day(uow.now))
        town.people["late1"] = one.id
    town.complete("office", SHORT, {"replenished": "增补一名"}, case)
    assert sorted(asked(town, ANSWER)) == ["expert1", "expert2", "late1"]
    with town.house.reading() as uow:
        said = [e.sentence for e in audit.history(uow, case.subject) if e.kind == "PanelShort"]
    assert len(said) == 2 and "只有 2 名，不足 3 名" in said[0]


def test_without_a_substitute_the_seat_stays_open_until_the_office_finds_one(make_town):
    town = make_town(reviewing(count="=2"), experts(2))
    case = begin(town)
    gone = asked(town, ANSWER)[0]
    hand_in(town, gone, ANSWER, RECUSE)
    accept_all(town, case)
    hand_in(town, asked(town, SHEET)[0], SHEET, sheet())
    assert town.tasks(MORE, case) and not town.tasks("Say", case)


def test_whoever_is_recused_can_neither_open_nor_decide_the_case(town):
    case = begin(town)
    gone = asked(town, ANSWER)[0]
    hand_in(town, gone, ANSWER, {"answer": "accept"})
    with town.house.reading() as uow:
        assert may_view(uow, town.who(uow, gone), case)
    hand_in(town, gone, SHEET, {"recuse": "yes", "recuse_reason": "评分时发现领衔人是亲属。"})
    with town.house.reading() as uow:
        actor = town.who(uow, gone)
        assert not may_view(uow, actor, case)
        with pytest.raises(StandsBack):
            require_not_recused(uow, actor, case.subject)
    assert gone not in asked(town, ANSWER)


def seen(town, login, case):
    with town.house.reading() as uow:
        actor, instance = town.who(uow, login), town.instance("case", case.id)
        sight, rows = sight_of(uow, actor, instance), completions_of(uow, case.subject)
        told = " ".join(f"{e.sentence}{e.facts}" for e in sight.told(audit.history(uow, case.subject), rows))
        return [r.actor_name for r in sight.readable(rows) if r.element == SHEET], told


def test_scores_are_their_writers_alone_until_all_are_in_then_the_office_sees_all_and_the_unit_nothing(town):
    case = begin(town)
    accept_all(town, case)
    first, second, third = asked(town, SHEET)
    for login in (first, second):
        hand_in(town, login, SHEET, sheet())
    name = {login: f"专家{'甲乙丙丁戊'[int(login[-1]) - 1]}" for login in (first, second, third)}
    assert seen(town, first, case)[0] == [name[first]]
    for login in (third, "office", "alice", "lin", "sun", "auditor"):
        rows, told = seen(town, login, case)
        assert rows == [] and "成果扎实" not in told and "'results'" not in told
    hand_in(town, third, SHEET, sheet())
    assert sorted(seen(town, "office", case)[0]) == sorted(name.values())
    assert "成果扎实" in seen(town, "auditor", case)[1]
    for login in ("alice", "lin", "sun"):
        rows, told = seen(town, login, case)
        assert rows == [] and not any(n in told for n in name.values()) and "评审专家" in told


def test_a_city_may_show_names_and_scores_when_all_are_in(make_town):
    town = make_town(reviewing(count="=1", names_shown="=true", answer_days="=null"), experts())
    case = begin(town)
    hand_in(town, asked(town, SHEET)[0], SHEET, sheet())
    assert len(seen(town, "lin", case)[0]) == 1


people = st.lists(st.integers(1, 99), unique=True, min_size=3, max_size=12)


@settings(max_examples=60, deadline=None)
@given(people, st.integers(1, 3), st.integers(1, 20), st.text(max_size=5))
def test_where_nobody_keeps_away_loads_differ_by_one_at_most(pool, count, cases, salt):
    loads: Counter[int] = Counter()
    for number in range(cases):
        seed = seed_of({"list": salt, "deed": str(number)})
        loads.update(ranked(pool, seed, loads)[:count])
    carried = [loads[person] for person in pool]
    assert max(carried) - min(carried) <= 1


@settings(max_examples=60, deadline=None)
@given(people, st.sets(st.integers(0, 11), max_size=3), st.text(max_size=8))
def test_whoever_keeps_away_never_stands_in_the_order(pool, away, seed):
    left = [person for place, person in enumerate(pool) if place not in away]
    order = ranked(left, seed)
    assert sorted(order) == sorted(left) and order == ranked(list(reversed(left)), seed)


def test_each_writes_down_the_visit_with_photographs_that_nobody_opens_before_all_are_in(make_town):
    town = make_town(reviewing(count="=2", answer_days="=null", visit="=true"), experts())
    case = begin(town)
    first, second = asked(town, VISIT)
    visit = {"visited_on": "2021-11-02", "place": "一车间", "attended": "考察组", "findings": "与申报一致。"}
    with pytest.raises(Invalid) as wrong:
        hand_in(town, first, VISIT, visit)
    assert list(wrong.value.fields) == ["photos"]
    file = photograph(town, first)
    hand_in(town, first, VISIT, {**visit, "photos": [file]})

    def opens(login):
        with town.house.reading() as uow:
            try:
                return bool(open_attachment(uow, town.who(uow, login), file["id"]))
            except NotFound:
                return False

    assert [login for login in (first, second, "office", "lin", "alice") if opens(login)] == [first]
    hand_in(town, second, VISIT, {**visit, "photos": [photograph(town, second)]})
    for login in (first, second):
        hand_in(town, login, SHEET, sheet())
    assert [login for login in (first, second, "office", "lin", "alice") if opens(login)] == [first, "office"]
    assert variables(town, case)["scores"][0]["visit"]["place"] == "一车间"


def photograph(town, login):
    task = next(t for t in town.tasks(VISIT) if t.principals == [f"p:{town.people[login]}"])
    with town.house.work() as uow:
        looked = looked_at(specimen("现场.jpg", 0))
        return attach_to_task(uow, town.who(uow, login), task.id, "photos", "现场.jpg", looked)


def test_a_panel_that_has_to_know_something_is_drawn_from_those_who_do(make_town):
    town = make_town(reviewing(count="=2", fields='=["焊接"]'), experts())
    with town.house.work() as uow:
        for login in ("expert1", "expert4"):
            describe(uow, town.who(uow, "office"), town.people[login], "焊接、铸造", None, None)
    case = begin(town)
    assert sorted(asked(town, ANSWER, case)) == ["expert1", "expert4"]


def test_a_record_with_sealed_scores_is_not_carried_away(town):
    case = begin(town)
    accept_all(town, case)
    login = asked(town, SHEET)[0]
    with town.house.reading() as uow:
        require_all_in(uow, case.subject)
    hand_in(town, login, SHEET, sheet())
    with town.house.reading() as uow, pytest.raises(StillBlind):
        require_all_in(uow, case.subject)


def test_what_lin_says_of_herself_and_her_members_keeps_namesakes_out(make_town):
    cast = experts(4)
    cast["people"].append({"login": "namesake", "name": "许㛃", "seats": [{"at": "city", "role": "expert"}]})
    town = make_town(reviewing(), cast)
    begin(town)
    (row,) = town.rows(PanelDraw)
    assert town.people["namesake"] not in row.pool
    assert [town.people["namesake"], "姓名与领衔人或成员相同"] in row.left_out
