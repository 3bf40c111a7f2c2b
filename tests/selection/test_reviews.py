"""A panel is drawn by lot: anyone can draw it again, and nobody of the recommender's house is in it."""

import copy
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.foundation.errors import Faulty
from services.people.identity import deactivate
from services.record import audit
from services.selection.reviews import PanelDraw, draw, seed_of
from tests.cast import CAST
from tests.selection.drawn import REPLACING, drawing

PEOPLE = [
    ("one", [("city", "inspector")]),
    ("two", [("city", "inspector")]),
    ("three", [("city", "inspector")]),
    ("inhouse", [("city", "inspector"), ("mill", "staff")]),
    ("nextdoor", [("city", "inspector"), ("yard", "staff")]),
    ("above", [("county", "inspector")]),
]


def cast(people=PEOPLE):
    data = copy.deepcopy(CAST)
    data["people"] = [p for p in data["people"] if p["login"] != "expert"]
    data["people"] += [
        {"login": login, "name": login, "seats": [{"at": at, "role": role} for at, role in seats]}
        for login, seats in people
    ]
    return data


def drawn_in(town, case):
    town.complete("alice", "Go", case=case)
    return sorted(int(t.principals[0].removeprefix("p:")) for t in town.tasks("See", case))


def test_each_who_was_drawn_gets_a_task_and_nobody_of_the_recommenders_house_is_among_them(make_town):
    town = make_town(drawing(), cast())
    assert drawn_in(town, town.open_case()) == sorted(town.people[p] for p in ("one", "two", "three"))
    (row,) = town.rows(PanelDraw)
    assert not {town.people[p] for p in ("inhouse", "nextdoor", "above")} & set(row.pool)


def test_experts_of_another_city_in_the_same_house_are_not_drawn(make_town):
    data = cast([*PEOPLE, ("stranger", [("harbour", "inspector")])])
    data["organisations"].append({"code": "harbour", "name": "海港市总工会", "level": "city"})
    town = make_town(drawing(), data)
    drawn_in(town, town.open_case())
    (row,) = town.rows(PanelDraw)
    assert town.people["stranger"] not in row.pool


def test_for_a_unit_of_another_recommender_the_pool_is_another(make_town):
    data = cast()
    data["organisations"].insert(2, {"code": "west", "name": "西山区总工会", "level": "county", "parent": "city"})
    next(o for o in data["organisations"] if o["code"] == "yard")["parent"] = "west"
    town = make_town(drawing("2"), data)
    town.open_case("xu", "yard")
    town.complete("charlie", "Go")
    (row,) = town.rows(PanelDraw)
    assert row.pool == sorted(town.people[p] for p in ("one", "two", "three", "inhouse", "above"))
    assert set(row.drawn) < set(row.pool) and len(row.drawn) == 2


def test_the_draw_can_be_repeated_from_what_is_kept(make_town):
    town = make_town(drawing("2"), cast())
    case = town.open_case()
    drawn_in(town, case)
    (row,) = town.rows(PanelDraw)
    assert draw(row.pool, 2, row.seed) == row.drawn
    with town.house.reading() as uow:
        history = audit.history(uow, case.subject)
    told = next(e for e in history if e.kind == "PanelDrawn")
    assert row.seed == told.facts["seed"] == seed_of(row.made_of)
    assert row.made_of["deed"] == history[[e.kind for e in history].index("PanelDrawn") - 1].hash
    assert told.facts["pool_size"] == 3 and row.seed[:12] in told.sentence


def test_too_few_people_are_no_smaller_panel(make_town):
    town = make_town(drawing("4"), cast())
    case = town.open_case()
    with pytest.raises(Faulty, match="只有 3 名，不足 4 名"):
        town.complete("alice", "Go", case=case)
    assert town.tasks("Go", case) and town.rows(PanelDraw) == []


def test_the_applicant_and_people_who_left_are_not_drawn(make_town):
    people = [*PEOPLE, ("gone", [("city", "inspector")])]
    data = cast(people)
    next(p for p in data["people"] if p["login"] == "lin")["seats"].append({"at": "city", "role": "inspector"})
    town = make_town(drawing(), data)
    with town.house.work() as uow:
        deactivate(uow, None, town.people["gone"])
    assert drawn_in(town, town.open_case()) == sorted(town.people[p] for p in ("one", "two", "three"))


people = st.lists(st.integers(1, 9999), unique=True, min_size=1, max_size=30)


@given(people, st.integers(0, 30), st.text(max_size=8))
def test_a_draw_depends_on_seed_and_people_alone(someone, count, seed):
    drawn = draw(someone, count, seed)
    assert drawn == draw(sorted(someone), count, seed)
    assert len(set(drawn)) == min(count, len(someone)) and set(drawn) <= set(someone)


def test_every_person_has_the_same_chance():
    seeds = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(3000)]
    counts = [0] * 6
    for seed in seeds:
        for person in draw(list(range(6)), 2, seed):
            counts[person] += 1
    assert all(900 < n < 1100 for n in counts), counts


def test_whoever_steps_back_is_replaced_by_one_who_was_not_drawn_before(make_town):
    town = make_town(REPLACING, cast())
    case = town.open_case()
    town.complete("alice", "Ask", case=case)
    first, again = town.rows(PanelDraw)
    assert len(again.drawn) == 1 and not set(again.pool) & set(first.drawn)
    (third,) = again.drawn
    assert sorted(t.principals[0] for t in town.tasks("See", case)) == sorted(f"p:{p}" for p in (first.drawn[1], third))
    name = next(login for login, number in town.people.items() if number == first.drawn[0])
    with town.house.reading() as uow:
        said = [e.sentence for e in audit.history(uow, case.subject) if e.kind == "PanelDrawn"]
    assert said[1].startswith(f"{name}回避。从 1 名人选")


def test_nobody_is_drawn_twice_for_want_of_others(make_town):
    town = make_town(REPLACING, cast(PEOPLE[:2]))
    with pytest.raises(Faulty, match="0 名，不足 1 名"):
        town.complete("alice", "Ask", case=town.open_case())
