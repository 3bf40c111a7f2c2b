"""The tree: what it answers, and that it stays a tree."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.foundation.clock import SetClock
from services.foundation.errors import Invalid, NotFound
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import UnitOfWork, Wiring
from services.people import organisations
from services.people.organisations import LevelMissing, Organisation

from .conftest import NOON

LEVELS = ("unit", "superior", "direct_unit", "committee")


def grow(uow, *rows):
    """Rows of (code, level, parent code or None), to ids by code."""
    ids = {}
    for code, level, parent in rows:
        ids[code] = organisations.add(
            uow, code=code, name=code.upper(), level=level, parent_id=ids[parent] if parent else None
        ).id
    return ids


@pytest.fixture
def ids(uow):
    return grow(
        uow,
        ("party", "party_committee", None),
        ("union", "union_committee", "party"),
        ("direct", "direct_unit", "union"),
        ("group", "superior", "direct"),
        ("plant", "superior", "group"),
        ("shop", "unit", "plant"),
        ("lone", "direct_unit", "union"),
        ("stray", "unit", None),
    )


def test_ancestors_begin_with_the_organisation_itself_and_end_at_the_root(uow, ids):
    assert [each.code for each in organisations.ancestors(uow, ids["shop"])] == [
        "shop",
        "plant",
        "group",
        "direct",
        "union",
        "party",
    ]


def test_the_superiors_are_asked_from_the_parent_up_to_and_including_the_recommender(uow, ids):
    assert organisations.superior_chain(uow, ids["shop"], "direct_unit") == [ids["plant"], ids["group"], ids["direct"]]
    assert organisations.superior_chain(uow, ids["plant"], "superior") == []
    assert organisations.superior_chain(uow, ids["group"], "direct_unit") == [ids["direct"]]


def test_a_direct_unit_that_is_itself_grassroots_has_no_superior_and_recommends_itself(uow, ids):
    assert organisations.superior_chain(uow, ids["lone"], "direct_unit") == []
    assert organisations.recommender_of(uow, ids["lone"], "direct_unit").id == ids["lone"]


def test_a_unit_with_no_recommender_above_is_a_fault_and_never_an_empty_chain(uow, ids):
    assert organisations.recommender_of(uow, ids["stray"], "direct_unit") is None
    with pytest.raises(LevelMissing, match="STRAY"):
        organisations.superior_chain(uow, ids["stray"], "direct_unit")
    with pytest.raises(LevelMissing):
        organisations.superior_chain(uow, ids["union"], "direct_unit")


def test_the_nearest_of_a_level_is_looked_for_upward_and_never_sideways(uow, ids):
    assert organisations.nearest_with_level(uow, ids["shop"], "superior").id == ids["plant"]
    assert organisations.nearest_with_level(uow, ids["lone"], "superior") is None


def test_where_several_levels_recommend_the_first_of_any_of_them_on_the_way_up_is_the_one(uow, ids):
    either = "superior direct_unit"
    assert organisations.recommender_of(uow, ids["shop"], either).id == ids["plant"]
    assert organisations.recommender_of(uow, ids["lone"], either).id == ids["lone"]
    assert organisations.superior_chain(uow, ids["shop"], either) == [ids["plant"]]
    assert organisations.superior_chain(uow, ids["lone"], either) == []


def test_a_code_is_given_once(uow, ids):
    with pytest.raises(organisations.CodeTaken) as refused:
        organisations.add(uow, code="shop", name="x", level="unit")
    assert "code" in refused.value.fields


def test_an_organisation_needs_a_code_a_name_and_a_level(uow):
    with pytest.raises(Invalid) as refused:
        organisations.add(uow, code=" ", name="", level="unit")
    assert set(refused.value.fields) == {"code", "name"}


def test_an_unknown_organisation_is_not_found(uow):
    for ask in (organisations.organisation, organisations.ancestors):
        with pytest.raises(NotFound):
            ask(uow, 99)
    with pytest.raises(NotFound):
        organisations.by_code(uow, "nowhere")
    with pytest.raises(NotFound):
        organisations.add(uow, code="x", name="x", level="unit", parent_id=99)


def test_moving_takes_everything_below_along_and_is_recorded(uow, ids, recorded):
    organisations.move(uow, ids["group"], ids["lone"], actor_id=7)
    assert [each.code for each in organisations.ancestors(uow, ids["shop"])][:4] == ["shop", "plant", "group", "lone"]
    assert [each.code for each in organisations.within(uow, organisations.by_code(uow, "lone").path)] == [
        "lone",
        "group",
        "plant",
        "shop",
    ]
    assert organisations.children(uow, ids["direct"]) == []
    event = recorded[-1]
    assert (event.kind, event.actor_id, event.to_parent_id) == ("OrganisationMoved", 7, ids["lone"])
    assert event.sentence() == "“GROUP”的上级单位改为“LONE”"


def test_an_organisation_cannot_come_below_itself_or_its_own(uow, ids):
    for below in ("group", "plant", "shop"):
        with pytest.raises(organisations.WouldBeCycle):
            organisations.move(uow, ids["group"], ids[below])
    assert organisations.superior_chain(uow, ids["shop"], "direct_unit") == [ids["plant"], ids["group"], ids["direct"]]


def test_the_database_itself_refuses_a_parent_of_itself(uow, ids):
    uow.session.get(Organisation, ids["stray"]).parent_id = ids["stray"]
    with pytest.raises(IntegrityError):
        uow.session.flush()
    uow.session.rollback()


@pytest.fixture(scope="module")
def bare_engine():
    engine = open_database("sqlite://")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_added_and_moved_it_stays_a_tree_that_answers_like_a_walk(bare_engine, data):
    with Session(bare_engine) as session:
        uow = UnitOfWork(session, SetClock(NOON).now(), Wiring())
        parent_of, level_of = {}, {}
        for number in range(data.draw(st.integers(1, 12))):
            parent = data.draw(st.sampled_from([None, *parent_of]))
            level = data.draw(st.sampled_from(LEVELS))
            row = organisations.add(uow, code=f"c{number}", name="n", level=level, parent_id=parent)
            parent_of[row.id], level_of[row.id] = parent, level
        for _ in range(data.draw(st.integers(0, 8))):
            which, under = data.draw(st.sampled_from([*parent_of])), data.draw(st.sampled_from([None, *parent_of]))
            if under is not None and which in walk(parent_of, under):
                with pytest.raises(organisations.WouldBeCycle):
                    organisations.move(uow, which, under)
            else:
                organisations.move(uow, which, under)
                parent_of[which] = under
        for each in parent_of:
            way = walk(parent_of, each)
            assert [row.id for row in organisations.ancestors(uow, each)] == way
            for level in LEVELS:
                check_chain(uow, way, level, level_of)
            below = {row.id for row in organisations.within(uow, organisations.organisation(uow, each).path)}
            assert below == {other for other in parent_of if each in walk(parent_of, other)}
        session.rollback()


def walk(parent_of, start):
    way = [start]
    while parent_of[way[-1]] is not None:
        way.append(parent_of[way[-1]])
    return way


def check_chain(uow, way, level, level_of):
    if level not in [level_of[step] for step in way]:
        with pytest.raises(LevelMissing):
            organisations.superior_chain(uow, way[0], level)
        return
    chain = organisations.superior_chain(uow, way[0], level)
    assert chain == way[1 : len(chain) + 1]
    assert level_of[(way[0], *chain)[-1]] == level
    assert all(level_of[step] != level for step in (way[0], *chain)[:-1])
