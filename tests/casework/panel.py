"""Twenty reviewers of one case at once: a procedure whose only step stands side by side, one task for each of them."""

from typing import Any

from services.people.cast import load_cast
from services.process.registry import Package
from tests.builders import Town
from tests.drawing import diagram, end, pool, start, task
from tests.small_procedure import CAMPAIGN, files, manifest

REVIEWERS = 20


def cast(count: int = REVIEWERS) -> dict[str, Any]:
    """Reviewers by login review1, review2 ... of the city."""
    seats = [{"at": "city", "role": "inspector"}]
    people = [{"login": f"review{n}", "name": f"评委{n}", "seats": seats} for n in range(1, count + 1)]
    return {"since": "2020-01-01", "people": people}


def package(first: int, count: int = REVIEWERS) -> Package:
    """The procedure; the reviewers' ids run from `first`."""
    cases = pool(
        "申报",
        "application",
        [
            start("P_begin"),
            task("P_review", "评分", assignee="=parameters.first + reviewer - 1", form="say",
                 each=(f"=for i in 1..{count} return i", "reviewer")),
            task("P_sum", "汇总", groups="city:office"),
            end("P_done"),
        ],
        "P_begin > P_review > P_sum > P_done",
        subject="case",
        starters="own:lead",
    )  # fmt: skip
    parameters = {"first": {"value": first, "title": "第一位评委"}}
    drawing = diagram(CAMPAIGN, cases, messages={"handed_in": "=campaign.id"})
    return Package("panel", files(drawing, procedure_dot_yaml=manifest(id="panel", short="PN", parameters=parameters)))


def seat_reviewers(town: Town, password: str | None = None, count: int = REVIEWERS) -> None:
    """Load the reviewers, deploy the procedure, open a campaign."""
    with town.house.work() as uow:
        loaded = load_cast(uow, cast(count), password)
    town.people |= dict(loaded.people)
    ids = [town.people[f"review{n}"] for n in range(1, count + 1)]
    assert ids == list(range(ids[0], ids[0] + count))
    town.deploy(package(ids[0], count))
    town.open_campaign()
