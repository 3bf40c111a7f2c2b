"""The commands of the contract, called as an operator's script calls them."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text

from app import Jiangxin, create_app
from services import calendar
from services.foundation.storage.upgrade import upgrade
from services.people.identity import create_person

ROOT = Path(__file__).resolve().parents[2]
LIAONING = str(ROOT / "processes" / "liaoning")


@pytest.fixture()
def app(tmp_path: Path) -> Jiangxin:
    made = create_app({"TESTING": "1", "DATA_DIR": str(tmp_path / "var")})
    upgrade(made.house.engine)
    with made.house.work() as uow:
        calendar.seed(uow)
    return made


def run(app: Jiangxin, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def as_json(result: Result) -> dict:
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_check_tells_that_the_package_is_fit_and_that_no_clause_is_left_over(app: Jiangxin) -> None:
    result = run(app, "procedure", "check", LIAONING, "--json")
    report = as_json(result)
    assert result.exit_code == 0 and report["ok"] is True and report["procedure"] == "liaoning"
    assert report["clauses"]["uncovered"] == [] and report["clauses"]["unfounded"] == []
    assert {"severity", "file", "element", "message"} >= {k for p in report["problems"] for k in p}


def test_check_names_file_and_element_of_what_is_wrong(app: Jiangxin, tmp_path: Path) -> None:
    broken = copied(tmp_path)
    diagram = broken / "procedure.bpmn"
    diagram.write_text(diagram.read_text().replace('formId="application"', 'formId="nowhere"', 1))
    result = run(app, "procedure", "check", str(broken), "--json")
    problems = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert any(p["file"] == "procedure.bpmn" and p["element"] and "nowhere" in p["message"] for p in problems)


def test_deploying_the_same_bytes_twice_makes_one_version(app: Jiangxin, tmp_path: Path) -> None:
    liaoning = str(copied(tmp_path))
    first = as_json(run(app, "procedure", "deploy", liaoning, "--json"))
    second = as_json(run(app, "procedure", "deploy", liaoning, "--json"))
    listed = as_json(run(app, "procedure", "list", "--json"))["procedures"]
    assert first["version"] == second["version"] and [p["version"] for p in listed] == [first["version"]]


def test_five_working_days_made_seven_is_one_sentence(app: Jiangxin, tmp_path: Path) -> None:
    changed = copied(tmp_path)
    run(app, "procedure", "deploy", str(changed))
    file = changed / "procedure.yaml"
    before = file.read_text()
    after = before.replace("notice_min_working_days: {value: 5,", "notice_min_working_days: {value: 7,")
    assert after != before
    file.write_text(after)
    changes = as_json(run(app, "procedure", "deploy", str(changed), "--json"))["changes"]
    assert changes == ["参数“公示最少工作日数”由“5”改为“7”。"]


def test_what_was_deployed_comes_back_byte_for_byte(app: Jiangxin, tmp_path: Path) -> None:
    version = as_json(run(app, "procedure", "deploy", str(copied(tmp_path)), "--json"))["version"]
    target = tmp_path / "out" / "liaoning"
    assert run(app, "procedure", "export", "liaoning", str(target)).exit_code == 0
    assert as_json(run(app, "procedure", "deploy", str(target), "--json"))["version"] == version


def test_a_rehearsal_stores_nothing(app: Jiangxin) -> None:
    story = str(ROOT / "processes" / "liaoning" / "scenarios" / "happy_year.yaml")
    report = as_json(run(app, "procedure", "rehearse", LIAONING, "--scenario", story, "--json"))
    assert report["ok"] is True and report["failures"] == []
    notice = next(p for p in report["phases"] if p["start"] == "2021-12-01")
    assert notice["last_safe_start"] == "2021-12-05"
    assert len(report["anomalies"]) == 2
    assert as_json(run(app, "procedure", "list", "--json"))["procedures"] == []


def test_verify_names_the_row_in_which_a_byte_was_changed(app: Jiangxin) -> None:
    with app.house.work() as uow:
        create_person(uow, None, login="alice", name="甲", password="a long enough one")
    assert as_json(run(app, "audit", "verify", "--json"))["ok"] is True
    with app.house.engine.begin() as connection:
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE audit_entry SET sentence = sentence || '。' WHERE seq = 1"))
    result = run(app, "audit", "verify", "--json")
    broken = json.loads(result.stdout)["broken"]
    assert result.exit_code == 1
    assert [(b["table"], b["seq"]) for b in broken] == [("audit_entry", 1)]


def test_a_studio_or_case_that_is_not_there_cannot_be_exported(app: Jiangxin, tmp_path: Path) -> None:
    result = run(app, "audit", "export", "LN-2021-001", "-o", str(tmp_path / "case.zip"))
    assert result.exit_code == 1 and "没有编号为 LN-2021-001 的案卷或工作室" in result.stderr


def test_the_calendar_of_a_year_and_of_one_not_announced(app: Jiangxin) -> None:
    year = as_json(run(app, "calendar", "show", "2021", "--json"))
    days = {d["date"]: d for d in year["days"]}
    assert days["2021-10-09"]["working"] is True and days["2021-10-01"]["working"] is False
    assert as_json(run(app, "calendar", "show", "2027", "--json"))["announced"] is False


def test_an_error_is_one_sentence_and_exit_code_one(app: Jiangxin, tmp_path: Path) -> None:
    result = run(app, "procedure", "deploy", str(tmp_path))
    assert result.exit_code == 1 and result.stdout == "" and result.stderr.count("\n") == 1


def copied(tmp_path: Path) -> Path:
    """The package with its forms and shared files beside it, as the repository has them, and of its stories one."""
    for folder in ("processes", "forms"):
        shutil.copytree(ROOT / folder, tmp_path / "copy" / folder)
    liaoning = tmp_path / "copy" / "processes" / "liaoning"
    for told in liaoning.glob("scenarios/*.yaml"):
        if told.name not in {"cast.yaml", "happy_year.yaml"}:
            told.unlink()
    return liaoning
