"""Fonts: licensed ones from a folder come first, what is lacking is told, and no sign is ever lost."""

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from services.output.documents import PaperData, fonts_missing, parse_paper, render_html, render_paper, use_folder
from services.output.documents import fonts as fonts_room
from services.output.documents.render import OwnFiles

from .samples import RARE

LETTER = "{kind: letter, title: 某函, heading: 甲, body: ['{text}']}"


@pytest.fixture(autouse=True)
def no_folder_afterwards() -> Iterator[None]:
    """Other tests print with the fonts of the machine."""
    yield
    use_folder(None)


def make_font(path: Path, family: str, signs: str) -> None:
    """A font that draws each of these signs as a black square."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(corner)
    pen.closePath()
    names = [".notdef", *(f"u{ord(sign):X}" for sign in signs)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(sign): f"u{ord(sign):X}" for sign in signs})
    builder.setupGlyf({name: pen.glyph() for name in names})
    builder.setupHorizontalMetrics({name: (1000, 100) for name in names})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def used(pdf: bytes) -> set[str]:
    """The fonts of a PDF."""
    found: Any = (page["/Resources"]["/Font"].values() for page in PdfReader(BytesIO(pdf)).pages)  # type: ignore[index]
    return {str(font.get_object()["/BaseFont"]) for fonts in found for font in fonts}


def test_a_licensed_font_in_the_folder_draws_its_style_and_others_draw_what_it_lacks(tmp_path: Path) -> None:
    make_font(tmp_path / "a.ttf", "某正仿宋", "国")
    use_folder(tmp_path)
    pdf = render_paper(parse_paper(LETTER), PaperData({"text": f"国{RARE}"}))
    assert any("仿宋" in name for name in used(pdf))
    assert f"国{RARE}" in "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("family", "style"),
    [
        ("FZFangSong-Z02S", "仿宋"),
        ("方正小标宋简体", "小标宋"),
        ("KaiTi_GB2312", "楷体"),
        ("SimHei", "黑体"),
        ("某宋", "宋体"),
    ],
)
def test_a_font_says_by_its_name_what_it_is_for(family: str, style: str, tmp_path: Path) -> None:
    make_font(tmp_path / "a.ttf", family, "国")
    use_folder(tmp_path)
    assert [font.style for font in fonts_room.own_fonts()] == [style]
    assert fonts_room.families(style).startswith(f'"{style} a"')


def test_a_file_that_is_no_font_or_says_nothing_is_left_out_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "仿宋.ttf").write_bytes(b"no font")
    make_font(tmp_path / "b.ttf", "Unknown", "国")
    use_folder(tmp_path)
    assert fonts_room.own_fonts() == ()
    assert caplog.text.count("没有使用") == 2


def test_answers_reach_no_file_although_fonts_may(tmp_path: Path) -> None:
    make_font(tmp_path / "a.ttf", "某仿宋", "国")
    use_folder(tmp_path)
    assert (tmp_path / "a.ttf").as_uri() in render_html(parse_paper(LETTER), PaperData())
    with pytest.raises(ValueError, match="no files"):
        OwnFiles().fetch("file:///etc/passwd")
    with pytest.raises(ValueError, match="no files"):
        OwnFiles().fetch("https://example.org/a.ttf")
    assert OwnFiles().fetch((tmp_path / "a.ttf").as_uri()).read(4)


def test_without_a_fangsong_the_page_and_the_log_say_what_stands_in_for_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    there = fonts_room.installed() - fonts_room.OPTIONAL
    monkeypatch.setattr(fonts_room, "installed", lambda: there)
    assert "本机没有仿宋字体" in (fonts_missing() or "")
    with caplog.at_level(logging.WARNING):
        render_paper(parse_paper(LETTER), PaperData({"text": "国"}))
    assert "《某函》：本机没有仿宋字体" in caplog.text


def test_signs_that_the_fangsong_lacks_are_named_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    make_font(tmp_path / "a.ttf", "某仿宋", "国甲某函，")
    use_folder(tmp_path)
    assert "仿宋" not in (fonts_missing() or "")
    fonts_room.tell_substitutes("某函", ["国，国A1"])
    assert caplog.text == ""
    fonts_room.tell_substitutes("某函", ["国\U00030000国"])
    assert "仿宋字体没有“\U00030000”" in caplog.text
