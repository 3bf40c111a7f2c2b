"""A story that goes on for years after naming: reviews, a change, a revocation; told by the name of the studio."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from services.designer.rehearse import read_story, rehearse
from services.wiring import WIRING
from tests.selection.studio_life import LIVING, NOTICE, RECTIFIED, REPORT, REVOKE, SERVED, living, verdict

AGREED = {"verdict": "agree", "sealed": True}
NAMED: list[dict[str, Any]] = [
    {"at": "2021-11-02 09:00", "who": "office", "do": "open_campaign", "title": "2021年批次", "year": 2021},
    {"who": "lin", "do": "open_case", "case": "A", "title": "林静创新工作室", "organisation": "mill"},
    {"who": "lin", "do": "complete", "case": "A", "task": "A_write", "answers": {"name": "林静创新工作室"},
     "expect": {"studio": {"status": "named", "plaque": True, "reviews": [], "lead": "林静"}}},
]  # fmt: skip
YEARS = [
    *NAMED,
    {"at": "2022-03-01 09:00", "who": "alice", "do": "begin_pool", "pool": "change", "studio": "A"},
    {"who": "alice", "do": "complete", "studio": "A", "task": "shared_change_request",
     "answers": {"what": ["members"], "new_members": [{"name": "甲"}], "reason": "调整。"}},
    {"who": "sun", "do": "complete", "studio": "A", "task": "shared_change_recommend", "answers": AGREED},
    {"who": "chair", "do": "complete", "studio": "A", "task": "shared_change_decide",
     "answers": {"verdict": "approve", "number": "3号", "decided_on": "2022-03-01"},
     "expect": {"studio": {"changes": [{"what": "members", "new": [{"name": "甲", "unit": None, "duty": None}]}]}}},
    {"at": "2023-01-10 09:00", "who": "lin", "do": "complete", "studio": "A", "task": "shared_review_report",
     "answers": {**REPORT, "results": 0}},
    {"who": "office", "do": "complete", "studio": "A", "task": "shared_review_verdict", "answers": verdict("fail"),
     "expect": {"studio": {"status": "rectifying", "years_without_results": 1}}},
    {"at": "2023-06-01 09:00", "who": "lin", "do": "complete", "studio": "A", "task": "shared_review_rectified",
     "answers": RECTIFIED},
    {"who": "office", "do": "complete", "studio": "A", "task": "shared_review_recheck",
     "answers": {"verdict": "pass", "checked_on": "2023-06-01", "note": "已改"}},
    {"at": "2024-01-10 09:00", "who": "office", "do": "begin_pool", "pool": "revocation", "studio": "GZS2021-0001"},
    {"who": "office", "do": "complete", "studio": "A", "task": "shared_revocation_notice",
     "answers": NOTICE},
    {"who": "office", "do": "complete", "studio": "A", "task": "shared_revocation_served",
     "answers": {**SERVED, "served_on": "2024-01-10"}},
    {"who": "xu", "do": "deed", "studio": "A", "task": "shared_revocation_statement",
     "answers": {"statement": "无关。"}, "refused": "没有这件事可办"},
    {"who": "lin", "do": "deed", "studio": "A", "task": "shared_revocation_statement",
     "answers": {"statement": "请求保留。", "hearing": False}},
    {"who": "chair", "do": "complete", "studio": "A", "task": "shared_revocation_decide", "answers": REVOKE},
    {"who": "office", "do": "complete", "studio": "A", "task": "shared_revocation_publish",
     "answers": {"published_on": "2024-01-12", "where": "网站"}},
    {"who": "office", "do": "complete", "studio": "A", "task": "shared_revocation_return",
     "answers": {"how": "returned", "returned_on": "2024-01-10"},
     "expect": {"closed": ["shared_review_report"], "studio": {"status": "revoked", "plaque_returned": True,
                "reviews": [{"year": 2022, "kind": "recheck"}, {"year": 2022, "verdict": "fail"}]}}},
    {"at": "2026-02-01 09:00", "expect": {"closed": ["shared_review_report"], "studios": 1}},
]  # fmt: skip


def played(*steps: dict[str, Any]):
    raw = yaml.safe_dump({"title": "年年", "steps": list(steps)}, allow_unicode=True).encode()
    whole = living()
    cast = yaml.safe_dump(LIVING, allow_unicode=True).encode()
    whole = replace(whole, files={**whole.files, "scenarios/cast.yaml": cast, "scenarios/years.yaml": raw})
    return rehearse(whole, WIRING, read_story("years.yaml", raw, whole))


def test_a_story_goes_on_until_the_studio_is_revoked_and_beyond():
    result = played(*YEARS)
    assert result.failures == []
    told = [line.event for line in result.timeline]
    assert any("2022 年度考核结论：不合格" in text for text in told) and any("撤销“林静" in text for text in told)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"expect": {"studio": {"status": "revoked"}}, "studio": "A"}, "“status”应为“revoked”，实际为“named”"),
        ({"expect": {"studio": {"reviews": [{"year": 2022}]}}, "studio": "A"}, "“reviews”应为"),
        ({"who": "office", "do": "begin_pool", "pool": "revocation"}, "要写明是哪个工作室"),
        ({"who": "office", "do": "begin_pool", "pool": "revocation", "studio": "B"}, "名录里没有工作室“B”"),
        ({"who": "alice", "do": "begin_pool", "pool": "revocation", "studio": "A"}, "被拒绝"),
        ({"who": "alice", "do": "complete", "task": "shared_review_report", "studio": "A"}, "现在没有待办"),
    ],
)
def test_what_does_not_hold_is_said(step, sentence):
    assert sentence in " ".join(played(*NAMED, step).failures)
