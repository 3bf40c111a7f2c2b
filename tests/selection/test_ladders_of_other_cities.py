"""The register's memory serves other ladders: on record then removed; three years in a row without results."""

import pytest

from services.selection.studios import StudioReview
from tests.drawing import call, end, form, gateway, pool, service, start, task
from tests.selection.studio_life import LIVING, WHO, living, named, studio

FOUND = form(
    "found",
    {"type": "number", "key": "results", "label": "成果数"},
    {"type": "checkbox", "key": "meets", "label": "达到标准"},
)
REVOKE = [*WHO, ('="no_results"', "cause"), ('="连续没有成果"', "grounds")]
NOTED = [("=review_year", "year"), ("=results", "results"), ('=if meets then "ok" else "below"', "verdict")]

RECORD_THEN_REMOVE = pool(
    "年度测评",
    "review",
    [
        start("M_begin"),
        task("M_find", "年度测评", groups="city:office", form="found"),
        gateway("M_gate", default="M_gate > M_ok"),
        service("M_ok", "record_review", inputs=NOTED),
        service("M_clear", "clear_record"),
        end("M_good", "达标"),
        service("M_first", "record_review", inputs=NOTED),
        service("M_record", "put_on_record", inputs=[('="流于形式，没有成果"', "reason")]),
        end("M_recorded", "备案"),
        service("M_second", "record_review", inputs=NOTED),
        call("M_revoke", "shared_revocation", inputs=REVOKE),
        end("M_removed", "摘牌"),
    ],
    """M_begin > M_find > M_gate > M_ok > M_clear > M_good
       M_gate > M_first | =(not(meets) or results = 0) and not(studio.on_record)
       M_first > M_record > M_recorded
       M_gate > M_second | =(not(meets) or results = 0) and studio.on_record
       M_second > M_revoke > M_removed""",
    subject="studio",
    yearly="01-01",
)
THREE_BARREN_YEARS = pool(
    "年度考核",
    "review",
    [
        start("T_begin"),
        task("T_find", "年度考核", groups="city:office", form="found"),
        service("T_note", "record_review", inputs=NOTED),
        gateway("T_gate", default="T_gate > T_keep"),
        end("T_keep", "保留"),
        task("T_warn", "提醒", groups="city:office"),
        end("T_warned", "已提醒"),
        call("T_revoke", "shared_revocation", inputs=REVOKE),
        end("T_removed", "取消称号"),
    ],
    """T_begin > T_find > T_note > T_gate > T_keep
       T_gate > T_revoke | =studio.years_without_results >= 3
       T_revoke > T_removed
       T_gate > T_warn | =studio.years_without_results = 2
       T_warn > T_warned""",
    subject="studio",
    yearly="plaque_day",
)


def play(make_town, ladder, first, element, years):
    """What each year's office finds; gives the studio's status, or that a revocation was opened, after each year."""
    town = make_town(living(ladder, forms__found_dot_form=FOUND), cast=LIVING)
    named(town)
    after = []
    for n, (results, meets) in enumerate(years):
        town.until(f"{first + n}-12-20 09:00")
        town.complete("office", element, {"results": results, "meets": meets})
        opened = bool(town.tasks("shared_revocation_notice"))
        after.append("revocation" if opened else studio(town).status)
        if town.tasks("T_warn"):
            town.complete("office", "T_warn")
            after[-1] = "warned"
    assert town.incidents() == []
    return town, after


@pytest.mark.parametrize(
    ("years", "after"),
    [
        ([(0, True), (0, True)], ["on_record", "revocation"]),
        ([(0, True), (3, True), (0, True)], ["on_record", "named", "on_record"]),
        ([(2, False), (2, False)], ["on_record", "revocation"]),
        ([(1, True)], ["named"]),
    ],
)
def test_a_year_below_standard_goes_on_record_and_the_next_removes(make_town, years, after):
    assert play(make_town, RECORD_THEN_REMOVE, 2023, "M_find", years)[1] == after


@pytest.mark.parametrize(
    ("results", "after"),
    [
        ([0, 0, 0], ["named", "warned", "revocation"]),
        ([0, 0, 1, 0, 0], ["named", "warned", "named", "named", "warned"]),
    ],
)
def test_three_years_in_a_row_without_results_open_the_revocation(make_town, results, after):
    town, found = play(make_town, THREE_BARREN_YEARS, 2022, "T_find", [(n, True) for n in results])
    assert found == after
    assert [r.year for r in town.rows(StudioReview)] == [2022 + n for n in range(len(results))]
