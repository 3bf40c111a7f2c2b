"""FEEL against the standard's text, as tables: an expression, `=>`, and what it must be (`!!`: how it is refused).

One file of standard/ for each subject; the chapters stand in its headings.
"""

from pathlib import Path

import pytest

from services.process.rules.comparing import same
from services.process.rules.feel import FeelError, compile_expression, compile_unary
from services.process.rules.feel.functions.conversion import Writing
from services.process.rules.values import kind_of

TABLES = sorted(Path(__file__).with_name("standard").glob("*.txt"))
CELLS = "cells"


def rows(sign, cells=False):
    for table in TABLES:
        if (table.stem == CELLS) is not cells:
            continue
        for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
            text, found, expected = line.rpartition(f" {sign} ")
            if found and not line.startswith("#"):
                yield pytest.param(text.strip(), expected.strip(), id=f"{table.stem}:{number}")


@pytest.mark.parametrize(("text", "expected"), list(rows("=>")))
def test_an_expression_is_what_the_standard_says(text, expected):
    value, wanted = (compile_expression(part).evaluate({}) for part in (text, expected))
    shown = f"{text} is {Writing().text(value)}"
    assert kind_of(value) is kind_of(wanted), shown
    assert same(value, wanted) is True, shown


@pytest.mark.parametrize(("text", "expected"), list(rows("=>", cells=True)))
def test_a_cell_holds_as_the_standard_says(text, expected):
    cell, _, value = text.rpartition(" | ")
    value, wanted = (compile_expression(part).evaluate({}) for part in (value, expected))
    assert compile_unary(cell).matches(value, {}) is wanted


@pytest.mark.parametrize(("text", "sentence"), list(rows("!!")))
def test_what_cannot_be_read_is_refused_in_chinese(text, sentence):
    with pytest.raises(FeelError) as caught:
        compile_expression(text)
    assert sentence in caught.value.sentence
    assert caught.value.column >= 1


def test_the_tables_are_read():
    assert len(list(rows("=>"))) > 900
