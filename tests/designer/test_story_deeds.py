"""A story tells deeds beside the inbox as it tells everything else: by the verb a person's button would call."""

import yaml

from services.designer.rehearse import rehearse
from services.process.registry import Package
from services.wiring import WIRING
from tests.casework.deeds_procedure import with_deeds
from tests.cast import CAST

WRITE = {"name": "林静创新工作室", "amount": 10}
STEPS = [
    {"at": "2021-11-02 09:00", "who": "office", "do": "open_campaign", "title": "2021年批次", "year": 2021},
    {"who": "lin", "do": "open_case", "case": "A", "title": "林静创新工作室"},
    {"who": "lin", "do": "complete", "case": "A", "task": "A_write", "answers": WRITE},
    {"who": "zhou", "do": "open_case", "case": "B", "title": "周䶮创新工作室"},
    {"who": "xu", "do": "deed", "case": "A", "task": "A_withdrawal_heard", "answers": {"reason": "顽皮"},
     "refused": "没有这件事可办"},
    {"who": "lin", "do": "deed", "case": "A", "task": "A_asking_heard", "answers": {"reason": "补充"},
     "expect": {"open": {"A_answer": 1}}},
    {"who": "lin", "do": "deed", "case": "A", "task": "A_withdrawal_heard", "answers": {"reason": "家中有事"},
     "expect": {"outcome": "已撤回"}},
    {"who": "lin", "do": "deed", "case": "A", "task": "A_withdrawal_heard", "answers": {"reason": "再撤"},
     "refused": "现在不能办理"},
    {"who": "zhou", "do": "deed", "case": "B", "task": "A_withdrawal_heard", "answers": {"reason": "改期"},
     "expect": {"outcome": "已撤回"}},
]  # fmt: skip


def played(*steps):
    files = {
        **with_deeds().files,
        "scenarios/cast.yaml": yaml.safe_dump(CAST).encode(),
        "scenarios/year.yaml": yaml.safe_dump({"title": "一年", "steps": list(steps)}).encode(),
    }
    return rehearse(Package("hill", files), WIRING)


def test_a_story_tells_deeds_of_several_cases():
    assert played(*STEPS).failures == []


def test_the_timeline_tells_a_deed_as_done_and_never_as_waiting():
    events = [line.event for line in played(*STEPS).timeline if line.element == "A_withdrawal_heard"]
    assert events == ["星河机械厂林静办理“撤回申报”", "星河机械厂周䶮办理“撤回申报”"]


def test_a_deed_whose_element_no_diagram_holds_says_so_with_its_number():
    (failure,) = played(*STEPS[:2], {"who": "lin", "do": "deed", "case": "A", "task": "nonsense"}).failures
    assert "第 3 步" in failure and "nonsense" in failure
