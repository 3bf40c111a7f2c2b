"""The pages of the verbs between colleagues, the inbox's tabs and filters, substitutes, phrases and batches."""

import pytest

from app.pages.on_paper import SLOT, _shadow
from services.casework.completions import Completion
from services.casework.phrases import Phrase
from services.people.substitutes import Substitution
from tests.app.conftest import Door
from tests.app.test_deeds import hidden
from tests.builders import Town
from tests.colleagues import allowing, waiting_for_the_unit


@pytest.fixture
def town(make_town) -> Town:
    return make_town(allowing("transfer delegate add_signer cc take_back batch"))


def token(client) -> str:
    return hidden(client.get("/").text, "csrf_token")


def test_a_task_shows_what_its_step_allows_and_no_more(door: Door, town: Town) -> None:
    _, task = waiting_for_the_unit(town)
    page = door("alice").get(f"/tasks/{task.id}").text
    for verb in ("transfer", "delegate", "add_signer", "cc"):
        assert f"/tasks/{task.id}/between/{verb}" in page
    for who in ("charlie", "sun", "lin"):
        for verb in ("between/transfer", "between/cc", "advice"):
            assert door(who).get(f"/tasks/{task.id}/{verb}").status_code == 404, (who, verb)
    town.complete("alice", "A_unit", {"verdict": "agree"})
    city = town.task("A_city")
    assert "其他办理方式" not in door("office").get(f"/tasks/{city.id}").text
    assert door("office").get(f"/tasks/{city.id}/between/transfer").status_code == 404


def test_handing_over_by_the_page(door: Door, town: Town) -> None:
    _, task = waiting_for_the_unit(town)
    alice, bob = door("alice"), door("bob")
    data = {"csrf_token": token(alice), "person": str(town.people["bob"]), "text": ""}
    again = alice.post(f"/tasks/{task.id}/between/transfer", data=data)
    assert again.status_code == 422 and "2 至 500" in again.text and " checked" in again.text
    assert alice.post(f"/tasks/{task.id}/between/transfer", data={**data, "text": "外出开会"}).status_code == 303
    assert "转办给您" in bob.get("/").text and "安丽转办给包博" in bob.get(f"/tasks/{task.id}").text
    assert alice.get(f"/tasks/{task.id}").status_code == 404


def test_whoever_is_asked_is_led_to_the_question_and_the_asker_to_the_answer(door: Door, town: Town) -> None:
    _, task = waiting_for_the_unit(town)
    alice, sun = door("alice"), door("sun")
    data = {"csrf_token": token(alice), "person": str(town.people["sun"]), "text": "请核对经费"}
    assert alice.post(f"/tasks/{task.id}/between/add_signer", data=data).status_code == 303
    inbox = sun.get("/").text
    assert "请您提意见" in inbox and f"/tasks/{task.id}/advice" in inbox
    assert "请核对经费" in sun.get(f"/tasks/{task.id}/advice").text
    answer = {"csrf_token": token(sun), "answer": "经费属实。"}
    assert sun.post(f"/tasks/{task.id}/advice", data=answer).status_code == 303
    assert "经费属实。" in alice.get(f"/tasks/{task.id}").text
    assert sun.post(f"/tasks/{task.id}/advice", data=answer).status_code == 409


def test_a_receipt_takes_it_back_until_the_next_level_acts(door: Door, town: Town) -> None:
    case, task = waiting_for_the_unit(town)
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "同意推荐。"}, case)
    alice = door("alice")
    assert "taking-back" in alice.get(f"/tasks/{task.id}/receipt").text
    data = {"csrf_token": token(alice), "reason": "写错了字"}
    answer = alice.post(f"/tasks/{task.id}/taking-back", data=data)
    again = town.task("A_unit", case)
    assert answer.location == f"/tasks/{again.id}" and "同意推荐。" in alice.get(answer.location).text
    assert "拿回已提交的" in alice.get(f"/cases/{case.no}").text


def test_the_inbox_is_searched_and_narrowed_by_its_address(door: Door, town: Town) -> None:
    first, _ = waiting_for_the_unit(town)
    second = town.open_case(title="百分%工作室")
    town.write(second, name="百分%工作室")
    alice = door("alice")
    both = [first, second]
    asked = {"q=%25": [second], f"q={first.no}": [first], "q=没有的": [], "due=late": [], "step=A_city": []}
    asked |= {f"campaign={town.campaign_id}": both, "campaign=x": both, "level=没有": []}
    for query, wanted in asked.items():
        rows = alice.get(f"/?{query}").text.partition("<tbody>")[2]
        assert [c.no for c in both if c.no in rows] == [c.no for c in wanted], query
    for path in ("/done", "/mine", "/copies", "/standing-in", "/phrases", "/substitutes"):
        assert alice.get(path).status_code == 200, path
        assert door(None).get(path).status_code in (302, 303, 401), path


