"""Many stories are played by several processes, and tell the same as one after the other."""

from dataclasses import replace

import yaml

from services.designer.rehearse import rehearse
from services.wiring import REHEARSED
from tests.designer.test_rehearse import STEPS, changed, story


def many():
    """Eight stories, two of which do not come true."""
    whole = story(*STEPS)
    wrong = yaml.safe_dump({"title": "不符", "steps": changed(6, expect={"studios": 3})}).encode()
    right = whole.files["scenarios/year.yaml"]
    told = {f"scenarios/{n}.yaml": wrong if n in {3, 6} else right for n in range(8)}
    files = {path: raw for path, raw in whole.files.items() if path != "scenarios/year.yaml"}
    return replace(whole, files=files | told)


def test_side_by_side_tells_the_same_as_one_after_the_other(monkeypatch):
    package = many()
    together = rehearse(package, REHEARSED).as_json()
    monkeypatch.setattr("services.designer.rehearse.side_by_side.WORTH_IT", 100)
    assert rehearse(package, REHEARSED).as_json() == together
    assert [text[:7] for text in together["failures"]] == ["3.yaml ", "6.yaml "]


def test_what_cannot_be_played_at_all_is_said_and_the_others_are_played():
    package = many()
    nobody = yaml.safe_dump({"title": "无人", "steps": [{"who": "nobody", "do": "open_campaign"}]}).encode()
    told = rehearse(replace(package, files={**package.files, "scenarios/0.yaml": nobody}), REHEARSED)
    assert [text.split()[0] for text in told.failures] == ["0.yaml", "3.yaml", "6.yaml"]
    assert len(told.outcome) == 8
