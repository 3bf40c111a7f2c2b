"""The cast of the demonstration: every way up from a lead to the committee is staffed, and panels can be drawn."""

from pathlib import Path

import pytest
import yaml

from services.people import assignment, identity, organisations
from services.people.cast import load_cast

DATA = yaml.safe_load((Path(__file__).parents[2] / "app" / "demo" / "people.yaml").read_text(encoding="utf-8"))
ON_THE_WAY = (
    "own:union_officer",
    "own:discipline_officer",
    "recommender:union_officer",
    "organs_union_committee:office",
    "organs_union_committee:inspector",
    "organs_party_committee:approver",
)
LEADS = {
    "chenming": ["yunfan-equip", "yunfan"],
    "zhouyan": ["yunfan"],
    "hanzhe": ["qingyuan-hydro", "qingyuan-design", "qingyuan"],
    "songjie": [],
    "luoyong": ["hengtong"],
}
PANEL = 3


@pytest.fixture
def uow(make_app):
    with make_app().house.work() as uow:
        yield uow


@pytest.fixture
def cast(uow):
    return load_cast(uow, DATA)


def home_of(uow, cast, login):
    return next(seat.organisation_id for seat in identity.actor(uow, cast.people[login]).positions)


@pytest.mark.parametrize("login", LEADS)
def test_somebody_sits_at_every_step_of_a_leads_way(uow, cast, login):
    own = home_of(uow, cast, login)
    for group in ON_THE_WAY:
        assert assignment.resolve(uow, group, None, own, "direct_unit").holders >= 1, group
    chain = organisations.superior_chain(uow, own, "direct_unit")
    assert [organisations.organisation(uow, step).code for step in chain] == LEADS[login]
    for step in chain:
        assert assignment.resolve(uow, f"@{step}:union_officer", None, own, "direct_unit").holders == 1


@pytest.mark.parametrize("login", LEADS)
def test_a_panel_can_be_drawn_without_the_leads_own_house(uow, cast, login):
    recommender = organisations.recommender_of(uow, home_of(uow, cast, login), "direct_unit")
    left = {person.login for person in assignment.pool(uow, "inspector", recommender.path)}
    assert PANEL <= len(left) < len(assignment.pool(uow, "inspector"))


def test_the_people_of_the_tour_hold_the_seats_the_tour_speaks_of(uow, cast):
    seats = {
        "liting": ("yunfan-plant1", "union_officer"),
        "wangqiang": ("yunfan-plant1", "discipline_officer"),
        "sunli": ("yunfan-equip", "union_officer"),
        "zhaomin": ("yunfan", "union_officer"),
        "gongwei": ("organs-union", "office"),
        "dangwei": ("organs-party", "approver"),
        "shenji": ("organs-union", "auditor"),
        "guanli": ("organs-union", "administrator"),
        "sheji": ("organs-union", "designer"),
    } | {f"yanshou{n}": ("organs-union", "inspector") for n in range(1, 6)}
    for login, (code, role) in seats.items():
        assert identity.actor(uow, cast.people[login]).holds(role, cast.organisations[code]), login


def test_two_leads_of_one_recommender_compete_for_its_rank(uow, cast):
    both = {
        organisations.recommender_of(uow, home_of(uow, cast, who), "direct_unit").id for who in ("chenming", "zhouyan")
    }
    assert both == {cast.organisations["yunfan"]}


def test_the_names_try_rare_characters():
    names = "".join(person["name"] for person in DATA["people"])
    assert {"㛃", "䶮", "喆", "堃"} <= set(names)
