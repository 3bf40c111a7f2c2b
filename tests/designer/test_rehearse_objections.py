"""In a story the public objects to a case, the office enters a letter, and what stands at the end is compared."""

from typing import Any

import pytest
import yaml

from services.designer.rehearse import rehearse
from services.process.registry import Package
from services.wiring import WIRING
from tests.cast import CAST
from tests.selection.objecting import package

LOOK = {"who": "office", "do": "complete", "task": "shared_objection_acknowledge", "answers": {"decision": "accept"}}
FIND = {"who": "office", "do": "complete", "task": "shared_objection_verify"}
FOUND = {"no_interest": True, "finding": "已经核对。"}
OPENED = [
    {"at": "2021-11-02 09:00", "who": "office", "do": "open_campaign", "title": "批次", "year": 2021},
    {"who": "lin", "do": "open_case", "case": "A"},
    {"who": "zhou", "do": "open_case", "case": "B"},
    {"who": "xu", "do": "open_case", "case": "C"},
    {"who": "office", "do": "complete", "task": "Post"},
]
STEPS: list[dict[str, Any]] = [
    *OPENED,
    {"at": "2021-11-03 10:00", "do": "object", "case": "A", "facts": "专利证书号与专利局记载不符。"},
    {"do": "object", "case": "B", "kind": "anonymous", "expect": {"objections": {"A": "filed", "B": "filed", "C": []}}},
    {"do": "object", "case": "C", "kind": "unit", "unit": "青山仪表厂"},
    {"do": "withdraw_objection", "case": "C", "expect": {"objections": {"C": "withdrawn"}}},
    {**LOOK, "case": "B", "answers": {"decision": "dismiss", "reason": "没有可以核查的事实。"}},
    {**LOOK, "case": "A", "expect": {"objections": {"A": "accepted", "B": "dismissed"}}},
    {"at": "2021-11-12 10:00", "who": "office", "do": "object", "case": "B", "channel": "letter"},
    {**LOOK, "case": "B"},
    {**FIND, "case": "B", "answers": {**FOUND, "upheld": "upheld"}},
    {**FIND, "case": "A", "answers": {**FOUND, "upheld": "not_upheld"}, "expect": {
        "objections": {"A": "not_upheld", "B": ["dismissed", "upheld"]}, "open": {"Supplement": 1}}},
]  # fmt: skip


def played(*steps: dict[str, Any]) -> list[str]:
    told = yaml.safe_dump({"title": "异议", "steps": list(steps)}, allow_unicode=True).encode()
    files = {**package().files, "scenarios/cast.yaml": yaml.safe_dump(CAST).encode(), "scenarios/year.yaml": told}
    return rehearse(Package("hill", files), WIRING).failures


def test_a_story_of_objections_holds() -> None:
    assert played(*STEPS) == []


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ({"do": "object", "case": "A", "facts": "假的", "refused": "具体"}, None),
        ({"do": "object", "case": "X"}, "第 6 步：案卷“X”不在任何公示名单里。"),
        ({"do": "withdraw_objection", "case": "A"}, "第 6 步：还没有人对案卷“A”提出异议。"),
        ({"expect": {"objections": {"A": "filed"}}}, "案卷“A”的异议应为 ['filed'], 实际为 []。".replace(", ", "，")),
        ({"do": "object", "case": "A", "who": "alice", "channel": "letter", "refused": "主办单位"}, None),
    ],
)
def test_what_does_not_hold_is_told(step, told) -> None:
    failures = played(*OPENED, step)
    assert failures == [] if told is None else told in failures[0]
