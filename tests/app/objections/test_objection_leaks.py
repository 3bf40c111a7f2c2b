"""An objector's very odd name is searched for everywhere: it is nowhere but where it belongs."""

import logging
import re
from typing import Any
from urllib.parse import quote

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import Jiangxin
from services.foundation.events import Subject
from services.record import audit
from services.selection.objections import filing
from services.selection.objections.models import ObjectionFile
from tests.app.objections.browsing import FACTS, NUMBER, ODD, PDF, Door, desk, press, send
from tests.builders import Town
from tests.selection.objecting import NOTICE, accept, find


def traces() -> list[bytes]:
    """The odd words as they may look in a database, an address, a page or a JSON text."""
    found = []
    for word in (*ODD.values(), "举报信"):
        found += [word.encode(), quote(word).encode(), word.encode("utf-16-le"), word.encode("unicode_escape")]
        found += [ascii(word)[1:-1].encode(), word.encode("ascii", "xmlcharrefreplace")]
    return [f for f in found if len(f) > 6]


def clean(what: bytes) -> bool:
    return not any(trace in what for trace in traces())


def lived(door: Door, town: Town) -> None:
    """An objection from its filing to the campaign's end, with everything a person can press in between."""
    send(door(None), kind="unit", sealed="yes", files=[(PDF, f"{ODD['name']}的举报信.pdf")])
    send(door(None), place="3")
    press(door("office"), desk(town, f"/{NUMBER}/objector"))
    press(door("office"), desk(town, f"/{NUMBER}/files/1"))
    accept(town)
    find(town, "upheld")
    town.until("2021-11-20 09:00")
    town.complete("office", "Decide")


def test_the_objectors_name_stands_in_no_other_table_log_or_export(door: Door, town: Town, caplog) -> None:
    caplog.set_level(logging.DEBUG, logger="app")
    lived(door, town)
    with town.house.reading() as uow:
        names = list(uow.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
        assert {"objector", "objection", "instance", "job", "audit_entry", "completion", "draft"} <= set(names)
        for name in names:
            rows = uow.session.execute(text(f'SELECT * FROM "{name}"')).all()
            for value in (v for row in rows for v in row):
                whole = value if isinstance(value, bytes) else str(value).encode()
                assert clean(whole) or name == "objector", name
        held = "".join(str(row) for row in uow.session.execute(text("SELECT * FROM objector")).all())
        assert all(word in held for word in ODD.values())
        subjects = [Subject(k, n) for k, n in uow.session.execute(text(
            "SELECT DISTINCT subject_kind, subject_id FROM audit_entry")).all()]  # fmt: skip
        assert Subject("campaign", town.campaign_id) in subjects and len(subjects) >= 4
        for subject in subjects:
            assert clean(repr(audit.evidence(uow, subject)).encode()), subject
    assert clean(caplog.text.encode())


def test_the_objectors_name_stands_on_no_page_of_anybody(door: Door, house_app: Jiangxin, town: Town) -> None:
    lived(door, town)
    with town.house.reading() as uow:
        tasks = [str(n) for n in uow.session.scalars(text("SELECT id FROM task"))]
        cases = list(uow.session.scalars(text('SELECT no FROM "case"')))
    known = {
        "no": [NOTICE, NUMBER, "YY2021-001-002", *cases],
        "campaign_id": [str(town.campaign_id)],
        "task_id": tasks,
        "place": ["1"],
    }
    rules = [r for r in house_app.url_map.iter_rules() if "GET" in (r.methods or ()) and r.endpoint != "static"]
    seen = 0
    colleagues = {"bob", "zhou", "xu"}  # of the same positions as others
    for login in (None, *sorted(town.people.keys() - colleagues)):
        client = door(login)
        for rule in rules:
            for address in _addresses(rule.rule, known):
                answer = client.get(address)
                seen += answer.status_code == 200
                assert clean(answer.data) and clean(str(answer.headers).encode()), (login, address)
    assert seen > 100


def _addresses(rule: str, known: dict[str, list[str]]) -> list[str]:
    """Every address of a rule with the values we know; one that wants something else is tried with `1`."""
    found = [rule]
    for name in re.findall(r"<(?:\w+:)?(\w+)>", rule):
        values = known.get(name, ["1"])
        found = [re.sub(rf"<(?:\w+:)?{name}>", v, a) for a in found for v in values]
    return found


def test_an_error_of_the_database_quotes_nothing_that_was_typed(door: Door, town: Town, monkeypatch, caplog) -> None:
    caplog.set_level(logging.DEBUG, logger="app")
    assert send(door(None)).status_code == 200
    monkeypatch.setattr(filing, "_next_no", lambda uow, notice: NUMBER)
    answer = send(door(None), facts=FACTS + ODD["name"])
    assert answer.status_code == 409
    assert "the database refused" in caplog.text
    assert clean(caplog.text.encode()) and clean(answer.data)

    caplog.clear()
    monkeypatch.undo()

    def fails(*given: Any, **more: Any) -> Any:
        raise IntegrityError("INSERT", {"name": ODD["name"]}, Exception("x"))

    monkeypatch.setattr(ObjectionFile, "__init__", fails)
    assert send(door(None), files=[(PDF, "a.pdf")]).status_code == 409
    assert clean(caplog.text.encode())
