"""会签, 或签, 票签: several speak at one step; who speaks for two levels speaks twice, and nobody is passed over."""

import pytest

from services.casework.completions import Completion
from services.casework.voting import votes_of
from services.process import registry
from tests.builders import Town
from tests.casework.voting_procedure import ballot


def votes(town: Town, case):
    instance = town.instance("case", case.id)
    with town.house.reading() as uow:
        return votes_of(uow, instance, registry.load(uow, instance.version_id))


def say(town: Town, who: str, case, verdict: str) -> None:
    town.complete(who, "V", {"verdict": verdict}, case)


def test_all_must_speak_and_what_they_said_is_told_when_all_have(make_town):
    town = make_town(ballot())
    case = town.open_case()
    say(town, "alice", case, "agree")
    (now,) = votes(town, case)
    assert (now.asked, now.given, now.open, now.told, now.has_quorum) == (3, 1, True, {}, False)
    say(town, "sun", case, "abstain")
    say(town, "office", case, "against")
    (then,) = votes(town, case)
    assert (then.given, then.open, then.abstained, then.has_quorum) == (3, False, 1, True)
    assert then.told == {"同意": 1, "弃权": 1, "不同意": 1}
    assert town.tasks("Result", case)


@pytest.mark.parametrize(
    ("until", "said", "on"),
    [
        ("=numberOfCompletedInstances >= 1", ["agree"], True),  # 或签
        ('=count(voices[item = "agree"]) >= 2', ["agree", "agree"], True),  # 票签
        ('=count(voices[item = "agree"]) >= 2', ["agree", "against"], False),
    ],
)
def test_a_completion_condition_ends_the_round_early_and_closes_what_is_left(make_town, until, said, on):
    town = make_town(ballot(until))
    case = town.open_case()
    for who, verdict in zip(("alice", "sun"), said, strict=False):
        say(town, who, case, verdict)
    assert bool(town.tasks("Result", case)) is on and (not town.tasks("V", case)) is on
    assert votes(town, case)[0].open is not on


def test_whoever_holds_two_levels_is_asked_twice_and_speaks_twice(make_town):
    town = make_town(ballot(voters='["own:union_officer", "own:union_officer", "county:approver"]'))
    case = town.open_case()
    say(town, "alice", case, "agree")
    assert len(town.tasks("V", case)) == 2, "the second is not passed over"
    say(town, "alice", case, "agree")
    assert [c.actor_name for c in town.rows(Completion)] == ["安丽", "安丽"]
    assert votes(town, case)[0].given == 2 and votes(town, case)[0].open
