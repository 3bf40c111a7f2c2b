"""What the check says of decision tables: each wrong cell by rule and column, the repair, overlaps and gaps."""

import pytest

from services.designer.check import check_package
from services.process.registry import Package, compile_package, read_folder
from services.wiring import EFFECTS
from tests.process.rules.models import decision, literal, model, needs, table
from tests.small_procedure import package as small_package

HILL = small_package()

NAMED = ('<output name="a" label="结论"/>', '<output name="b" label="说明"/>')


def said(*parts, **files):
    """(severity, file, element, message) of what the check says of a model more than of the package without it."""
    package = Package("hill", {**HILL.files, "more.dmn": model(*parts), **files})
    return [
        (p.severity, p.file, p.element, p.message)
        for p in check_package(package, EFFECTS).problems
        if p.file in {"more.dmn", *files}
    ]


def test_every_wrong_cell_is_refused_with_its_rule_and_its_column():
    logic = table("", ("&gt; ", '"甲"', '"x"'), ("1", '"乙', "1 +"), outputs=NAMED)
    rows = said(decision("D", logic.replace("<input>", '<input label="年龄">')))
    assert {row[:3] for row in rows} == {("error", "more.dmn", "t")}
    assert [row[3].split("：")[0] for row in rows] == [
        "第 1 条规则，输入列“年龄”",
        "第 2 条规则，输出列“结论”",
        "第 2 条规则，输出列“说明”",
    ]


@pytest.mark.parametrize(
    ("cell", "repair"),
    [("〉60", None), ("［1..5］", "[1..5]"), ("“甲”，“乙”", '"甲","乙"'), ("not（1）", "not(1)")],
)
def test_full_width_punctuation_is_said_and_the_repair_offered(cell, repair):
    ((_, _, _, message),) = said(decision("D", table("", (cell, "1"))))
    assert (f"可改为：{repair}" in message) is (repair is not None)
    if repair:
        assert not [row for row in said(decision("D", table("", (repair, "1")))) if row[0] == "error"]


def test_a_wrong_column_is_refused_by_its_name():
    logic = table("", ("1", "1"), inputs=("n +",)).replace("<input>", '<input id="in" label="年龄">')
    ((severity, _, element, message),) = said(decision("D", logic))
    assert (severity, element) == ("error", "in")
    assert message.startswith("输入列“年龄”：")


def test_rules_that_overlap_and_inputs_without_a_rule_are_warnings():
    rows = said(decision("D", table("", ("&lt;= 60", "1"), ("&gt;= 60", "2"), ("&gt; 90", "3"))))
    assert [(row[0], row[2]) for row in rows] == [("warning", "t")] * 2
    assert "n = 60" in rows[0][3] and "第 2、3 条" in rows[1][3]


def test_all_that_is_wrong_in_a_model_is_said_at_once():
    rows = said(decision("A", literal("1 +")), decision("B", literal("1"), needs("gone"), "tNone"))
    assert [row[2] for row in rows] == ["d_A", "d_B", "d_B"]


def test_a_model_may_import_another_of_the_package():
    other = model(decision("X", literal("41"))).replace(b'namespace="n"', b'namespace="other"')
    imports = '<import name="o" namespace="other" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    asks = decision("D", literal("o.X + 1"), needs("d_X").replace("#", "other#"))
    assert said(imports, asks, **{"other.dmn": other}) == []
    assert "不在这里" in said(imports, asks)[0][3]


def test_a_table_of_a_model_that_cannot_be_decided_is_still_there_for_the_diagram():
    rules = HILL.files["rules.dmn"].replace(b"&gt; 100", b"&gt; &gt; 100")
    problems = check_package(Package("hill", {**HILL.files, "rules.dmn": rules}), EFFECTS).problems
    assert [p.file for p in problems if "不存在" in p.message] == []


def test_a_shared_model_comes_along_where_a_citys_imports_it(tmp_path):
    shared = model(decision("X", literal("41"))).replace(b'namespace="n"', b'namespace="of-all"')
    imports = '<import name="o" namespace="of-all" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    files = {
        **{f"processes/hill/{path}": raw for path, raw in HILL.files.items()},
        "processes/hill/more.dmn": model(
            imports, decision("D", literal("o.X + 1"), needs("d_X").replace("#", "of-all#"))
        ),
        "processes/shared/all.dmn": shared,
        "processes/shared/idle.dmn": shared.replace(b"of-all", b"of-none").replace(b"d_X", b"d_Y"),
    }
    for path, raw in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(raw)
    package = read_folder(tmp_path / "processes" / "hill")
    assert [path for path in package.files if path.startswith("shared/")] == ["shared/all.dmn"]
    assert compile_package(package).decide("d_D", {}.get, {}) == 42
