"""Lines that several stories share stand once, and are told with the story's own names."""

import pytest
import yaml

from services.designer.rehearse import Story, read_story
from services.foundation.errors import Invalid
from services.process.registry import Package

OPENED = [{"at": "$day 10:00", "who": "$lead", "do": "open_case", "case": "$case", "title": "$case 创新工作室"},
          {"expect": {"open": {"$task": 1}, "studios": "$count"}}]  # fmt: skip


def told(*steps: dict) -> Story:
    files = {"scenarios/parts/opened.yaml": yaml.safe_dump(OPENED).encode()}
    return read_story("year.yaml", yaml.safe_dump({"steps": list(steps)}).encode(), Package("hill", files))


def test_a_part_is_told_with_the_names_of_the_story() -> None:
    given = {"day": "2021-11-02", "lead": "lin", "case": "A", "task": "A_write", "count": 2}
    first, second = told({"part": "parts/opened.yaml", "with": given}).steps
    assert (first.who, first.case, first.details["title"]) == ("lin", "A", "A 创新工作室")
    assert first.at is not None and first.at.isoformat() == "2021-11-02T10:00:00+08:00"
    assert second.expect == {"open": {"A_write": 1}, "studios": 2}


def test_its_lines_bear_the_number_of_the_line_that_names_it() -> None:
    given = {"day": "2021-11-02", "lead": "lin", "case": "A"}
    steps = told({"note": "先"}, {"part": "parts/opened.yaml", "with": given}, {"note": "后"}).steps
    assert [step.number for step in steps] == [1, 2, 2, 3]


def test_a_list_tells_the_part_once_for_each() -> None:
    given = [{"day": "2021-11-02", "lead": who, "case": who} for who in ("lin", "zhao")]
    steps = told({"part": "parts/opened.yaml", "with": given}).steps
    assert [step.who for step in steps if step.do] == ["lin", "zhao"]


def test_a_part_may_be_made_of_parts_but_not_of_itself() -> None:
    whole = [{"part": "parts/opened.yaml", "with": {"day": "2021-11-02", "lead": "$who", "case": "A"}}]
    circle = [{"part": "parts/circle.yaml"}]
    files = {"opened": OPENED, "year": whole, "circle": circle}
    package = Package("hill", {f"scenarios/parts/{k}.yaml": yaml.safe_dump(v).encode() for k, v in files.items()})
    steps = [{"note": "先"}, {"part": "parts/year.yaml", "with": {"who": "lin"}}]
    story = read_story("s.yaml", yaml.safe_dump({"steps": steps}).encode(), package)
    assert [(step.number, step.who) for step in story.steps] == [(1, None), (2, "lin"), (2, None)]
    with pytest.raises(Invalid, match="太深"):
        read_story("s.yaml", yaml.safe_dump({"steps": circle}).encode(), package)


def test_what_is_not_given_stands_as_it_is() -> None:
    step = told({"part": "parts/opened.yaml", "with": {"day": "2021-11-02"}}).steps[0]
    assert step.who == "$lead"


@pytest.mark.parametrize(
    "row",
    [
        {"part": "parts/nothing.yaml"},
        {"part": "parts/opened.yaml", "who": "lin"},
        {"part": "parts/opened.yaml", "with": ["lin"]},
    ],
)
def test_a_part_that_means_nothing_is_refused_with_its_line(row: dict) -> None:
    with pytest.raises(Invalid, match="第 1 步"):
        told(row)
