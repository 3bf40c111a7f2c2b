"""A house of two cities on disk: processes/hill with forms/hill, and shared blocks beside them."""

from pathlib import Path

import pytest

from tests.drawing import block, call, diagram, end, form, formula, pool, start, task
from tests.small_procedure import RULES, SAY, SHEET, manifest


def drawn(guard: str = "shared_rules") -> bytes:
    """A case that calls a shared block and asks a shared table as a guard."""
    nodes = [
        start("B"),
        task("T", "填表", assignee="=case.applicant", form="sheet", guard=guard),
        call("Ask", "shared_say"),
        end("E"),
    ]
    return diagram(pool("申报", "application", nodes, "B > T > Ask > E", subject="case", starters="own:lead"))


SHARED_SAY = block(
    "shared_say",
    [start("SB"), task("ST", "签署意见", groups="own:union_officer", form="say", precheck="shared_fit"), end("SE")],
    "SB > ST > SE",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """processes/hill reaches shared/say.bpmn, its form, its pre-check and shared/rules.dmn; nothing reaches idle.*"""
    write(
        tmp_path,
        {
            "processes/hill/procedure.yaml": manifest(),
            "processes/hill/procedure.bpmn": drawn(),
            "forms/hill/sheet.form": SHEET,
            "processes/shared/say.bpmn": SHARED_SAY,
            "processes/shared/rules.dmn": RULES.replace(b'id="rules"', b'id="shared_rules"'),
            "processes/shared/fit.dmn": formula("shared_fit", '{verdict: "OK"}'),
            "processes/shared/idle.bpmn": block("idle", [start("IB"), end("IE")], "IB > IE"),
            "processes/shared/idle.dmn": formula("idle_rules", "1"),
            "forms/shared/say.form": SAY,
            "forms/shared/idle.form": form("idle"),
        },
    )
    return tmp_path / "processes" / "hill"


def write(root: Path, files: dict[str, bytes]) -> None:
    """Write files by their path below a folder."""
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
