"""The windows of a procedure against the real calendar: what is odd is said with its clause, what is safe is a day."""

import pytest
import yaml

from services.designer.rehearse.phases import anomalies, phases
from services.process.registry import Package, compile_package
from tests.drawing import block, call, diagram, end, pool, start, task, wait
from tests.small_procedure import CASE, MESSAGES, SENT, STUDIO, files, manifest

ENDS = "=max([planned_end, add working days(now(), min_days)])"
NOTICE = block(
    "public_notice",
    [
        start("N_begin"),
        wait("N_end", "公示期满", timer=ENDS, clock_of="public_notice"),
        end("N_over"),
    ],
    "N_begin > N_end > N_over",
)  # fmt: skip
GIVEN = [("=campaign.windows.public_notice.end", "planned_end"), ("=parameters.notice_days", "min_days")]


def procedure(days: int = 5, **told):
    """The small procedure whose notice is a shared block, given its numbers by the caller."""
    campaign = pool(
        "批次",
        "campaign",
        [
            start("C_begin"),
            wait("C_wait", "等待报送", message="handed_in"),
            task("C_list", "确定名单", groups="city:office"),
            call("C_notice", "public_notice", inputs=GIVEN),
            end("C_done", "批次结束"),
        ],
        "C_begin > C_wait > C_list > C_notice > C_done",
        subject="campaign",
        starters="city:office",
    )
    drawing = diagram(campaign, CASE, STUDIO, messages=MESSAGES, sent=SENT)
    parameters = {"grant": {"value": 50000, "title": "资金"}, "notice_days": {"value": days, "title": "公示天数"}}
    whole = files(drawing, shared__public_notice_dot_bpmn=NOTICE)
    whole["procedure.yaml"] = manifest(parameters=parameters, **told)
    return compile_package(Package("hill", whole))


def windows(**days):
    return {
        name: {"title": name, "start": yaml.safe_load(first), "end": yaml.safe_load(last), "clause": "QS-1"}
        for name, (first, last) in days.items()
    }


def said(town, whole):
    with town.house.reading() as uow:
        return anomalies(uow, whole)


def test_a_clock_in_a_shared_block_counts_with_what_its_caller_gives(empty_town):
    with empty_town.house.reading() as uow:
        notice = phases(uow, procedure())[-1]
        longer = phases(uow, procedure(days=6))[-1]
    assert notice.last_safe_start.isoformat() == "2021-12-05"
    assert longer.last_safe_start.isoformat() == "2021-12-02"


def test_a_window_too_short_for_its_clock_is_said(empty_town):
    assert any("“公示阶段”太短" in row["message"] for row in said(empty_town, procedure(days=9)))
    assert not any("太短" in row["message"] for row in said(empty_town, procedure()))


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"first": ("2021-11-01", "2021-11-12"), "second": ("2021-11-12", "2021-11-19")}, "两个阶段重叠"),
        ({"first": ("2021-11-01", "2021-11-13")}, "（周六）结束，这一天不是工作日"),
        ({"first": ("2027-11-01", "2027-11-12")}, "尚未公布放假安排"),
    ],
)
def test_an_oddity_is_said_with_the_clause_of_its_window(empty_town, days, sentence):
    found = said(empty_town, procedure(windows=windows(**days)))
    assert [(sentence in row["message"], row["clause"]) for row in found] == [(True, "QS-1")]
