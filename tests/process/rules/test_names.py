"""Names: Chinese, with spaces, of functions of the house; comments; what the messages say."""

import pytest

from services.process.rules.feel import FeelError, compile_expression, compile_unary


def test_names_with_spaces_are_read_when_they_are_known():
    expression = compile_expression("Monthly Salary * 12", ["Monthly Salary"])
    assert expression.names == ("Monthly Salary",)
    assert expression.evaluate({"Monthly Salary": 10}) == 120


def test_the_longest_known_name_wins_even_over_an_operator():
    values = {"a-b": 7, "a": 3, "b": 1, "Approved/Declined": "x"}
    assert compile_expression("a-b", values).evaluate(values) == 7
    assert compile_expression("a - c", values).evaluate({"a": 3, "c": 1}) == 2
    assert compile_expression("Approved/Declined", values).evaluate(values) == "x"


def test_a_keyword_inside_a_longer_word_or_a_declared_name_is_no_keyword():
    assert compile_expression("order and inner").evaluate({"order": True, "inner": True}) is True
    assert compile_expression("in and out", ["in and out"]).evaluate({"in and out": 5}) == 5


def test_names_and_functions_tell_what_an_expression_needs():
    expression = compile_expression("now() > campaign.windows.end and count(名单[等级 = 级别]) > f(1) and count(x) > 0")
    assert expression.names == ("campaign", "名单", "x")
    assert expression.possible_names == ("等级", "级别")
    assert expression.functions == ("now", "count", "f")
    assert compile_unary("> 上限").names == ("上限",)


def test_functions_of_the_house_are_called_by_their_spaced_names():
    calls = []
    library = {"add working days": lambda *given, **named: calls.append((given, named)) or "day"}
    assert compile_expression("add working days(x, 5)").evaluate({"x": 1}, library) == "day"
    compile_expression("add working days(from: x, n: 5, count first: true)").evaluate({"x": 1}, library)
    assert calls == [((1, 5), {}), ((), {"from_": 1, "n": 5, "count_first": True})]


def test_a_function_of_the_house_that_fails_says_so_by_name():
    def broken(*given):
        raise TypeError("no")

    with pytest.raises(FeelError, match="end of day"):
        compile_expression("end of day(null)").evaluate({}, {"end of day": broken})


def test_a_function_that_nobody_knows_is_an_error_not_null():
    with pytest.raises(FeelError, match="没有名为“f”的函数"):
        compile_expression("f(1)").evaluate({})


def test_comments_are_skipped():
    assert compile_expression("1 /* 甲 */ + 2 // 乙").evaluate({}) == 3
    assert compile_expression("(a // note: 甲\n + 1)").evaluate({"a": 1}) == 2


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        ("甲，乙", 1, 2, "全角标点，请改用半角“,”"),
        ("甲 =\n “同意”", 2, 2, '请改用半角“"”'),
        ("count（x）", 1, 6, "请改用半角“(”"),
        ("{甲：1}", 1, 3, "请改用半角“:”"),
        ("得分 ≥ 60", 1, 4, "请改用半角“>=”"),
        ("1 +", 1, 4, "不完整"),
        ("一 二", 1, 3, "此处不应出现“二”"),
        ('"abc', 1, 1, "缺少结尾的双引号"),
        ("a # b", 1, 3, "无法识别的字符“#”"),
        ("  ", 1, 1, "表达式为空"),
        ("(1, 2)", 1, 1, "列表请用方括号"),
        ("{a: 1, a: 2}", 1, 1, "重复"),
        ("x instance of foo", 1, 15, "未知的类型"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place_in_chinese(text, line, column, sentence):
    with pytest.raises(FeelError) as caught:
        compile_expression(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert sentence in caught.value.sentence


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        ("得分＞＝60", "得分>=60"),
        ("姓名＝“张三，李四”", '姓名="张三，李四"'),
        ("x in ［1，2］", "x in [1,2]"),
        ("｛甲：１２｝", "{甲:12}"),
        ("a == 'b' && c <> “d”", 'a = "b"  and  c != "d"'),
        ('“甲\\"乙” ＋ "＋"', '"甲\\"乙" + "＋"'),
        ("甲，乙", ""),
        ("1 +", ""),
        ("count（", ""),
    ],
)
def test_a_text_typed_with_full_width_signs_is_offered_corrected(text, repair):
    with pytest.raises(FeelError) as caught:
        compile_expression(text)
    assert caught.value.repair == repair
    assert (repair in caught.value.advice) if repair else caught.value.advice == ""


def test_a_cell_typed_with_full_width_signs_is_offered_corrected():
    with pytest.raises(FeelError) as caught:
        compile_unary("“甲”，“乙”")
    assert caught.value.repair == '"甲","乙"'


def test_punctuation_inside_a_text_may_be_full_width():
    assert compile_expression('"同意，报送（上级）"').evaluate({}) == "同意，报送（上级）"
