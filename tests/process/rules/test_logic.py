"""Three-valued logic, comparison, membership."""

import pytest

from services.process.rules.feel import compile_expression, compile_unary


def feel(text, **names):
    return compile_expression(text, names).evaluate(names)


@pytest.mark.parametrize(
    ("left", "right", "conjunction", "disjunction"),
    [
        ("true", "true", True, True),
        ("true", "false", False, True),
        ("true", "null", None, True),
        ("false", "null", False, None),
        ("null", "null", None, None),
        ('"x"', "false", False, None),
        ('"x"', "true", None, True),
    ],
)
def test_and_and_or_know_three_values(left, right, conjunction, disjunction):
    for one, two in ((left, right), (right, left)):
        assert feel(f"{one} and {two}") is conjunction
        assert feel(f"{one} or {two}") is disjunction


def test_not_of_what_is_no_boolean_is_null():
    assert feel("not(true)") is False
    assert feel("not(null)") is None
    assert feel("not(1)") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null = null", True),
        ("1 = null", False),
        ("1 != null", True),
        ('100 = "100"', None),
        ("[1, 2] = [1, 2]", True),
        ("[1, 2] = [2, 1]", False),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("{a: 1} = {a: 2}", False),
        ("[1..3] = [1..3]", True),
        ("[1..3] = [1..3)", False),
        ('"a" < "b"', True),
        ('1 < "b"', None),
        ("null < 1", None),
        ("true < false", None),
        ("5 between 1 and 5", True),
        ("0 between 1 and 5", False),
        ("5 between 1 and null", None),
        ("3 between 1 and 5 and false", False),
    ],
)
def test_comparison(text, expected):
    assert feel(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 in [2, 3, 1]", True),
        ("5 in [[2..4], [1..3]]", False),
        ("10 in (1, < 5, >= 10)", True),
        ("1 in (!= 2)", True),
        ("2 in (2..4]", False),
        ("2 in ]2..4]", False),
        ("4 in [2..4[", False),
        ("4 in [2..4]", True),
        ("2 in < 3", True),
        ('"b" in ["a".."c"]', True),
        ("null in [1, null]", True),
        ("null in [1..2]", None),
        ("[1] in [[1], [2]]", True),
        ("3 in (> 2)", True),
        ("1 in [4..list[1]]", False),
    ],
)
def test_membership(text, expected):
    assert feel(text, list=[9]) is expected


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("-", None, True),
        ("", 1, True),
        (">= 18", 18, True),
        ("< 18", 18, False),
        ("< 18", None, None),
        ('"中级", "高级"', "高级", True),
        ('not("中级", "高级")', "高级", False),
        ("not(null)", 3, True),
        ("[1..5)", 5, False),
        ("? > 3 and ? < 9", 5, True),
        ("? > 3", None, None),
        ("true", True, True),
        ("true", False, False),
        ("null", None, True),
        ("limit", 7, True),
        ("list", 2, True),
        ('contains(?, "市")', "沈阳市", True),
        ('not(contains(?, "市")) and true', "沈阳市", False),
        ("count(list) > 5", 1, False),
    ],
)
def test_cells_of_a_table(cell, value, expected):
    assert compile_unary(cell).matches(value, {"limit": 7, "list": [1, 2]}) is expected
