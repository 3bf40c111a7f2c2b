"""Numbers are exact to 34 digits, and what cannot be computed is null."""

from decimal import Decimal

import pytest

from services.process.rules.feel import compile_expression


def feel(text, **names):
    return compile_expression(text, names).evaluate(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("2 ** 3 ** 2", 64),
        ("-3 ** 2", 9),
        ("-10--5", -5),
        ("10 ** -2", Decimal("0.01")),
        ("0.1 + 0.2", Decimal("0.3")),
        (".5 * 2", 1),
        ("1e3 + 1", 1001),
        ("1 / 3 * 3", Decimal("0." + "9" * 34)),
        ("9007199254740993 + 0", 9007199254740993),
    ],
)
def test_arithmetic_is_exact_and_follows_the_precedence_of_the_standard(text, expected):
    assert feel(text) == expected


@pytest.mark.parametrize(
    "text", ["1 / 0", "1 + null", '1 + "a"', '"a" - "b"', "true + 1", "10 ** 9999", "2 ** 0.5 * null"]
)
def test_what_cannot_be_computed_is_null(text):
    assert feel(text) is None


def test_numbers_of_the_host_stay_exact_whatever_they_come_as():
    assert feel("a + b + c", a=1, b=Decimal("0.1"), c=0.2) == Decimal("1.3")
    assert feel("a = 0.1", a=0.1) is True


def test_a_boolean_is_never_a_number():
    assert feel("a = 1", a=True) is None
    assert feel("a + 1", a=True) is None


def test_texts_are_joined_by_plus():
    assert feel('"劳模" + 名', 名="工作室") == "劳模工作室"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decimal(1.115, 2)", "1.12"),
        ("decimal(2.5, 0)", "2"),
        ("round up(5.5, 0)", "6"),
        ("round down(-5.5, 0)", "-5"),
        ("round half up(-5.5, 0)", "-6"),
        ("round half down(5.5, 0)", "5"),
        ("round half up(1234.5, -2)", "1200"),
        ("floor(-1.5)", "-2"),
        ("ceiling(1.51, 1)", "1.6"),
        ("abs(-3)", "3"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(10.1, 4.5)", "1.1"),
        ("sqrt(16)", "4"),
    ],
)
def test_numeric_functions(text, expected):
    assert feel(text) == Decimal(expected)


def test_numeric_functions_answer_null_outside_their_domain():
    for text in ("sqrt(-1)", "log(0)", "modulo(1, 0)", "decimal(1, 99999)", "exp(100000)"):
        assert feel(text) is None


def test_odd_and_even():
    assert [feel(text) for text in ("odd(5)", "odd(2)", "even(-2)", "even(0)", "even(1.5)")] == [
        True,
        False,
        True,
        True,
        False,
    ]
