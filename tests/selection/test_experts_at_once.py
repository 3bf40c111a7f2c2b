"""Experts of one case, and draws of one campaign, at the same moment, on both databases."""

from collections import Counter

from services.casework.completions import Completing, complete
from services.casework.completions.task_form import task_form
from services.casework.tasks import task_by_id
from services.people.cast import load_cast
from services.record import audit
from services.selection.reviews import PanelDraw
from tests.casework.test_concurrency import all_at_once
from tests.selection.reviewing import experts, reviewing, sheet

SHEET = "shared_expert_review_sheet"


def seated(town, **told):
    with town.house.work() as uow:
        people = [p for p in experts(4)["people"] if p["login"].startswith("expert") or p["login"] == "neighbour"]
        loaded = load_cast(uow, {"since": "2020-01-01", "people": people[:4]})
    town.people |= dict(loaded.people)
    town.deploy(reviewing(count="=2", answer_days="=null", **told))
    town.open_campaign()
    return town


def test_the_last_two_scores_at_once_are_counted_once_and_neither_is_news_to_the_other(either_town):
    town = seated(either_town)
    case = town.open_case()
    town.complete("alice", "Go", case=case)
    tasks = town.tasks(SHEET, case)
    logins = [next(who for who, n in town.people.items() if t.principals == [f"p:{n}"]) for t in tasks]
    seen = []
    for login, row in zip(logins, tasks, strict=True):
        with town.house.reading() as uow:
            seen.append(task_form(uow, town.who(uow, login), task_by_id(uow, row.id)).seen)

    def score(index):
        with town.house.work() as uow:
            handed_in = Completing(sheet(results=20 + index), seen=seen[index])
            complete(uow, town.who(uow, logins[index]), tasks[index].id, handed_in)

    all_at_once(2, score)
    town.settle()
    assert [t.element for t in town.tasks(case=case)] == ["Say"]
    with town.house.reading() as uow:
        closed = [e.facts for e in audit.history(uow, case.subject) if e.kind == "ReviewClosed"]
        assert audit.verify(uow, case.subject).ok
    assert closed == [{"points": ["80", "81"], "average": "80.5"}]


def test_two_draws_of_a_campaign_at_once_know_of_each_other(either_town):
    town = seated(either_town)
    cases = [town.open_case(), town.open_case("xu", "yard", "许㛃创新工作室")]
    tasks = [town.task("Go", case).id for case in cases]

    def begin(index):
        with town.house.work() as uow:
            complete(uow, town.who(uow, ("alice", "charlie")[index]), tasks[index], Completing({}))

    all_at_once(2, begin)
    drawn = Counter(person for row in town.rows(PanelDraw) for person in row.drawn)
    assert len(town.rows(PanelDraw)) == 2 and set(drawn.values()) == {1} and len(drawn) == 4
