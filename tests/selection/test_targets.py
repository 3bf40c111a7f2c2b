"""A number the procedure wants reached is counted from the register, shown, and hinders nobody."""

import pytest

from services.casework.tasks import Task
from services.designer.check import check_package
from services.process.registry import Package
from services.selection.campaigns import campaigns, counted
from services.wiring import EFFECTS
from tests.cast import CAST
from tests.drawing import diagram, end, pool, script, start, task
from tests.selection.test_studios import named
from tests.small_procedure import files, manifest

HELD = 'count(titles()[item.procedure = procedure and item.status = "named"])'
TARGET = {"id": "all", "title": "全市工作室", "count": f"={HELD}", "goal": "=2", "clause": "QS-1"}


def package(drawing: bytes | None = None, **changed: object) -> Package:
    return Package("hill", {**files(drawing), "procedure.yaml": manifest(targets=[{**TARGET, **changed}])})


def now(town):
    with town.house.reading() as uow:
        (row,) = counted(uow, campaigns(uow)[0])
        return row.count, row.goal, row.met


def test_a_target_is_counted_as_the_register_grows_and_names_go_on_when_it_is_met(make_town):
    town = make_town(package(), cast=CAST)
    assert now(town) == (0, 2, False)
    named(town)
    assert now(town) == (1, 2, False)
    named(town, "zhou", "mill", "bob", "周䶮创新工作室")
    assert now(town) == (2, 2, True)
    named(town, "xu", "yard", "charlie", "许㛃创新工作室")
    assert now(town) == (3, 2, True)


def test_a_goal_may_be_a_parameter_and_what_gives_no_number_is_said_to_be_unknown(make_town):
    town = make_town(package(goal="=parameters.grant", count='="many"'), cast=CAST)
    assert now(town) == (None, 50000, False)


def test_a_diagram_asks_how_far_its_campaign_is(make_town):
    nodes = [start("B"), script("Look", "=targets", "found"), task("Read", "看", groups="city:office",
             inputs=[("=found[1].count", "n"), ("=found[1].met", "met")]), end("E")]  # fmt: skip
    asking = pool("批次", "campaign", nodes, "B > Look > Read > E", subject="campaign", starters="city:office")
    town = make_town(package(diagram(asking, messages={})), cast=CAST)
    assert town.rows(Task)[0].locals == {"n": 0, "met": False}


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [("count", "count(", "count 的表达式有误"), ("goal", "1 +", "goal 的表达式有误"), ("clause", "QS-9", "QS-9")],
)
def test_the_check_names_a_target_that_could_not_be_counted(key, text, said):
    found = [p for p in check_package(package(**{key: text}), EFFECTS).problems if p.element == "targets.all"]
    assert [said in p.message for p in found] == [True]


def test_a_clause_lands_on_the_target_that_carries_it():
    clause = {"id": "QS-7", "text": "全市达到两个", "kind": ["QUOTA"]}
    clauses = [{"id": "QS-1", "text": "先由单位工会审查", "kind": ["NODE"]}, clause]
    whole = {**files(), "procedure.yaml": manifest(clauses=clauses, targets=[{**TARGET, "clause": "QS-7"}])}
    assert "QS-7" not in check_package(Package("hill", whole), EFFECTS).coverage.uncovered
    assert (
        "QS-7"
        in check_package(
            Package("hill", {**whole, "procedure.yaml": manifest(clauses=clauses)}), EFFECTS
        ).coverage.uncovered
    )
