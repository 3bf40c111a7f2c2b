"""Whatever colleagues do in between, in whatever order: one way, one holder, nothing lost, and the trail holds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.casework.advice import Advice, answer, ask, recall
from services.casework.completions import Completion, TakenBack, completions_of
from services.casework.handovers import hand_over
from services.casework.taking_back import take_back
from services.casework.tasks import InboxEntry, Task
from services.foundation.errors import Refusal
from services.record import audit
from tests.builders import Town
from tests.colleagues import AGREE, allowing, waiting_for_the_unit

WHO = st.sampled_from(["alice", "bob", "sun", "charlie"])
DEED = st.tuples(st.sampled_from(["hand", "ask", "answer", "recall", "say", "take"]), WHO, WHO)


def attempt(town: Town, case, deed: str, who: str, other: str) -> None:
    """One deed at the newest row of the unit's step; a refusal changes nothing."""
    with town.house.reading() as uow:
        mine = (Task.subject_kind == "case", Task.subject_id == case.id, Task.element == "A_unit")
        task = uow.session.scalars(select(Task).where(*mine).order_by(Task.id.desc())).first()
        asked = uow.session.scalars(select(Advice).where(Advice.task_id == task.id).order_by(Advice.id.desc())).first()
    try:
        if deed == "say":
            town.complete(who, "A_unit", AGREE, case)
            return
        with town.house.work() as uow:
            actor = town.who(uow, who)
            if deed == "hand":
                hand_over(uow, actor, task.id, town.people[other], "换人办理")
            elif deed == "ask":
                ask(uow, actor, task.id, "add_signer", [town.people[other]], "请看")
            elif deed == "take":
                take_back(uow, actor, task.id, "再想一想")
            elif asked is not None:
                (answer(uow, actor, asked.id, "可以") if deed == "answer" else recall(uow, actor, asked.id))
    except (Refusal, AssertionError):
        return  # nothing open any more, or not theirs


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEED, min_size=4, max_size=14))
def test_every_order_of_deeds_leaves_one_way_and_a_whole_trail(make_town, deeds):
    town = make_town(allowing("transfer delegate add_signer take_back"))
    case, _ = waiting_for_the_unit(town)
    for deed in deeds:
        attempt(town, case, *deed)
    with town.house.reading() as uow:
        (task,) = [t for t in town.tasks(case=case)]
        assert task.element in {"A_unit", "A_city"}, "one step waits: neither one more nor one less"
        waiting = [a for a in town.rows(Advice) if a.waits and a.task_id == task.id]
        assert task.asked == len(waiting)
        entries = {e.principal for e in town.rows(InboxEntry) if e.task_id == task.id}
        assert entries == set(task.principals) | {f"p:{a.person_id}" for a in waiting}
        said = [c for c in completions_of(uow, case.subject) if c.element == "A_unit"]
        assert len(said) == (task.element == "A_city")
        kept = [c for c in town.rows(Completion) if c.element == "A_unit"]
        assert len(kept) == len(said) + len(town.rows(TakenBack))
        assert audit.verify(uow, case.subject).broken == []