def test_a_substitute_is_named_and_the_arrangement_ended_by_those_it_concerns(door: Door, town: Town) -> None:
    alice, charlie, root = door("alice"), door("charlie"), door("root")
    form = {"csrf_token": token(alice), "substitute": str(town.people["bob"]), "from_day": "2021-11-02",
            "until_day": "2021-11-05", "reason": "出差", "seat": ""}  # fmt: skip
    bad = alice.post("/substitutes", data={**form, "until_day": "2021-11-01"})
    assert bad.status_code == 422 and "不能早于第一天" in bad.text and "出差" in bad.text
    assert alice.post("/substitutes", data=form).status_code == 303
    assert alice.post("/substitutes", data=form).status_code == 409
    (row,) = town.rows(Substitution)
    assert charlie.post(f"/substitutes/{row.id}/ending", data={"csrf_token": token(charlie)}).status_code == 403
    assert root.post(f"/substitutes/{row.id}/ending", data={"csrf_token": token(root)}).status_code == 303


def test_phrases_are_ones_own(door: Door, town: Town) -> None:
    alice, bob = door("alice"), door("bob")
    alice.post("/phrases", data={"csrf_token": token(alice), "text": "经核实，同意推荐。"})
    assert alice.post("/phrases", data={"csrf_token": token(alice), "text": " "}).status_code == 422
    (row,) = town.rows(Phrase)
    assert "经核实" in alice.get("/phrases").text and "经核实" not in bob.get("/phrases").text
    assert bob.post(f"/phrases/{row.id}/removal", data={"csrf_token": token(bob)}).status_code == 404
    _, task = waiting_for_the_unit(town)
    assert 'data-phrase="经核实，同意推荐。"' in alice.get(f"/tasks/{task.id}").text
    alice.post(f"/phrases/{row.id}/removal", data={"csrf_token": token(alice)})
    assert town.rows(Phrase) == []


def test_a_batch_gives_each_its_own_record_and_tells_what_could_not_ride_along(door: Door, town: Town) -> None:
    tasks = [waiting_for_the_unit(town)[1] for _ in range(2)]
    own, other = waiting_for_the_unit(town, "alice")[1], town.open_case()
    town.write(other)
    changed = town.task("A_unit", other)
    alice = door("alice")
    ids = [t.id for t in (*tasks, own, changed)]
    page = alice.get("/batch", query_string=[("task", n) for n in ids]).text
    assert "不能一起办理的 1 件" in page and "一起办理的 3 件" in page
    seen = {f"seen-{n}": hidden(page, f"seen-{n}") for n in ids if n != own.id}
    seen[f"seen-{changed.id}"] = "1"
    data = {"csrf_token": token(alice), "task": [str(n) for n in ids], "request_key": "b-1", **seen}
    lacking = alice.post("/batch", data=data)
    assert lacking.status_code == 422 and [c for c in town.rows(Completion) if c.element == "A_unit"] == []
    name = page.split('type="radio"')[1].split('name="')[1].split('"')[0]
    done = alice.post("/batch", data={**data, name: "agree"})
    assert "已办理 2 件，2 件没有办成" in done.text and "回避" in done.text
    rows = [c for c in town.rows(Completion) if c.element == "A_unit"]
    assert {c.task_id for c in rows} == {t.id for t in tasks} and len({c.digest for c in rows}) == 2
    assert alice.get("/batch").status_code == 422


def test_the_paper_on_the_page_keeps_its_style_to_itself_and_leaves_my_box_open() -> None:
    css = "@page {\n  size: 210mm;\n}\n@font-face { src: url(file:///x) }\nbody { font: 12pt x }"
    shown = _shadow(f"<html><style>{css}</style><body><td>{SLOT}</td></body></html>")
    assert shown.startswith('<template shadowrootmode="open"><style>') and f"<td>{SLOT}</td>" in shown
    assert not any(word in shown for word in ("@page", "@font-face", "file:", "body {"))
    assert ".sheet { font: 12pt" in shown
