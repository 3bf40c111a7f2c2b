"""The auditor's desk: deeds found by what an auditor asks after, verified in plain words, carried away as evidence."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date

import pytest
from sqlalchemy import text, update

from services.casework.completions import Completion
from services.casework.tasks import Task
from services.people.identity import create_person
from services.record import audit
from services.record.audit.search import PAGE
from tests.app.conftest import Door
from tests.builders import Town


@pytest.fixture
def town(make_town) -> Town:
    return make_town()


@pytest.fixture
def case(town: Town):
    case = town.open_case()
    town.write(case)
    return case


@pytest.fixture
def auditor(door: Door):
    return door("auditor")


def press(client, address: str, **form):
    token = re.search(r'"X-CSRFToken": "([^"]+)"', client.get("/verify").text)[1]
    return client.post(address, data={"csrf_token": token, **form})


def shown(client, **asked) -> str:
    return client.get("/audit", query_string=asked).text


def test_deeds_are_found_by_record_person_day_kind_and_words(auditor, town: Town, case) -> None:
    town.until("2021-11-05 10:00")
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "同意推荐"}, case)
    assert "同意推荐" in shown(auditor) and "提出申报" in shown(auditor)
    assert "同意推荐" in shown(auditor, no=case.no) and "新增人员安丽" not in shown(auditor, no=case.no)
    assert "同意推荐" in shown(auditor, person="安丽") and "同意推荐" not in shown(auditor, person="包博")
    assert "同意推荐" in shown(auditor, since="2021-11-05", until="2021-11-05")
    assert "同意推荐" not in shown(auditor, until="2021-11-04")
    assert "同意推荐" in shown(auditor, kind="OpinionGiven", q="推荐") and "没有符合" in shown(auditor, q="%同意")
    assert "同意推荐" not in shown(auditor, subject="administration")
    assert f"/cases/{case.no}/then?day=2021-11-05" in shown(auditor, q="同意推荐")
    assert auditor.get("/audit?since=yesterday").status_code == 422
    assert auditor.get("/audit?no=NOPE").status_code == 422


def test_late_and_substituted_acts_and_exceptions_stand_by_themselves(auditor, town: Town, case) -> None:
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "按时"}, case)
    town.until("2021-11-20 10:00")
    town.complete("office", "A_city", {"verdict": "agree", "comment": "迟了"}, case)
    assert "迟了" in shown(auditor, flag="late") and "按时" not in shown(auditor, flag="late")
    assert "没有符合" in shown(auditor, flag="substituted")
    with town.house.engine.begin() as connection:  # as a substitution leaves it
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(update(Completion).where(Completion.comment == "按时").values(for_person_id=1))
    assert "按时" in shown(auditor, flag="substituted") and "迟了" not in shown(auditor, flag="substituted")
    assert "迟了" not in shown(auditor, flag="exceptional")
    assert town.rows(Task)


def test_a_page_of_fifty_leads_to_the_older_ones(auditor, town: Town) -> None:
    with town.house.work() as uow:
        for number in range(PAGE):
            create_person(uow, None, login=f"p{number}", name=f"某人{number}")
    first, second = shown(auditor), shown(auditor, page=2)
    assert "更早的" in first and "较新的" in second and first != second


def test_verification_says_in_plain_words_what_it_found(auditor, town: Town, case) -> None:
    assert "全部完好" in press(auditor, "/audit/verification").text
    assert "全部完好" in press(auditor, "/audit/verification", no=case.no).text
    with town.house.engine.begin() as connection:
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        spoilt = "UPDATE audit_entry SET sentence = '另一句话' WHERE subject_kind = 'case' AND seq = 1"
        connection.execute(text(spoilt))
    found = press(auditor, "/audit/verification", no=case.no).text
    assert "不符" in found and f"case:{case.id}#1" in found and "sentence" in found


def test_a_record_is_carried_away_verifies_itself_and_says_who_took_it(auditor, town: Town, case, tmp_path) -> None:
    with town.house.work() as uow:
        audit.seal(uow, date(2021, 11, 2))
    answer = press(auditor, "/audit/exports", no=case.no)
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as whole:
        assert json.loads(whole.read("trail.json"))["subject"] == f"case:{case.id}"
    (tmp_path / "record.zip").write_bytes(answer.data)
    (tmp_path / "verify.py").write_bytes(auditor.get("/audit/verifier").data)
    done = subprocess.run([sys.executable, "verify.py", "record.zip"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
    with town.house.reading() as uow:
        last = audit.history(uow, case.subject)[-1]
    assert last.kind == "RecordExported" and "顾长河导出" in last.sentence
    assert press(auditor, "/audit/exports", no="NOPE").status_code == 404


def test_nobody_else_takes_a_record_away(door: Door, town: Town, case) -> None:
    for login in ("lin", "alice", "office", "expert"):
        assert press(door(login), "/audit/exports", no=case.no).status_code == 403
