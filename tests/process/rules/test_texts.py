"""Texts, conversion and patterns."""

from decimal import Decimal

import pytest

from services.process.rules.feel import compile_expression


def feel(text, **names):
    return compile_expression(text, names).evaluate(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"a\n\t\"\\"', 'a\n\t"\\'),
        (r'"\u6a2a\U01F40E"', "横🐎"),
        (r'"\d"', "\\d"),
        ('substring("横綱大関", 2, 1)', "綱"),
        ('substring("abc", -2)', "bc"),
        ('substring("abc", 0)', None),
        ('string length("🐎ab")', 3),
        ('upper case("aß")', "ASS"),
        ('lower case("ÄB")', "äb"),
        ('substring before("foobar", "bar")', "foo"),
        ('substring after("foobar", "x")', ""),
        ('contains("foobar", "ob")', True),
        ('starts with("foobar", "fo")', True),
        ('ends with("foobar", "ar")', True),
        ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
        ('matches("foobar", "^fo*b")', True),
        ('matches("FOO", "foo", "i")', True),
        ('matches("a\\nb", "a.b")', False),
        ('matches("a\\nb", "a.b", "s")', True),
        ('matches("a\\nb", "^b$", "m")', True),
        ('matches("a.b", "a.b", "q")', True),
        ('matches("axb", "a.b", "q")', False),
        ('matches("a b", "a\\\\ b", "x")', None),
        ('matches("辽宁12号", "\\\\p{L}+\\\\d{2}号")', True),
        ('replace("abracadabra", "(a)(b)?", "[$1|$2]")', "[a|b]r[a|]c[a|]d[a|b]r[a|]"),
        ('replace("abc", "[a-z-[b]]", "x")', "xbx"),
        ('replace("aaa", "a{2}?", "b")', "ba"),
        ('replace("a", "x*", "b")', None),
        ('replace("a", "a", "$")', None),
        ('extract("a1b22", "\\\\d+")', ["1", "22"]),
        ('string join(["a", "b"], ", ", "[", "]")', "[a, b]"),
        ('number("1 000,5", " ", ",")', Decimal("1000.5")),
        ('number("1,000", ",", ",")', None),
        ('number("0x10")', None),
        ("string(1.50)", "1.5"),
        ("string(1e3)", "1000"),
        ('string([1, "a", {b: null}])', '[1, "a", {b: null}]'),
        ("string(null)", None),
    ],
)
def test_string_functions(text, expected):
    assert feel(text) == expected


@pytest.mark.parametrize(
    "pattern", ["(", ")", "[", "a{2,1}", "*", "\\\\1", "[z-a]", "\\\\p{Nonsense}", "a**", "(" * 60 + "a" + ")" * 60]
)
def test_a_pattern_that_is_none_gives_null(pattern):
    assert feel(f'matches("a", "{pattern}")') is None


def test_the_empty_text_is_a_text_wherever_it_stands():
    assert compile_expression('if false then "a" else ""').evaluate({}) == ""
    assert compile_expression('("" + "a") = "a"').evaluate({}) is True
