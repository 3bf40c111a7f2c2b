"""`demo load --size N`: N more cases of invented units in the newest campaign, to see how the house bears a crowd."""

from typing import Any

from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.people import organisations
from services.people.cast import load_cast
from services.people.identity import actor
from services.process import registry
from services.selection.campaigns import Campaign, apply, may_apply, open_for_application

CODE = "crowd"  # what the codes and sign-in names of the crowd begin with
CASES_OF_A_UNIT = 10
TOGETHER = 50  # cases opened in one transaction
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "安博诚达恩方刚海嘉康立明宁平强睿思拓维新"


def add_crowd(house: House, size: int, password: str) -> None:
    """Open `size` cases, each by the lead of an invented unit below one of the campaign's recommenders in turn."""
    with house.work() as uow:
        campaign = open_for_application(uow)[0]
        leads = _settle(uow, campaign, -(-size // CASES_OF_A_UNIT), password)
    for first in range(0, size, TOGETHER):
        with house.work() as uow:
            for number in range(first, min(first + TOGETHER, size)):
                unit, lead = leads[number // CASES_OF_A_UNIT]
                apply(uow, actor(uow, lead), campaign, unit, f"{_name(number)}创新工作室{number + 1}")


def _settle(uow: UnitOfWork, campaign: Campaign, units: int, password: str) -> list[tuple[int, int]]:
    """(organisation, its lead) of each invented unit."""
    level = registry.load(uow, campaign.version_id).manifest.recommender_level
    above = [each for each in organisations.of_level(uow, level) if may_apply(uow, campaign, each.id)]
    cast: dict[str, list[dict[str, Any]]] = {"organisations": [], "people": []}
    for number in range(units):
        code, parent = f"{CODE}-{number + 1}", above[number % len(above)]
        name = f"{parent.name}第{number + 1}单位"
        cast["organisations"].append({"code": code, "name": name, "level": "unit", "parent": parent.code})
        cast["people"] += [
            {"login": code, "name": _name(number), "seats": [{"at": code, "role": "lead"}]},
            {"login": f"{code}-union", "name": _name(number + 7), "seats": [{"at": code, "role": "union_officer"}]},
        ]
    made = load_cast(uow, cast, password)
    return [(made.organisations[o["code"]], made.people[o["code"]]) for o in cast["organisations"]]


def _name(number: int) -> str:
    """An invented person: some four hundred names, in turn."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]
