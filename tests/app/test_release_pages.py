"""A designer rehearses, walks through, compares and releases a draft; without script."""

import re
from collections.abc import Callable

import pytest
import yaml
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.designer.drafts import open_draft, package_of, save_file
from services.designer.drafts.models import Draft
from services.designer.rehearse import stories_of
from services.foundation.events import Subject
from services.process.registry import Package, all_versions
from services.record import audit
from tests.app.conftest import Door
from tests.builders import Town, edited
from tests.cast import CAST
from tests.designer.test_rehearse import STEPS, changed, story

DESIGNER = {"login": "ye", "name": "叶文图", "seats": [{"at": "city", "role": "designer"}]}
MORE = ("value: 50000", "value: 60000")
SENTENCE = "参数“资金”由“50000”改为“60000”。"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    town = make_town(story(*STEPS), cast={**CAST, "people": [*CAST["people"], DESIGNER]})
    town.open_case()
    return town


def drafted(town: Town, package: Package) -> str:
    with town.house.work() as uow:
        draft = open_draft(uow, town.who(uow, "ye"), package, "hill", "青山市创新工作室命名办法")
        return f"/designer/drafts/{draft.id}"


def post(client: FlaskClient, address: str, **data: str) -> TestResponse:
    token = re.search(r'<meta name="csrf-token" content="([^"]+)"', client.get("/designer").text)
    assert token is not None
    return client.post(address, data={**data, "csrf_token": token[1]})


