"""A pool about a studio that a person begins: by whom the diagram names, one at a time."""

from concurrent.futures import ThreadPoolExecutor
from xml.sax.saxutils import quoteattr

import pytest

from services.casework.completions import Completing
from services.casework.deeds import NoSuchDeed, do_deed, open_deeds
from services.casework.instances import Instance
from services.record import audit
from services.selection.studios import Studio
from services.selection.studios.deeds import AlreadyUnderWay, begin_pool, pools_to_begin
from tests.drawing import beside, diagram, end, pool, start, task
from tests.selection.test_studios import named
from tests.small_procedure import CAMPAIGN, CASE, MESSAGES, SENT, STUDIO, package

CHANGE = pool(
    "变更领衔人",
    "change_of_lead",
    [
        start("L_begin"),
        task("L_ask", "填写变更申请", assignee="=string(begun_by)"),
        task("L_decide", "审定变更", groups="city:office"),
        end("L_done"),
        beside("L_back", "撤回变更", "taken_back", [end("L_taken_back")], "L_back_heard > L_taken_back",
               interrupts=True, starters="own:lead"),
    ],
    "L_begin > L_ask > L_decide > L_done",
    subject="studio",
    starters="own:lead own:union_officer",
    only_if='=studio.status = "named"',
)  # fmt: skip
YEARLY = pool(
    "年度考核", "review", [start("R_begin"), end("R_done")], "R_begin > R_done",
    subject="studio", starters="own:lead", yearly="01-01",
)  # fmt: skip
WHOLE = package(diagram(CAMPAIGN, CASE, STUDIO, CHANGE, YEARLY, messages={**MESSAGES, "taken_back": ""}, sent=SENT))


@pytest.fixture
def town(make_town):
    return make_town(WHOLE)


@pytest.fixture
def studio(town):
    named(town)
    return town.rows(Studio)[0]


def offered(town, who, studio):
    with town.house.reading() as uow:
        return [p.id for p in pools_to_begin(uow, town.who(uow, who), studio)]


def test_each_level_begins_what_is_about_its_own_studios(make_town):
    """Where several levels name, who may begin is computed from the studio."""
    asked = '=if studio.category = "staff" then "own:union_officer" else "city:office"'
    drawn = CHANGE[2].replace('value="own:lead own:union_officer"', f"value={quoteattr(asked)}")
    pools = (CAMPAIGN, CASE, STUDIO, (*CHANGE[:2], drawn))
    town = make_town(package(diagram(*pools, messages={**MESSAGES, "taken_back": ""}, sent=SENT)))
    named(town)
    (studio,) = town.rows(Studio)
    assert [offered(town, who, studio) for who in ("alice", "lin", "office")] == [["change_of_lead"], [], []]
    with town.house.work() as uow:
        uow.session.query(Studio).one().category = "city"
    (studio,) = town.rows(Studio)
    assert [offered(town, who, studio) for who in ("alice", "lin", "office")] == [[], [], ["change_of_lead"]]


def begin(town, who, studio, process="change_of_lead"):
    with town.house.work() as uow:
        return begin_pool(uow, town.who(uow, who), studio, process)[0]


def test_it_is_offered_to_whom_its_starters_name_from_the_studios_own_unit(town, studio):
    for who, wanted in {"lin": 1, "alice": 1, "bob": 1, "charlie": 0, "xu": 0, "office": 0, "root": 0}.items():
        assert offered(town, who, studio) == ["change_of_lead"] * wanted, who


def test_alice_begins_it_and_the_diagram_knows_who_did(town, studio):
    instance = begin(town, "alice", studio)
    (ask,) = town.tasks("L_ask")
    assert (ask.principals, ask.subject_kind, ask.subject_id) == ([f"p:{town.people['alice']}"], "studio", studio.id)
    assert (instance.title, instance.unit) == ("林静创新工作室", "星河机械厂")
    with town.house.reading() as uow:
        entry = audit.history(uow, studio.subject)[-1]
    assert (entry.actor_id, "变更领衔人" in entry.sentence) == (town.people["alice"], True)


@pytest.mark.parametrize("who", ["charlie", "xu", "office", "auditor", "root"])
def test_whoever_may_not_is_told_that_there_is_nothing(town, studio, who):
    with pytest.raises(NoSuchDeed):
        begin(town, who, studio)
    begin(town, "lin", studio)
    with pytest.raises(NoSuchDeed):
        begin(town, who, studio)


def test_what_begins_by_message_or_by_the_year_is_begun_by_nobody(town, studio):
    for process in ("studio", "review", "application", "nonsense"):
        with pytest.raises(NoSuchDeed):
            begin(town, "lin", studio, process)


def test_only_if_is_asked_of_the_studio(town, studio):
    with town.house.work() as uow:
        uow.session.get_one(Studio, studio.id).status = "revoked"
    (studio,) = town.rows(Studio)
    assert offered(town, "lin", studio) == []
    with pytest.raises(NoSuchDeed):
        begin(town, "lin", studio)


def test_of_two_at_once_one_begins_and_the_other_is_told(either_town):
    town = either_town
    town.deploy(WHOLE)
    town.open_campaign()
    named(town)
    studio = town.rows(Studio)[0]

    def attempt(who):
        try:
            return begin(town, who, studio).process
        except AlreadyUnderWay:
            return "too late"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(attempt, ["lin", "alice"])) == ["change_of_lead", "too late"]
    assert offered(town, "lin", studio) == []


def test_when_it_is_over_it_can_be_begun_again_and_its_own_deeds_are_the_leads(town, studio):
    instance = begin(town, "lin", studio)
    with town.house.work() as uow:
        running = uow.session.get_one(Instance, instance.id)
        assert open_deeds(uow, town.who(uow, "alice"), running) == []
        (deed,) = open_deeds(uow, town.who(uow, "lin"), running)
        do_deed(uow, town.who(uow, "lin"), running.id, deed.element, Completing())
        assert running.ended_at == "L_taken_back"
    assert offered(town, "lin", studio) == ["change_of_lead"]
