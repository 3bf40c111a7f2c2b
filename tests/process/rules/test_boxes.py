"""Models drawn by us, one for each kind of box, with what they must answer beside them in the kit's own format."""

from pathlib import Path

import pytest

from services.process.rules.dmn import DmnError, parse_dmn, run_tck

MODELS = Path(__file__).parent / "dmn"
UNLINKED = "用到了“{}”，但没有画出对它的需求连线，读不到它的值。"
REFUSED = {
    "functions": ["只支持 FEEL 函数；Java 或 PMML 的外部函数不会执行。", UNLINKED.format("twice")],
    "importing": [UNLINKED.format("左 边")],
    "importing_twice": ["引入的模型“甲”有误：" + UNLINKED.format("左 边")],
}


@pytest.mark.parametrize("model", sorted(MODELS.glob("*-test-01.xml")), ids=lambda path: path.stem)
def test_a_model_answers_as_is_written_beside_it(model, tmp_path):
    for path in [model, *MODELS.glob("*.dmn")]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    report = run_tck(tmp_path)
    assert report.failures == []
    assert report.passed == model.read_text(encoding="utf-8").count("<testCase ")


@pytest.mark.parametrize("model", sorted(MODELS.glob("*.dmn")), ids=lambda path: path.stem)
def test_only_what_must_be_refused_is_refused(model):
    others = [path.read_bytes() for path in MODELS.glob("*.dmn") if path != model]
    problems = parse_dmn(model.read_bytes(), strict=False, others=others).problems
    assert [problem.sentence for problem in problems] == REFUSED.get(model.stem, [])


def test_a_model_that_is_not_beside_the_other_is_said():
    with pytest.raises(DmnError, match=r"要引入的模型“http://example.org/imported”不在这里"):
        parse_dmn((MODELS / "importing.dmn").read_bytes())


@pytest.mark.parametrize("year", ["20151101/dmn.xsd", "20180521/MODEL/", "20191111/MODEL/", "20211108/MODEL/"])
def test_every_version_of_the_standard_reads_alike(year):
    raw = (MODELS / "choosing.dmn").read_bytes().replace(b"20230324/MODEL/", year.encode())
    assert parse_dmn(raw).decide("有", {"数": [3]}) is True


def test_models_that_import_each_other_are_refused():
    def model(own, other):
        return (
            f'<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="{own}">'
            f'<import name="x" namespace="{other}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
            "</definitions>"
        ).encode()

    with pytest.raises(DmnError, match=r"引入的模型“x”有误：.*循环"):
        parse_dmn(model("a", "b"), others=[model("b", "a")])
