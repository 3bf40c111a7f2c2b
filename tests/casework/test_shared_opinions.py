"""An organ that decides a list signs every form on it in one act; each case keeps evidence of its own."""

import pytest

from services.casework.completions import Completing, Completion, complete, opinions_of
from services.casework.completions.evidence import digest_of
from services.foundation.errors import Faulty
from services.record import audit
from tests.drawing import diagram, end, pool, service, start, task, wait
from tests.small_procedure import SAY, package

AGREE = {"verdict": "agree", "comment": "同意命名。"}
CASE = pool(
    "申报",
    "application",
    [start("A_begin"), task("A_write", "填表", groups="own:union_officer"), end("A_done")],
    "A_begin > A_write > A_done",
    subject="case",
    starters="own:lead",
)


def listing(cases="=cases", of='="C_group"'):
    """A campaign whose group says something of a list when the office has made it."""
    campaign = pool(
        "批次",
        "campaign",
        [
            start("C_begin"),
            task("C_group", "领导小组意见", groups="city:office", form="say", inputs=[("=[1, 2]", "cases")]),
            service("C_share", "share_opinion", inputs=[(of, "of"), ('="op_group"', "box"), (cases, "cases")]),
            wait("C_wait", "等待", timer="=campaign.windows.public_notice.end"),
            end("C_done"),
        ],
        "C_begin > C_group > C_share > C_wait > C_done",
        subject="campaign",
        starters="city:office",
    )
    return package(diagram(campaign, CASE), forms__say_dot_form=SAY)


def opinions(town, case):
    with town.house.reading() as uow:
        return opinions_of(uow, case.subject)


def test_one_act_puts_the_opinion_into_the_form_of_every_case_on_the_list(make_town):
    town = make_town(listing("=[1, 3]"))
    first, left_out, second = town.open_case(), town.open_case("xu", "yard"), town.open_case("zhou")
    said = town.complete("office", "C_group", AGREE)
    for case in (first, second):
        (row,) = opinions(town, case)
        assert (row.opinion_box, row.verdict, row.comment) == ("op_group", "agree", "同意命名。")
        assert (row.actor_name, row.organisation_name, row.at) == ("王书琴", "青山市总工会", said.at)
        assert row.digest == digest_of(row) and row.id != said.id
        with town.house.reading() as uow:
            last = audit.history(uow, case.subject)[-1]
        assert "“领导小组意见”签署“同意”：同意命名" in last.sentence and last.facts["digest"] == row.digest
    assert opinions(town, left_out) == []
    assert town.tasks("C_group") == [] and town.incidents() == []


def test_each_case_keeps_what_lay_before_the_organ(make_town):
    town = make_town(listing("=[1]"))
    case = town.open_case()
    sheet = town.complete("alice", "A_write", case=case)
    town.complete("office", "C_group", AGREE)
    (row,) = opinions(town, case)
    assert row.shown == [[sheet.id, sheet.digest]]


def test_a_case_of_another_campaign_is_never_written_into(make_town):
    town = make_town(listing("=[1]"))
    town.open_case()
    town.open_campaign()
    newest = max(t.id for t in town.tasks("C_group"))
    with pytest.raises(Faulty, match="本批次"), town.house.work() as uow:
        complete(uow, town.who(uow, "office"), newest, Completing(AGREE))
    assert town.rows(Completion) == []


def test_where_nothing_was_said_nothing_is_shared(make_town):
    town = make_town(listing("=[1]", of='="C_other"'))
    town.open_case()
    with pytest.raises(Faulty, match="意见栏"):
        town.complete("office", "C_group", AGREE)
