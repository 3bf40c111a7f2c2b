"""The OMG's compatibility kit, level 2: all of it."""

import os
from pathlib import Path

import pytest

from services.process.rules.dmn import run_tck

KIT = Path(os.environ.get("DMN_TCK") or Path(__file__).resolve().parents[4] / "shared" / "dmn-tck")


@pytest.mark.skipif(not KIT.is_dir(), reason=f"the DMN TCK is not at {KIT} (set DMN_TCK to its folder)")
def test_every_case_of_level_2_passes():
    report = run_tck(KIT / "compliance-level-2")
    assert report.failures == []
    assert report.passed == 116


def test_a_case_that_is_not_as_expected_is_reported(tmp_path):
    (tmp_path / "m.dmn").write_text(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m">'
        '<decision id="d" name="D"><variable name="D"/><literalExpression><text>1 + n</text></literalExpression>'
        "</decision></definitions>",
        encoding="utf-8",
    )
    case = (
        '<testCase id="{}"><inputNode name="n"><value xsi:type="xsd:decimal">1</value></inputNode>'
        '<resultNode name="D"><expected><value xsi:type="xsd:decimal">{}</value></expected></resultNode></testCase>'
    )
    (tmp_path / "m-test-01.xml").write_text(
        '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>m.dmn</modelName>'
        f"{case.format('001', 2)}{case.format('002', 3)}</testCases>",
        encoding="utf-8",
    )
    report = run_tck(tmp_path)
    assert (report.passed, report.failed) == (1, 1)
    (failure,) = report.failures
    assert (failure.case, failure.expected, failure.got) == ("002 D", "3", "2")


def test_a_crash_of_ours_a_lost_model_and_a_broken_file_are_failures_and_not_the_end(tmp_path, monkeypatch):
    def crash(*_):
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr("services.process.rules.dmn.decisions.Decisions.decide", crash)
    case = '<testCase id="1"><resultNode name="D" errorResult="true">{}</resultNode></testCase>'
    model = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"><decision id="D" name="D"/></definitions>'
    )
    (tmp_path / "m.dmn").write_text(model, encoding="utf-8")
    told = case.format("<expected><value>1</value></expected>")
    for name, text in {
        "a-test-1.xml": f"<testCases><modelName>m.dmn</modelName>{case.format('')}</testCases>",
        "b-test-1.xml": f"<testCases><modelName>lost.dmn</modelName>{told}</testCases>",
        "c-test-1.xml": "<testCases>",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = run_tck(tmp_path)
    assert [failure.file for failure in report.failures] == ["a-test-1.xml", "b-test-1.xml", "c-test-1.xml"]
    assert "a slip" in report.failures[0].got
    assert "lost.dmn" in report.failures[1].got
