"""The inbox: what waits for me, soonest due first, page by page, without gaps or doubles, whoever I am there."""

import sys
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from services.casework.deadlines import Deadline
from services.casework.instances import advance, lock_instance
from services.casework.tasks import InboxEntry, Task, inbox, inbox_count
from services.casework.tasks.mirror import FAR_FUTURE
from services.people.identity import Position, appoint, end_position
from services.process.engine import Recompute
from services.record import jobs
from services.selection.campaigns import Campaign
from tests.builders import Town, edited, moment
from tests.small_procedure import package

AGREE = {"verdict": "agree"}


def seen(town: Town, who: str, limit: int = 50) -> list[int]:
    """Task ids over all pages."""
    found, after = [], None
    with town.house.reading() as uow:
        while True:
            page = inbox(uow, town.who(uow, who), after, limit)
            found += [t.id for t in page.tasks]
            assert len(page.tasks) <= limit
            after = page.after
            if after is None:
                return found


def elements(town: Town, who: str) -> list[str]:
    with town.house.reading() as uow:
        return [t.element for t in inbox(uow, town.who(uow, who)).tasks]


def count(town: Town, who: str) -> int:
    with town.house.reading() as uow:
        return inbox_count(uow, town.who(uow, who))


def fill(town: Town, dues: list[tuple[int | None, str]]) -> list[int]:
    """Open rows in the queues of alice's and the office's roles; ids in the order an inbox shows them to both."""
    queues = {"mill": f"q:{town.organisations['mill']}:union_officer", "alice": f"p:{town.people['alice']}"}
    with town.house.work() as uow:
        template = uow.session.scalars(select(Task)).first()
        uow.session.execute(delete(InboxEntry))
        shown = []
        for days, names in dues:
            due = None if days is None else town.clock.now() + timedelta(days=days)
            columns = {c.key: getattr(template, c.key) for c in Task.__table__.columns if c.key != "id"}
            row = Task(**{**columns, "due_at": due})
            uow.session.add(row)
            uow.session.flush()
            for name in names.split("+"):
                uow.session.add(InboxEntry(principal=queues[name], due_at=due or FAR_FUTURE, task_id=row.id))
            shown.append((due or FAR_FUTURE, row.id))
    return [task_id for _, task_id in sorted(shown)]


def test_a_task_stands_in_the_inbox_of_everybody_who_may_do_it_and_nobody_else(either_town):
    case = either_town.open_case()
    assert elements(either_town, "lin") == ["A_write"]
    either_town.write(case)
    assert {who: elements(either_town, who) for who in ("lin", "alice", "bob", "charlie", "office")} == {
        "lin": [],
        "alice": ["A_unit"],
        "bob": ["A_unit"],
        "charlie": [],
        "office": [],
    }


def test_what_is_due_soonest_comes_first_and_what_has_no_due_comes_last(either_town):
    either_town.open_case()
    wanted = fill(either_town, [(None, "mill"), (9, "mill"), (1, "alice"), (4, "mill"), (None, "alice"), (4, "alice")])
    assert seen(either_town, "alice") == wanted


def test_a_person_whom_two_principals_name_sees_one_row(either_town):
    either_town.open_case()
    wanted = fill(either_town, [(1, "mill+alice"), (2, "alice"), (2, "mill+alice")])
    assert seen(either_town, "alice") == wanted == seen(either_town, "alice", limit=1)
    assert count(either_town, "alice") == 3
    assert len(seen(either_town, "bob")) == 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dues=st.lists(
        st.tuples(st.one_of(st.none(), st.integers(0, 3)), st.sampled_from(["mill", "alice", "mill+alice"])),
        max_size=25,
    ),
    limit=st.integers(1, 7),
)
def test_pages_have_no_gaps_and_no_doubles_wherever_they_are_cut(town, dues, limit):
    if not town.rows(Task):
        town.open_case()
    wanted = fill(town, dues)
    assert seen(town, "alice", limit) == wanted
    assert count(town, "alice") == len(wanted)


