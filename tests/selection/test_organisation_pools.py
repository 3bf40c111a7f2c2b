"""A pool about an organisation: its own people begin it, or a diagram begins it for each organisation that it names."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.casework.deeds import NoSuchDeed
from services.casework.instances import Instance, InstanceFinished
from services.designer.check import check_package
from services.foundation.events import Subject
from services.people.organisations import organisation
from services.record import audit
from services.selection.organisation_pools import (
    AlreadyUnderWay,
    begin_pool,
    instances_about,
    may_read_about,
    pools_to_begin,
)
from services.wiring import WIRING
from tests.builders import Town, prepare
from tests.cast import CAST
from tests.drawing import diagram, end, form, pool, send, start, task, wait
from tests.small_procedure import CASE, STUDIO, package

UNITS = '=organisations of level("unit")'
CAMPAIGN = pool(
    "批次",
    "campaign",
    [
        start("C_begin"),
        send("C_ask", "asked", (UNITS, "unit"), inputs=[("=unit.id", "organisation"), ("=campaign.id", "batch")]),
        send("C_again", "asked", (UNITS, "unit"), inputs=[("=unit.id", "organisation"), ("=campaign.id", "batch")]),
        wait("C_wait", "等待报送", message="handed_in"),
        end("C_done"),
    ],
    "C_begin > C_ask > C_again > C_wait > C_done",
    subject="campaign",
    starters="city:office",
)
ASKED = pool(
    "单位自查",
    "asked_pool",
    [start("B_begin", message="asked"), task("B_check", "自查", groups="own:union_officer"), end("B_done", "已自查")],
    "B_begin > B_check > B_done",
    subject="organisation",
)
OWN = pool(
    "备案",
    "record_pool",
    [start("R_begin"), task("R_check", "区里备案", groups="county:approver"), end("R_done", "已备案")],
    "R_begin > R_check > R_done",
    subject="organisation",
    starters="own:union_officer",
    only_if='=own_organisation.level = "unit" and count(bars(own_organisation.id)) = 0',
)
SENT = [("C_ask", "B_begin"), ("C_again", "B_begin"), ("A_send", "C_wait"), ("A_named", "S_begin")]
MESSAGES = {"asked": "", "handed_in": "=campaign.id", "named": ""}


def whole(**more):
    drawn = diagram(CAMPAIGN, CASE, STUDIO, ASKED, OWN, messages=MESSAGES, sent=SENT)
    return package(drawn, **more)


def about(town, process):
    return [i for i in town.rows(Instance) if i.process == process]


def test_each_organisation_of_a_level_gets_its_pool_once(make_town):
    town = make_town(whole())
    begun = about(town, "asked_pool")
    assert [(i.title, i.campaign_id) for i in begun] == [
        ("星河机械厂", town.campaign_id),
        ("云帆造船厂", town.campaign_id),
    ]
    assert [i.subject for i in begun] == [Subject("organisation", town.organisations[u]) for u in ("mill", "yard")]
    town.complete("alice", "B_check")
    assert [i.finished_at is not None for i in about(town, "asked_pool")] == [True, False]
    with town.house.reading() as uow:
        mill = organisation(uow, town.organisations["mill"])
        assert [i.id for i in instances_about(uow, mill)] == [begun[0].id]
        kinds = [entry.kind for entry in audit.history(uow, begun[0].subject)]
        assert InstanceFinished.__name__ in kinds


def test_the_next_campaign_asks_again(make_town):
    town = make_town(whole())
    town.open_campaign(year=2022)
    assert len(about(town, "asked_pool")) == 4


def begin(town, who="alice", at="mill", process="record_pool"):
    with town.house.work() as uow:
        return begin_pool(uow, town.who(uow, who), organisation(uow, town.organisations[at]), "hill", process)


def offered(town, who, at="mill"):
    with town.house.reading() as uow:
        return [p.id for _, p in pools_to_begin(uow, town.who(uow, who), organisation(uow, town.organisations[at]))]


def test_an_organisations_own_people_begin_a_pool_about_it(make_town):
    town = make_town(whole())
    assert offered(town, "alice") == ["record_pool"] and offered(town, "charlie") == [] == offered(town, "lin")
    instance, moved = begin(town)
    assert (instance.subject, instance.campaign_id) == (Subject("organisation", town.organisations["mill"]), None)
    assert [t.name for t in moved.opened] == ["区里备案"] and offered(town, "alice") == []
    with pytest.raises(AlreadyUnderWay):
        begin(town, "bob")
    town.complete("sun", "R_check")
    assert offered(town, "bob") == ["record_pool"]


@pytest.mark.parametrize(
    ("who", "at", "process"),
    [
        ("charlie", "mill", "record_pool"),  # of another unit
        ("alice", "mill", "asked_pool"),  # begins by message
        ("alice", "mill", "nothing"),
        ("sun", "county", "record_pool"),  # no unit
    ],
)
def test_what_is_not_offered_cannot_be_begun(make_town, who, at, process):
    town = make_town(whole())
    with pytest.raises(NoSuchDeed):
        begin(town, who, at, process)
    assert about(town, "record_pool") == []


def test_the_offices_above_read_what_is_about_an_organisation(make_town):
    town = make_town(whole())
    with town.house.reading() as uow:
        mill = organisation(uow, town.organisations["mill"])
        readers = {who for who in town.people if may_read_about(uow, town.who(uow, who), mill)}
    assert readers == {"alice", "bob", "sun", "office", "auditor", "root"}


def test_of_two_who_begin_at_once_one_does(database_url):
    house = prepare(database_url)
    town = Town(house, house.clock)
    town.settle_in(CAST)
    town.deploy(whole())

    def work(who):
        try:
            begin(town, who)
        except Exception as refused:  # a database that is busy refuses too
            return refused
        return None

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(work, ["alice", "bob"] * 2))
    assert len(about(town, "record_pool")) == 1 and said.count(None) == 1
    house.engine.dispose()


def test_no_form_decides_about_which_organisation_a_pool_begins():
    picked = form("pick", {"type": "number", "key": "picked", "label": "单位编号"})
    campaign = pool(
        "批次",
        "campaign",
        [
            start("C_begin"),
            task("C_pick", "点名", groups="city:office", form="pick"),
            send("C_ask", "asked", ("=[picked]", "unit"), inputs=[("=unit", "organisation")]),
            wait("C_wait", "等待报送", message="handed_in"),
            end("C_done"),
        ],
        "C_begin > C_pick > C_ask > C_wait > C_done",
        subject="campaign",
        starters="city:office",
    )
    drawn = diagram(campaign, CASE, STUDIO, ASKED, messages=MESSAGES, sent=[s for s in SENT if s[0] != "C_again"])
    told = check_package(package(drawn, forms__pick_dot_form=picked), WIRING.effects).problems
    assert [(p.element, p.severity) for p in told if "不能取自表单" in p.message] == [("C_ask", "error")]
