"""Every clause of Dalian's notice has landed: what carries it cannot be taken away unnoticed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import city
from tests.processes.dalian.sound import VECTORS
from tests.processes.landing import called, is_missed, rows_of, without_a_row

DALIAN = city("dalian")
LANDINGS: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "landings.yaml").read_text("utf-8"))
ROWS = rows_of(LANDINGS)


def test_every_word_of_every_clauses_kind_has_a_landing() -> None:
    assert list(without_a_row(DALIAN, LANDINGS)) == []


@pytest.mark.parametrize(("clause", "row"), ROWS, ids=[called(clause, row) for clause, row in ROWS])
def test_what_carries_a_clause_cannot_be_taken_away_unnoticed(clause: str, row: dict[str, Any]) -> None:
    assert is_missed(DALIAN, row, VECTORS)