def test_a_page_goes_on_where_it_was_although_rows_before_it_were_done(town):
    town.open_case()
    wanted = fill(town, [(n, "mill") for n in range(6)])
    with town.house.work() as uow:
        first = inbox(uow, town.who(uow, "alice"), None, 3)
        uow.session.execute(delete(InboxEntry).where(InboxEntry.task_id.in_(wanted[:2])))
        second = inbox(uow, town.who(uow, "alice"), first.after, 3)
    assert [t.id for t in second.tasks] == wanted[3:]


def test_the_count_stops_at_its_cap(town, monkeypatch):
    town.open_case()
    fill(town, [(1, "mill+alice")] * 4 + [(2, "alice")] * 8)
    assert count(town, "alice") == 12
    monkeypatch.setattr(sys.modules[inbox.__module__], "COUNT_CAP", 5)
    assert count(town, "alice") == 6


def test_whoever_has_nothing_to_do_has_an_empty_inbox(either_town):
    with either_town.house.reading() as uow:
        page = inbox(uow, either_town.who(uow, "sun"))
    assert (page.tasks, page.after, count(either_town, "sun")) == ([], None, 0)


def leave(town, *logins, role="union_officer"):
    with town.house.work() as uow:
        for login in logins:
            query = select(Position.id).where(Position.person_id == town.people[login], Position.role == role)
            end_position(uow, None, uow.session.scalars(query).one(), moment("2021-11-01 00:00").date())


def test_a_step_that_nobody_can_do_is_an_incident_and_waits(town):
    leave(town, "alice", "bob")
    case = town.open_case()
    town.write(case)
    (incident,) = town.incidents()
    assert (incident.kind, incident.element, incident.subject_id) == ("nobody_holds_role", "A_unit", case.id)
    assert "“单位工会意见”没有人可以办理" in incident.sentence
    assert town.tasks("A_unit", case) and elements(town, "alice") == []


def test_after_an_appointment_the_step_is_in_the_new_persons_inbox(town):
    leave(town, "alice", "bob")
    case = town.open_case()
    town.write(case)
    with town.house.work() as uow:
        appoint(uow, town.who(uow, "root"), town.people["zhou"], town.organisations["mill"], "union_officer")
    assert elements(town, "zhou") == ["A_unit"]
    town.complete("zhou", "A_unit", AGREE, case)
    assert town.tasks("A_city", case)


def test_the_only_holder_being_the_applicant_is_an_incident_too(town):
    leave(town, "bob")
    case = town.open_case("alice")
    town.write(case, "alice")
    assert [i.kind for i in town.incidents()] == ["nobody_holds_role"]
    assert town.tasks("A_unit", case)


def test_a_level_that_is_not_there_is_an_incident_and_no_pass(make_town):
    moon = 'candidateGroups="=&quot;moon:office&quot;"'
    lost = edited(package(), "procedure.bpmn", ('candidateGroups="own:union_officer"', moon))
    town = make_town(lost)
    case = town.open_case()
    town.write(case)
    assert [(i.kind, i.element) for i in town.incidents()] == [("nobody_holds_role", "A_unit")]
    assert town.task("A_unit", case).principals == []
    assert len(town.rows(jobs.Incident)) == 1


def test_a_task_whose_due_moment_moves_stands_elsewhere_in_the_inbox(town):
    case = town.open_case()
    with town.house.work() as uow:
        campaign = uow.session.get_one(Campaign, town.campaign_id)
        window = {**campaign.windows["application"], "end": "2021-11-12"}
        campaign.windows = {**campaign.windows, "application": window}
    instance_id = town.instance("case", case.id).id
    with town.house.work() as uow:
        advance(uow, lock_instance(uow, instance_id), Recompute())
    task = town.task("A_write", case)
    assert task.due_at == moment("2021-11-13 00:00")
    assert [(e.task_id, e.due_at) for e in town.rows(InboxEntry)] == [(task.id, task.due_at)]
    assert [d.due_at for d in town.rows(Deadline)] == [moment("2021-11-13 00:00")]
