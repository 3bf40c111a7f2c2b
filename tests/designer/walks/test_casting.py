"""A draft without people gets a first list of them, in which every role of procedure.yaml is held by somebody."""

from collections.abc import Callable

import pytest
import yaml

from services.designer import drafts, walks
from services.foundation.errors import Invalid
from services.people.cast import load_cast
from services.process.registry import Package
from services.process.registry.manifest import read_manifest
from tests.builders import Town
from tests.cast import CAST
from tests.small_procedure import package

DESIGNER = {"login": "ye", "name": "叶文图", "seats": [{"at": "city", "role": "designer"}]}
ROLES = """
id: dale
title: 山谷市办法
recommender_level: county
roles:
  - {role: "own:lead", title: 领衔人}
  - {role: "own:union_officer", title: 单位工会}
  - {role: "recommender:approver", title: 推荐单位}
  - {role: "city:office", title: 市总工会经办}
"""


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town(package(), cast={**CAST, "people": [*CAST["people"], DESIGNER]})


def opened(town: Town, manifest: str) -> int:
    with town.house.work() as uow:
        whole = Package("dale", {"procedure.yaml": manifest.encode()})
        return drafts.open_draft(uow, town.who(uow, "ye"), whole, "dale", "山谷市办法").id


def test_units_stand_one_below_the_other_and_every_role_is_held_where_it_acts() -> None:
    told = yaml.safe_load(walks.proposed(read_manifest(ROLES.encode())))

    assert [(o["code"], o.get("parent")) for o in told["organisations"]] == [
        ("city", None),
        ("county", "city"),
        ("unit", "county"),
    ]
    assert {(p["name"], p["seats"][0]["at"], p["seats"][0]["role"]) for p in told["people"]} == {
        ("领衔人甲", "unit", "lead"),
        ("单位工会甲", "unit", "union_officer"),
        ("推荐单位甲", "county", "approver"),
        ("市总工会经办甲", "city", "office"),
    }


def test_the_list_can_be_settled_in_and_is_kept_once(town: Town) -> None:
    draft = opened(town, ROLES)
    with town.house.work() as uow:
        walks.propose_cast(uow, town.who(uow, "ye"), draft)
    with town.house.work() as uow:
        raw = drafts.own_files(uow, drafts.draft_by_id(uow, town.who(uow, "ye"), draft))[walks.CAST]
        assert len(load_cast(uow, yaml.safe_load(raw)).people) >= 4
    with town.house.work() as uow, pytest.raises(Invalid, match="已经有人员名单"):
        walks.propose_cast(uow, town.who(uow, "ye"), draft)


def test_without_roles_it_is_said_what_to_write_first(town: Town) -> None:
    draft = opened(town, "id: dale\ntitle: 山谷市办法\n")
    with town.house.work() as uow, pytest.raises(Invalid, match="还没有写明角色"):
        walks.propose_cast(uow, town.who(uow, "ye"), draft)


def test_a_form_is_offered_by_the_heading_it_begins_with() -> None:
    form = '{"id": "sheet", "type": "default", "components": [{"type": "text", "id": "t", "text": "# 申报表"}]}'

    assert drafts.choices.forms_of(Package("dale", {"forms/sheet.form": form.encode()})) == [
        {"id": "sheet", "title": "申报表", "file": "forms/sheet.form"}
    ]
