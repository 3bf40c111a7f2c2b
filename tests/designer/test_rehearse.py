"""A rehearsal plays a package's stories on the production verbs, keeps nothing, and says what did not hold."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from services.designer.rehearse import read_story, rehearse, stories_of
from services.foundation.errors import Invalid
from services.process.registry import Package
from services.wiring import WIRING
from tests.builders import city
from tests.cast import CAST
from tests.small_procedure import package

STEPS = [
    {"at": "2021-11-02 09:00", "who": "office", "do": "open_campaign", "title": "2021年批次", "year": 2021},
    {"who": "lin", "do": "open_case", "case": "A", "title": "林静创新工作室", "expect": {"open": {"A_write": 1}}},
    {"at": "2021-11-03 10:00", "who": "lin", "do": "complete", "case": "A", "task": "A_write",
     "answers_from": "answers/sheet.yaml"},
    {"at": "2021-11-04 10:00", "who": "charlie", "do": "complete", "case": "A", "task": "A_unit",
     "answers": {"verdict": "agree"}, "refused": "不由您办理"},
    {"who": "alice", "do": "complete", "case": "A", "task": "A_unit", "answers": {"verdict": "agree"}},
    {"at": "2021-11-05 10:00", "who": "office", "do": "complete", "case": "A", "task": "A_city",
     "answers": {"verdict": "agree"},
     "expect": {"outcome": "已命名", "studios": 1, "studio": {"grant_cny": 50000, "plaque": True}}},
]  # fmt: skip


def story(*steps, **told):
    files = {
        **package().files,
        "scenarios/cast.yaml": yaml.safe_dump(CAST).encode(),
        "scenarios/answers/sheet.yaml": "name: 林静创新工作室\namount: 10\n".encode(),
        "scenarios/year.yaml": yaml.safe_dump({"title": "一年", "steps": list(steps), **told}).encode(),
    }
    return Package("hill", files)


def changed(number, **told):
    return [{**step, **told} if n == number else step for n, step in enumerate(STEPS, 1)]


def played(*steps, **told):
    return rehearse(story(*steps, **told), WIRING)


@pytest.fixture(scope="module")
def whole():
    return played(*STEPS)


def test_a_story_that_holds_has_no_failures(whole):
    assert (whole.ok, whole.failures) == (True, [])


def test_the_json_is_the_commands_contract(whole):
    data = whole.as_json()
    assert list(data) == ["ok", "procedure", "scenario", "timeline", "phases", "anomalies", "outcome", "failures"]
    assert (data["ok"], data["procedure"], data["scenario"]) == (True, "hill", "year.yaml")
    assert {tuple(line) for line in data["timeline"]} == {("at", "pool", "element", "name", "clause", "actor", "event")}
    keys = ("name", "start", "end", "working_days", "slack_days", "last_safe_start")
    assert {tuple(phase) for phase in data["phases"]} == {keys}
    assert all(set(row) == {"clause", "message"} for row in data["anomalies"])
    assert data["outcome"]["year"]["cases"][0]["outcome"] == "已命名"


def test_the_timeline_tells_who_did_what_when_in_order(whole):
    lines = whole.as_json()["timeline"]
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    (unit,) = [line for line in lines if line["element"] == "A_unit" and line["actor"]]
    assert unit == {
        "at": "2021-11-04T10:00:00+08:00",
        "pool": "申报",
        "element": "A_unit",
        "name": "单位工会意见",
        "clause": "QS-1",
        "actor": "安丽",
        "event": "星河机械厂安丽办理“单位工会意见”",
    }


def test_phases_are_held_against_the_real_calendar(whole):
    application, notice = whole.as_json()["phases"]
    assert (application["name"], application["working_days"], application["slack_days"]) == ("申报阶段", 8, None)
    assert (notice["start"], notice["end"], notice["working_days"]) == ("2021-12-01", "2021-12-10", 8)


def test_the_first_citys_phases_name_the_last_safe_start():
    liaoning = city()
    found = rehearse(liaoning, WIRING, next(s for s in stories_of(liaoning) if s.name == "too_long.yaml"))
    (notice,) = [p for p in found.as_json()["phases"] if p["name"] == "公示阶段"]
    assert (notice["working_days"], notice["last_safe_start"], notice["slack_days"]) == (8, "2021-12-05", 4)
    assert any("2021-08-05 开始，早于通知印发日期 2021-08-11" in row["message"] for row in found.anomalies)


@pytest.mark.parametrize(
    ("number", "told", "said"),
    [
        (2, {"expect": {"open": {"A_write": 2}}}, "“A_write”应有 2 项待办，实际 1 项"),
        (2, {"expect": {"closed": ["A_write"]}}, "应没有待办"),
        (6, {"expect": {"outcome": "逾期未报"}}, "应以“逾期未报”结束，实际为“已命名”"),
        (6, {"expect": {"studios": 3}}, "应有 3 个工作室，实际 1 个"),
        (6, {"expect": {"studio": {"grant_cny": 1}}}, "“grant_cny”应为“1”，实际为“50000”"),
        (6, {"expect": {"campaign": "批次结束"}}, "实际为“尚未结束”"),
        (6, {"expect": {"public_notice": {"ends": "2021-12-10"}}}, "应有公示"),
        (6, {"expect": {"shown": {"title": "别的"}}}, "“title”应为“别的”"),
        (2, {"expect": {"due": {"A_write": date(2021, 11, 1)}}}, "“A_write”应于 2021-11-01 截止"),
        (6, {"expect": {"papers": {"decision": 1}}}, "应出具 1 份，实际 0 份"),
        (6, {"expect": {"printable": ["sheet"]}}, "应能打印“sheet”，实际不能"),
        (6, {"expect": {"weather": "晴"}}, "不认识的期望“weather”"),
        (4, {"refused": "期限已到"}, "被拒绝：这个环节不由您办理"),
        (5, {"refused": "不由您办理"}, "应被拒绝，却办成了"),
        (5, {"task": "A_city"}, "现在没有待办"),
        (5, {"who": "nobody"}, "“nobody”不在 cast.yaml"),
        (3, {"answers": {"amount": 500}}, "经费超过上限"),
    ],
)
def test_what_does_not_hold_is_said_with_the_step(number, told, said):
    found = played(*changed(number, **told))
    assert not found.ok
    assert any(said in failure and f"第 {number} 步" in failure for failure in found.failures), found.failures


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"do": "dance"}, "do 只能是"),
        ({"when": "2021-11-02"}, "不认识的键：when"),
        ({"at": "下周一"}, "写法不对"),
        ({"do": "complete", "answers_from": "answers/lost.yaml"}, "不存在"),
        ("open_campaign", "写法不对"),
    ],
)
def test_a_story_that_cannot_be_read_is_refused_with_its_place(step, said):
    with pytest.raises(Invalid, match="第 1 步") as refused:
        stories_of(story(step))
    assert said in refused.value.sentence


@pytest.mark.parametrize("raw", [b"[", b"\xff", b"steps: 1", b"steps: [{at: 2021-02-30}]", b""])
def test_a_file_that_is_no_story_is_refused_by_name(raw):
    with pytest.raises(Invalid, match=r"year\.yaml"):
        read_story("year.yaml", raw, package())


def test_a_package_without_stories_says_so():
    assert rehearse(package(), WIRING).failures == ["办法包里没有场景（scenarios/*.yaml）。"]


def test_a_rehearsal_may_begin_on_another_day():
    steps = [{key: value for key, value in step.items() if key != "at"} for step in STEPS]
    found = rehearse(story(*steps), WIRING, start=date(2021, 11, 8))
    assert found.ok and {line["at"][:10] for line in found.as_json()["timeline"]} == {"2021-11-08"}


def test_the_same_story_twice_tells_the_same():
    first, second = (played(*STEPS).as_json() for _ in range(2))
    assert first == second


def test_nothing_of_a_rehearsal_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    played(*STEPS[:2])
    assert list(Path(tmp_path).iterdir()) == []


def test_whoever_is_one_of_those_whom_the_task_waits_for():
    told = changed(5, who="whoever")
    assert played(*told).failures == []
    nobody = played(*changed(5, who="whoever", task="A_city")).failures
    assert any("“A_city”现在没有待办" in failure for failure in nobody)
