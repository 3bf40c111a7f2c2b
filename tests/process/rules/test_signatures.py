"""Every built-in function of the standard may be called with named arguments, by the names of its tables 73 to 83."""

import pytest

from services.process.rules.feel import HOST_NAMES, compile_expression
from services.process.rules.feel.functions import BUILTINS

SIGNATURES = """
date(from); date(year, month, day); date and time(date, time); date and time(from)
time(from); time(hour, minute, second, offset); number(from, grouping separator, decimal separator); string(from)
duration(from); years and months duration(from, to); not(negand)
substring(string, start position, length); string length(string); upper case(string); lower case(string)
substring before(string, match); substring after(string, match); replace(input, pattern, replacement, flags)
contains(string, match); starts with(string, match); ends with(string, match); matches(input, pattern, flags)
split(string, delimiter); string join(list, delimiter)
list contains(list, element); list replace(list, position, newItem); list replace(list, match, newItem)
count(list); min(list); max(list); sum(list); mean(list); all(list); any(list)
sublist(list, start position, length); append(list, item); concatenate(list); insert before(list, position, newItem)
remove(list, position); reverse(list); index of(list, match); union(list); distinct values(list); flatten(list)
product(list); median(list); stddev(list); mode(list)
decimal(n, scale); floor(n, scale); ceiling(n, scale); round up(n, scale); round down(n, scale)
round half up(n, scale); round half down(n, scale); abs(n); modulo(dividend, divisor); sqrt(number); log(number)
exp(number); odd(number); even(number); is(value1, value2)
before(point1, point2); before(point, range); before(range, point); before(range1, range2)
after(point1, point2); after(point, range); after(range, point); after(range1, range2)
meets(range1, range2); met by(range1, range2); overlaps(range1, range2)
overlaps before(range1, range2); overlaps after(range1, range2)
finishes(point, range); finishes(range1, range2); finished by(range, point); finished by(range1, range2)
includes(range, point); includes(range1, range2); during(point, range); during(range1, range2)
starts(point, range); starts(range1, range2); started by(range, point); started by(range1, range2)
coincides(point1, point2); coincides(range1, range2)
day of year(date); day of week(date); month of year(date); week of year(date)
sort(list, precedes); get value(m, key); get entries(m); context(entries); context put(context, key, value)
context put(context, keys, value); context merge(contexts); range(from)
"""
LISTED = [signature.strip() for line in SIGNATURES.strip().splitlines() for signature in line.split(";")]
OF_THE_HOUSE = {"now", "today"}
"""The standard's too, but what they answer only the house knows."""
BEYOND = {
    "concat", "duplicate values", "extract", "is blank", "last day of month", "partition", "round half even", "trim",
}  # fmt: skip
"""What other engines add and tools offer."""


@pytest.mark.parametrize("listed", LISTED)
def test_a_function_takes_the_named_arguments_of_the_standard(listed):
    name, _, names = listed.rstrip(")").partition("(")
    found = [[parameter.name for parameter in signature.parameters] for signature in BUILTINS[name].signatures]
    wanted = names.split(", ")
    assert any(given[: len(wanted)] == wanted for given in found), found


def test_there_is_nothing_that_is_listed_nowhere():
    listed = {signature.partition("(")[0] for signature in LISTED}
    assert set(BUILTINS) - listed == BEYOND
    assert OF_THE_HOUSE <= HOST_NAMES


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_a_name_that_no_parameter_has_makes_the_call_null(name):
    assert compile_expression(f"{name}(nobody knows this: 1)").evaluate({}) is None


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_too_many_arguments_of_any_kind_give_a_value_or_null_and_never_fail(name):
    for argument in ("null", "1", '"a"', "[1, null]", "{a: 1}", "[1..2]", "abs", '@"P1D"', 'date("99999-01-01")'):
        for count in range(8):
            compile_expression(f"{name}({', '.join([argument] * count)})").evaluate({})
