"""Lists, contexts, paths, filters, loops, functions."""

import pytest

from services.process.rules.feel import compile_expression


def feel(text, **names):
    return compile_expression(text, names).evaluate(names)


PEOPLE = [{"姓名": "甲", "龄": 30, "item": 1}, {"姓名": "乙", "龄": 50}, {"姓名": "丙"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3][1]", 1),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][0]", None),
        ("[1, 2, 3][4]", None),
        ("[1, 2, 3][item > 1]", [2, 3]),
        ("[][1]", None),
        ("100[1]", 100),
        ("null[1]", None),
        ("人[龄 > 40].姓名", ["乙"]),
        ("人[item = 1].姓名", ["甲"]),
        ("人.姓名[2]", "乙"),
        ("count(人[龄 = null])", 1),
        ("人[1].龄 + 1", 31),
        ("人[1].没有", None),
        ("{a: 1, b: a + 1}.b", 2),
        ('{"a b": 1}.a b', 1),
        ("{first name: 1, second: first name + 1}.second", 2),
        ("{a: {b: [1, 2]}}.a.b[2]", 2),
    ],
)
def test_paths_and_filters(text, expected):
    assert feel(text, 人=PEOPLE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for i in 1..3 return i * i", [1, 4, 9]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in (1..4) return i", [2, 3]),
        ("for i in [1, 2], j in [10, 20] return i + j", [11, 21, 12, 22]),
        ("for i in [[1], [2, 3]], j in i return j", [1, 2, 3]),
        ("for i in 0..5 return if i < 2 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3, 5, 8]),
        ("for a b in [1, 2] return a b + 1", [2, 3]),
        ("for i in null return i", None),
        ("for i in 1..1.5 return i", None),
        ('for d in @"2021-08-05"..@"2021-08-07" return d.day', [5, 6, 7]),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [1, 2] satisfies x > 1", False),
        ("every x in [] satisfies x > 1", True),
        ("some x in [1, null] satisfies x > 1", None),
        ("every x in [2, null] satisfies x > 1", None),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
        ("if null then 1 else 2", 2),
        ("if true then 1 else 2 + 10", 1),
        ("1 + if false then 1 else 2", 3),
    ],
)
def test_loops_and_conditions(text, expected):
    assert feel(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(function(a, b) a - b)(5, 3)", 2),
        ("{f: function(a, b) a - b, r: f(b: 3, a: 5)}.r", 2),
        ("{n: 2, f: function(x) x * n, r: f(4)}.r", 8),
        ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(10)}.r", 3628800),
        ('{f: function(a: number) a, r: f("x")}.r', None),
        ("{f: function(a: number) a, r: f([7])}.r", 7),
        ("{f: function(a) a, r: f(1, 2)}.r", None),
        ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
        ("{min: 7, r: [min]}.r", [7]),
        ('substring(string: "abc", start position: 2)', "bc"),
        ('substring(text: "abc", start position: 2)', None),
    ],
)
def test_functions(text, expected):
    assert feel(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count([1, null])", 2),
        ("min(3, 1, 2)", 1),
        ("max([])", None),
        ("sum([1, 2, 3])", 6),
        ("sum([])", None),
        ('sum([@"P1D", @"PT12H"]) = @"P1DT12H"', True),
        ("mean(1, 2)", 1.5),
        ("median([8, 2, 5, 3])", 4),
        ("mode([6, 3, 9, 6, 6, 3, 3])", [3, 6]),
        ("stddev([2, 4, 7, 5]) > 2.08", True),
        ("product([2, 3, 4])", 24),
        ("all([true, null])", None),
        ("any([false, null, true])", True),
        ("all([])", True),
        ("list contains([1, null], null)", True),
        ("sublist([4, 5, 6], 1, 2)", [4, 5]),
        ("sublist([4, 5, 6], -2)", [5, 6]),
        ("append([1], 2, 3)", [1, 2, 3]),
        ("concatenate([1, 2], [3])", [1, 2, 3]),
        ("insert before([1, 3], 2, 2)", [1, 2, 3]),
        ("remove([1, 2, 3], 2)", [1, 3]),
        ("list replace([1, 2, 3], 2, 9)", [1, 9, 3]),
        ("list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", [5, 5, 7]),
        ("reverse([1, 2])", [2, 1]),
        ("index of([1, 2, 1], 1)", [1, 3]),
        ("union([1, 2], [2, 3])", [1, 2, 3]),
        ("distinct values([1, 2, 1, null, null])", [1, 2, None]),
        ("duplicate values([1, 2, 1])", [1]),
        ("flatten([[1], [[2, [3]]]])", [1, 2, 3]),
        ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
        ('string join(["a", null, "b"], "-")', "a-b"),
        ('get value({a: {b: 1}}, ["a", "b"])', 1),
        ("get entries({a: 1})", [{"key": "a", "value": 1}]),
        ('context([{key: "a", value: 1}])', {"a": 1}),
        ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
        ('context put({}, "@", 1)', None),
    ],
)
def test_list_and_context_functions(text, expected):
    assert feel(text) == expected


def test_a_list_of_the_host_is_never_changed():
    given = [1, 2]
    feel("append(list, 3)", list=given)
    assert given == [1, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True),
        ("true instance of number", False),
        ("null instance of Any", False),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ("{a: 1} instance of context<a: number, b: string>", False),
        ("(function(a) a) instance of function<Any>->Any", True),
        ("[1..2] instance of range<number>", True),
        ('@"P1Y" instance of years and months duration', True),
        ('@"2021-01-01" instance of date and time', False),
    ],
)
def test_types(text, expected):
    assert feel(text) is expected