def seen(client: FlaskClient, draft: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', client.get(f"{draft}/release").text)[1]


def rehearsed(town: Town, client: FlaskClient, draft: str, **said: str) -> str:
    answer = post(client, f"{draft}/rehearsals", **said)
    assert answer.status_code == 303, answer.text
    assert "已演完 0 个情景" in client.get(answer.location).text
    town.settle()
    return str(answer.location)


def test_a_draft_is_rehearsed_compared_and_released_once(door: Door, town: Town) -> None:
    client, draft = door("ye"), drafted(town, edited(story(*changed(6, expect={})), "procedure.yaml", MORE))
    page = client.get(f"{draft}/release").text
    assert "还没有预演过" in page and SENTENCE in page and "案卷 1 个" in page and "填表" in page
    assert post(client, f"{draft}/release", seen=seen(client, draft), reason="提高资金").status_code == 422
    result = client.get(rehearsed(town, client, draft) + "?story=0").text
    assert "1 个情景全部通过" in result and "星河机械厂安丽办理“单位工会意见”" in result
    assert 'data-element="A_unit" data-done' in result and "8 个工作日" in result
    assert SENTENCE in client.get(f"{draft}/comparison").text
    assert "请写明为什么发布" in post(client, f"{draft}/release", seen=seen(client, draft), reason=" ").text
    token = seen(client, draft)
    first = post(client, f"{draft}/release", seen=token, reason="提高资金")
    again = post(client, f"{draft}/release", seen=token, reason="提高资金")
    assert (first.status_code, first.location) == (303, again.location)
    done = client.get(first.location).text
    assert "在办案卷仍按原版本办理；需要时可迁移" in done and "/designer/procedures/hill/migration" in done
    with town.house.reading() as uow:
        versions = all_versions(uow)
        [told] = audit.history(uow, Subject("deployment", versions[0].id))
    assert len(versions) == 2 and told.sentence.endswith("理由：提高资金")


def test_what_no_longer_holds_needs_a_reason_and_a_first_version_must_hold(door: Door, town: Town) -> None:
    client, draft = door("ye"), drafted(town, edited(story(*STEPS), "procedure.yaml", MORE))
    page = client.get(rehearsed(town, client, draft)).text
    assert "✗ 不符" in page and "grant_cny" in page
    assert "请写明为什么仍要发布" in post(client, f"{draft}/release", seen=seen(client, draft)).text
    assert post(client, f"{draft}/release", seen=seen(client, draft), reason="有意提高").status_code == 303
    with town.house.work() as uow:
        whole = edited(story(*STEPS), "procedure.yaml", MORE, ("id: hill", "id: dale"))
        fresh = open_draft(uow, town.who(uow, "ye"), whole, "dale", "山谷市办法").id
    other = f"/designer/drafts/{fresh}"
    rehearsed(town, client, other)
    refused = post(client, f"{other}/release", seen=seen(client, other), reason="有意")
    assert refused.status_code == 422 and "办法包自带的场景没有全部通过" in refused.text


def test_a_draft_that_was_changed_meanwhile_is_not_released(door: Door, town: Town) -> None:
    client, draft = door("ye"), drafted(town, story(*changed(6, expect={})))
    rehearsed(town, client, draft)
    token = seen(client, drafted(town, edited(story(*STEPS), "procedure.yaml", MORE)))
    refused = post(client, f"{draft}/release", seen=token, reason="提高资金")
    assert refused.status_code == 409 and "草稿在您查看这一页之后又改过，没有发布" in refused.text
    assert "提高资金" in refused.text


def test_versions_are_listed_downloaded_compared_and_put_back(door: Door, town: Town) -> None:
    town.deploy(edited(story(*STEPS), "procedure.yaml", MORE))
    client = door("ye")
    page = client.get("/designer/procedures/hill").text
    assert SENTENCE in page and "首次发布" in page and "随系统装入" in page
    with town.house.reading() as uow:
        new, old = all_versions(uow)
    assert client.get(f"/designer/versions/{old.id}/package.zip").data[:2] == b"PK"
    assert client.get(f"/designer/versions/{old.id}/diagrams/procedure.bpmn").mimetype == "application/xml"
    back = client.get(f"/designer/procedures/hill/comparison?old={new.id}&new={old.id}").text
    assert "参数“资金”由“60000”改为“50000”。" in back
    assert "请写明为什么退回" in post(client, f"/designer/versions/{old.id}/return").text
    assert post(client, f"/designer/versions/{old.id}/return", reason="提早了").status_code == 303
    with town.house.reading() as uow:
        assert [v.id for v in all_versions(uow)] == [old.id, new.id]
    assert post(client, f"/designer/versions/{new.id}/rehearsals").status_code == 303


def test_phases_stand_on_the_calendar_and_move_with_a_chosen_day(door: Door, town: Town) -> None:
    client, draft = door("ye"), drafted(town, story(*STEPS))
    assert "2021年12月1日(周三) 至 2021年12月10日(周五)，8 个工作日" in client.get(f"{draft}/rehearsals").text
    moved = client.get(f"{draft}/rehearsals?from=2022-01-24").text
    assert "2022年1月24日(周一) 至 2022年2月2日(周三)，7 个工作日" in moved and "这一天不是工作日" in moved
    assert "请写成 2021-11-10 这样的日期" not in moved
    assert client.get(f"{draft}/rehearsals?from=x").status_code == 422


def test_a_case_is_walked_by_hand_and_kept_as_a_scenario(door: Door, town: Town) -> None:
    client, draft = door("ye"), drafted(town, story(*STEPS))
    walk = post(client, f"{draft}/walks", start="2021-11-02").location
    assert "现在是 2021年11月2日(周二) 09:00" in client.get(walk).text
    post(client, f"{walk}/steps", kind="campaign", who="office", title="2021年批次")
    refused = post(client, f"{walk}/steps", kind="case", who="nobody", title="林静创新工作室")
    assert refused.status_code == 422 and "不在 cast.yaml" in refused.text
    post(client, f"{walk}/steps", kind="case", who="lin", title="林静创新工作室")
    form = client.get(task_on(client, walk, "填表")).text
    assert 'value="林静创新工作室"' in form and "已经填好样例" in form
    answer = post(client, task_on(client, walk, "填表"), who="lin", name="", amount="10")
    assert answer.status_code == 422 and "lin" in answer.text
    done = post(client, task_on(client, walk, "填表"), who="lin", name="林静创新工作室", amount="10")
    assert done.status_code == 303, done.text
    post(client, f"{walk}/steps", kind="day", day="2021-11-04")
    post(client, task_on(client, walk, "单位工会意见"), who="alice", verdict="agree")
    post(client, f"{walk}/back")
    post(client, task_on(client, walk, "单位工会意见"), who="alice", verdict="agree")
    post(client, task_on(client, walk, "市总工会意见"), who="office", verdict="agree")
    assert "A（" in client.get(walk).text and "已命名" in client.get(walk).text
    assert "用 2 至 40 个小写" in post(client, f"{walk}/scenario", name="../x", title="走过的").text
    assert post(client, f"{walk}/scenario", name="walked", title="走过的").status_code == 303
    with town.house.reading() as uow:
        package = package_of(uow, uow.session.get_one(Draft, int(draft.rsplit("/", 1)[1])))
    kept = yaml.safe_load(package.files["scenarios/walked.yaml"])
    deeds = ["open_campaign", "open_case", "complete", None, "complete", "complete", None]
    assert [step.get("do") for step in kept["steps"]] == deeds
    assert kept["steps"][-1] == {"case": "A", "expect": {"outcome": "已命名"}}
    assert {s.name for s in stories_of(package)} == {"walked.yaml", "year.yaml"}
    assert "2 个情景全部通过" in client.get(rehearsed(town, client, draft)).text


def task_on(client: FlaskClient, walk: str, name: str) -> str:
    found = re.search(rf'href="({walk}/tasks/\d+)">{name}<', client.get(walk).text)
    assert found is not None, client.get(walk).text
    return found[1]


def test_a_draft_that_changes_while_it_is_played_is_said_to_be_stale(door: Door, town: Town) -> None:
    client, draft = door("ye"), drafted(town, story(*STEPS))
    address = post(client, f"{draft}/rehearsals").location
    with town.house.work() as uow:
        save_file(uow, town.who(uow, "ye"), int(draft.rsplit("/", 1)[1]), "note.md", b"x", 10)
    town.settle()
    page = client.get(address).text
    assert "草稿在预演途中改动了，请重新预演。" in page and "草稿在这次预演以后改过" in page


def test_without_stories_or_with_errors_there_is_nothing_to_rehearse(door: Door, town: Town) -> None:
    whole = story(*STEPS)
    bare = Package("hill", {p: c for p, c in whole.files.items() if not p.startswith("scenarios/")})
    client = door("ye")
    assert "还没有情景可以预演" in post(client, f"{drafted(town, bare)}/rehearsals").text
    wrong = drafted(town, edited(whole, "procedure.bpmn", ('type="pay_grant"', 'type="pay_twice"')))
    refused = post(client, f"{wrong}/rehearsals")
    assert refused.status_code == 422 and "校验还有 1 处错误" in refused.text and "pay_twice" in refused.text
    assert "上面打 ✗ 的办好以后才能发布" in client.get(f"{wrong}/release").text
