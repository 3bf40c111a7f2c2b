"""A case of one step, and what people were told of it."""

from services.foundation.clock import local
from services.output.messages import Message
from tests.builders import Town
from tests.drawing import diagram, end, pool, start, task
from tests.small_procedure import CAMPAIGN, package

AGREE = {"verdict": "agree"}


def told(town: Town, who: str | None = None, kind: str | None = None) -> list[Message]:
    """Messages to somebody of some kind, in the order they were made."""
    rows = town.rows(Message)
    rows = [m for m in rows if who is None or m.person_id == town.people[who]]
    return [m for m in rows if kind is None or m.kind == kind]


def one_step(reminders: str | None = None, due: str = "=campaign.windows.application.end", groups="own:union_officer",
             **more: str):  # fmt: skip
    """A case that is one task."""
    more |= {} if reminders is None else {"reminders": reminders}
    cases = pool(
        "申报",
        "application",
        [
            start("B"),
            task("T", "单位工会意见", groups=groups, form="say", opinion_box="op", due=due, **more),
            end("E", "未通过"),
        ],
        "B > T > E",
        subject="case",
        starters="own:lead",
    )  # fmt: skip
    return package(diagram(CAMPAIGN, cases, messages={"handed_in": "=campaign.id"}))


def days_of(messages: list[Message]) -> list[str]:
    return [f"{local(m.made_at):%m-%d %H:%M} {m.kind}" for m in messages]
