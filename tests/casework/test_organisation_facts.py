"""A diagram names organisations by their code and by their level, and knows its own."""


import pytest

from services.casework.cases import Case
from services.casework.instances import Instance, known_own_organisation, world_for
from services.foundation.errors import NotFound
from services.process import registry
from services.process.rules.feel import compile_expression


def ask(town, text: str):
    if not town.rows(Case):
        town.open_case()
    with town.house.reading() as uow:
        instance = uow.session.query(Instance).filter(Instance.subject_kind == "case").one()
        world = world_for(uow, instance, registry.load(uow, instance.version_id))
        return compile_expression(text).evaluate(lambda name: world.known[name], world.library)


def test_an_organisation_is_told_with_its_code(town):
    told = ask(town, "organisation(case.organisation)")
    assert (told["code"], told["name"], told["level"]) == ("mill", "星河机械厂", "unit")
    assert ask(town, 'organisation by code("county").id') == town.organisations["county"]
    assert ask(town, 'organisation by code("nowhere")') is None
    assert ask(town, "organisation(null)") is None and ask(town, "organisation by code(null)") is None


def test_a_pool_knows_whose_it_is(town):
    assert ask(town, "own_organisation.code") == "mill"
    with town.house.reading() as uow:
        campaign = uow.session.query(Instance).filter(Instance.subject_kind == "campaign").one()
        assert known_own_organisation(uow, campaign)["code"] == "city"


def test_the_organisations_of_a_level_come_by_their_code(town):
    assert ask(town, 'organisations of level("unit").code') == ["mill", "yard"]
    assert ask(town, 'organisations of level("city county").code') == ["city", "county"]
    below = town.organisations["mill"]
    assert ask(town, f'organisations of level("unit", {below}).code') == ["mill"]
    assert ask(town, 'organisations of level("moon")') == []
    with pytest.raises(NotFound):
        ask(town, 'organisations of level("unit", 999)')
