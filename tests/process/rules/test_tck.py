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
