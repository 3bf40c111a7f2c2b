"""Joint documents and the imprint (版记), measured on the printed page. All lengths are millimetres."""

from itertools import pairwise
from pathlib import Path

import pytest

from .measure import Sheet, lines_of, sheets
from .test_official import BOTTOM, LEFT, LINE, RIGHT, SIGN, TOP, official, printed

IMPRINT = {"copies": "某局。", "organ": "某某总工会办公室"}
TWO = ["某某市总工会", "某某市科学技术局"]
FULL_LINE = "甲乙丙丁戊己庚辛壬癸" * 2 + "甲乙丙丁戊己庚辛"


def test_the_host_organ_stands_first_and_the_word_beside_them_all(tmp_path: Path) -> None:
    pdf = printed(official(mark={"organs": TWO}, sign={"organs": TWO, "seal": 42}))
    page = sheets(pdf, tmp_path)[0]
    mark, rule = page.bands("red")
    assert mark.top == pytest.approx(TOP + 35, abs=0.7)
    assert mark.middle == pytest.approx((LEFT + RIGHT) / 2, abs=1.5)
    word = page.box("red", mark.top, mark.bottom, left=mark.right - mark.height * 0.6)
    assert (word.top + word.bottom) / 2 == pytest.approx((mark.top + mark.bottom) / 2, abs=0.7)
    assert rule.top > mark.bottom + 2 * LINE
    text = "".join("".join(lines_of(pdf, tmp_path)[0]).split())
    assert text.index(TWO[0]) < text.index(TWO[1])
    assert text.count("文件") == 1


def test_names_of_unlike_length_are_spread_to_one_width(tmp_path: Path) -> None:
    page = sheets(printed(official(mark={"organs": TWO, "word": ""})), tmp_path)[0]
    first, second = page.bands("red", gap=0.2)[:2]
    assert (first.left, first.right) == (pytest.approx(second.left, abs=1.0), pytest.approx(second.right, abs=1.0))


THREE = ["某市总工会", "某市科技局", "某市人社局"]


@pytest.mark.parametrize("organs", [TWO, THREE, ["某某省直属机关工会工作委员会"] * 2])
def test_each_organ_has_a_place_for_its_seal_and_none_touches_another(organs: list[str], tmp_path: Path) -> None:
    pdf = printed(official(body=["决定。"], sign={"organs": organs, "seal": 42}))
    page = sheets(pdf, tmp_path)[-1]
    places = _places(page)
    assert len(places) == len(organs)
    assert all(25 < right - left < 42.5 for left, right in places)
    assert all(after[0] - before[1] > 0.5 for before, after in pairwise(places))
    assert places[0][0] >= LEFT - 0.3 and places[-1][1] <= RIGHT + 0.3
    day = page.bands("black", bottom=BOTTOM)[-1]
    if len(organs) < 3:
        assert day.right == pytest.approx(RIGHT - 4 * SIGN, abs=1.2)
    assert sum(places[-1]) / 2 == pytest.approx(day.middle, abs=1.3)  # the last seal covers name and date


def _places(page: Sheet) -> list[tuple[float, float]]:
    """(left, right) of the dashed circles below the date; the gaps between dashes are closed."""
    day = page.bands("black", bottom=BOTTOM)[-1]
    upper, lower = (round(edge * page.scale) for edge in (day.bottom + 0.6, BOTTOM))
    grey = page.ink("grey").crop((0, upper, page.picture.width, lower))
    runs: list[list[int]] = []
    for x in range(grey.width):
        if grey.crop((x, 0, x + 1, grey.height)).getbbox() is None:
            continue
        if runs and x - runs[-1][1] < 3 * page.scale:
            runs[-1][1] = x
        else:
            runs.append([x, x])
    return [(first / page.scale, last / page.scale) for first, last in runs]


def test_the_imprint_closes_the_last_side_of_the_sheet(tmp_path: Path) -> None:
    pdf = printed(official(imprint=IMPRINT))
    pages = sheets(pdf, tmp_path, dpi=600)
    assert len(pages) == 2  # the text takes one side, so the imprint stands on its back
    rules = [band for band in pages[1].bands("black", bottom=BOTTOM + 2, gap=0.1) if band.width > 150]
    assert len(rules) == 3
    assert [rule.height for rule in rules] == [pytest.approx(thick, abs=0.06) for thick in (0.35, 0.25, 0.35)]
    assert rules[-1].bottom == pytest.approx(BOTTOM, abs=0.3)
    assert all(rule.left == pytest.approx(LEFT, abs=0.2) for rule in rules)
    assert all(rule.right == pytest.approx(RIGHT, abs=0.2) for rule in rules)
    assert lines_of(pdf, tmp_path)[1][:1] == ["抄送：某局。"]
    copies, made = (pages[1].box("black", one.bottom + 0.2, two.top - 0.2) for one, two in pairwise(rules))
    sign = 14 / 72 * 25.4
    assert copies.left == pytest.approx(LEFT + sign + 0.3, abs=0.7)
    assert made.left == pytest.approx(LEFT + sign + 0.3, abs=0.7)
    assert made.right == pytest.approx(RIGHT - sign - 0.3, abs=0.7)
    assert lines_of(pdf, tmp_path)[1][1].split() == ["某某总工会办公室", "2021年8月5日印发"]


def test_a_text_of_two_sides_carries_the_imprint_on_its_second(tmp_path: Path) -> None:
    pages = lines_of(printed(official(body=["{text}"], imprint=IMPRINT), text=FULL_LINE * 14), tmp_path)
    assert len(pages) == 2
    assert pages[1][-3].startswith("抄送") and pages[1][-1] == "—2—"


def test_where_the_second_side_is_full_a_blank_side_comes_before_the_imprint_and_neither_has_a_number(
    tmp_path: Path,
) -> None:
    for count in range(20, 27):
        pages = lines_of(printed(official(body=["{text}"], imprint=IMPRINT), text=FULL_LINE * count), tmp_path)
        if len(pages) == 4 and not pages[2]:
            break
    assert [page[-1] for page in pages[:2]] == ["—1—", "—2—"]
    assert pages[2] == []
    assert pages[3][0].startswith("抄送") and "—" not in "".join(pages[3])


def test_copies_may_be_left_out(tmp_path: Path) -> None:
    imprint = {"organ": "某某总工会办公室"}
    pages = sheets(printed(official(imprint=imprint)), tmp_path)
    rules = [band for band in pages[-1].bands("black", bottom=BOTTOM + 2, gap=0.1) if band.width > 150]
    assert len(rules) == 2
    assert rules[1].top - rules[0].bottom < LINE
